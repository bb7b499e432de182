using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>This tensor when its elements are contiguous, else a row-major copy.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Copy();

    /// <summary>A row-major copy, free to be changed.</summary>
    public Tensor Copy()
    {
        var copy = Unfilled(DType, Shape);
        _storage.CopyTo(_offset, _strides, copy._storage, 0, copy._strides, Shape.AsSpan());
        GC.KeepAlive(this);
        return IsTracked(this) ? copy.By(new CopyNode(this)) : copy;
    }

    /// <summary>The elements in row-major order, as plain numbers without a past.</summary>
    Tensor Packed() => IsContiguous ? this : Detach().Copy();

    /// <summary>A tensor with anything in it, whose every element the caller writes before anyone sees it.</summary>
    static Tensor Unfilled(DType dtype, Shape shape) => dtype switch
    {
        DType.Float32 => Unfilled<float>(shape, out _),
        DType.Float64 => Unfilled<double>(shape, out _),
        DType.Int32 => Unfilled<int>(shape, out _),
        DType.Int64 => Unfilled<long>(shape, out _),
        DType.UInt8 => Unfilled<byte>(shape, out _),
        _ => Unfilled<bool>(shape, out _),
    };

    sealed class CopyNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy);
    }
}
