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
        return copy;
    }
}
