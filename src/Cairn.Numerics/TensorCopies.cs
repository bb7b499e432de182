using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>This tensor when its elements are contiguous, else a row-major copy.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Copy();

    /// <summary>A row-major copy, free to be changed.</summary>
    public Tensor Copy()
    {
        var copy = new Tensor(Storage.Make(DType, Length), Shape);
        if (IsContiguous) _storage.CopyTo(_offset, [1], copy._storage, 0, [1], [Length]);
        else _storage.CopyTo(_offset, _strides, copy._storage, 0, copy._strides, Shape.AsSpan());
        return IsTracked(this) ? copy.By(new CopyNode(this)) : copy;
    }

    /// <summary>The elements in row-major order, as plain numbers without a past.</summary>
    Tensor Packed() => IsContiguous ? this : Detach().Copy();

    sealed class CopyNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy);
    }
}
