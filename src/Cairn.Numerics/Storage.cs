namespace Cairn;

/// <summary>The memory of one or more tensors: an array whose first element lies on a 64-byte border when it is large.</summary>
/// <remarks>
/// Managed memory only: the collector returns it, so that no tensor needs disposing. Large arrays are pinned where they are born,
/// so that the border holds and kernels may take pointers.
/// </remarks>
abstract class Storage
{
    /// <summary>The elements' type.</summary>
    internal abstract DType DType { get; }

    /// <summary>Makes zeroed memory for <paramref name="length"/> elements.</summary>
    internal static Storage Make(DType dtype, int length) => dtype switch
    {
        DType.Float32 => new Storage<float>(length),
        DType.Float64 => new Storage<double>(length),
        DType.Int32 => new Storage<int>(length),
        DType.Int64 => new Storage<long>(length),
        DType.UInt8 => new Storage<byte>(length),
        DType.Bool => new Storage<bool>(length),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "No such element type"),
    };
}

/// <summary>The memory of tensors whose elements are <typeparamref name="T"/>.</summary>
sealed class Storage<T> : Storage where T : unmanaged
{
    const int Border = 64;
    const int PinnedFrom = 16 * 1024;

    readonly T[] _array;
    readonly int _start;
    readonly int _length;

    /// <summary>Zeroed memory for <paramref name="length"/> elements.</summary>
    internal unsafe Storage(int length)
    {
        _length = length;
        if ((long)length * sizeof(T) < PinnedFrom)
        {
            _array = new T[length];
            return;
        }
        int slack = Border / sizeof(T);
        _array = GC.AllocateArray<T>(checked(length + slack), pinned: true);
        fixed (T* first = _array) _start = (int)((Border - (nint)first % Border) % Border / sizeof(T));
    }

    /// <summary>Wraps an array that this storage owns from now on.</summary>
    internal Storage(T[] owned)
    {
        _array = owned;
        _length = owned.Length;
    }

    internal override DType DType => DTypes.Of<T>();

    internal Span<T> Span => new(_array, _start, _length);
}
