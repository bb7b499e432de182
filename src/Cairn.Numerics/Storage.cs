using System.Numerics;

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

    /// <summary>Counts the changes in place, so that a derivative sees when what it saved is no longer what it was.</summary>
    internal int Version { get; private set; }

    /// <summary>True when a gradient that is kept lies here, so that no other may be kept in the same memory.</summary>
    internal bool IsClaimed { get; set; }

    /// <summary>Notes a change in place, or that the memory is handed out to be changed.</summary>
    internal void Touch() => Version++;

    /// <summary>Copies a strided block into one of the same sizes in a storage of the same type; they must not overlap.</summary>
    internal abstract void CopyTo(int from, ReadOnlySpan<int> strides, Storage target, int to, ReadOnlySpan<int> targetStrides,
        ReadOnlySpan<int> sizes);

    /// <summary>Copies the strided blocks at <paramref name="offsets"/> one after the other into <paramref name="target"/>.</summary>
    internal abstract void Take(ReadOnlySpan<int> offsets, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Storage target);

    /// <summary>Copies the blocks that lie one after the other in <paramref name="source"/> to <paramref name="offsets"/>, or adds
    /// them one by one to what is there.</summary>
    internal abstract void Put(ReadOnlySpan<int> offsets, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Storage source, bool adds);

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
    const int PinnedFrom = 85_000; // what is smaller is born in the youngest generation, which costs a tenth of a pinned birth

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

    Storage(T[] array, int start, int length) => (_array, _start, _length) = (array, start, length);

    /// <summary>Memory for <paramref name="length"/> elements with anything in it, for a result whose every element is written.</summary>
    internal static unsafe Storage<T> Unfilled(int length)
    {
        if ((long)length * sizeof(T) < PinnedFrom) return new(GC.AllocateUninitializedArray<T>(length), 0, length);
        var array = GC.AllocateUninitializedArray<T>(checked(length + Border / sizeof(T)), pinned: true);
        fixed (T* first = array) return new(array, (int)((Border - (nint)first % Border) % Border / sizeof(T)), length);
    }

    /// <summary>Wraps an array that this storage owns from now on.</summary>
    internal Storage(T[] owned)
    {
        _array = owned;
        _length = owned.Length;
    }

    internal override DType DType => DTypes.Of<T>();

    internal Span<T> Span => new(_array, _start, _length);

    internal override void CopyTo(int from, ReadOnlySpan<int> strides, Storage target, int to, ReadOnlySpan<int> targetStrides,
        ReadOnlySpan<int> sizes) => Copy(Span, from, strides, ((Storage<T>)target).Span, to, targetStrides, sizes);

    internal override void Take(ReadOnlySpan<int> offsets, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Storage target)
    {
        var block = new Shape(sizes);
        var packed = block.RowMajorStrides();
        for (int i = 0; i < offsets.Length; i++)
            Copy(Span, offsets[i], strides, ((Storage<T>)target).Span, i * block.Elements, packed, sizes);
    }

    internal override void Put(ReadOnlySpan<int> offsets, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Storage source, bool adds)
    {
        var block = new Shape(sizes);
        var packed = block.RowMajorStrides();
        for (int i = 0; i < offsets.Length; i++)
        {
            if (!adds) Copy(((Storage<T>)source).Span, i * block.Elements, packed, Span, offsets[i], strides, sizes);
            else if (this is Storage<double> float64)
                Add(((Storage<double>)source).Span, i * block.Elements, packed, float64.Span, offsets[i], strides, sizes);
            else if (this is Storage<float> float32)
                Add(((Storage<float>)source).Span, i * block.Elements, packed, float32.Span, offsets[i], strides, sizes);
            else throw new NotSupportedException("Only floating elements are added up");
        }
    }

    static void Add<TNumber>(ReadOnlySpan<TNumber> source, int from, ReadOnlySpan<int> strides, Span<TNumber> target, int to,
        ReadOnlySpan<int> targetStrides, ReadOnlySpan<int> sizes) where TNumber : INumber<TNumber>
    {
        if (sizes.Length == 0)
        {
            target[to] += source[from];
            return;
        }
        for (int i = 0; i < sizes[0]; i++)
            Add(source, from + i * strides[0], strides[1..], target, to + i * targetStrides[0], targetStrides[1..], sizes[1..]);
    }

    static void Copy(ReadOnlySpan<T> source, int from, ReadOnlySpan<int> strides, Span<T> target, int to, ReadOnlySpan<int> targetStrides,
        ReadOnlySpan<int> sizes)
    {
        if (sizes.Length == 0)
        {
            target[to] = source[from];
            return;
        }
        int size = sizes[0], step = strides[0], targetStep = targetStrides[0];
        if (sizes.Length == 2 && (strides[1] != 1 || targetStrides[1] != 1))
        {
            int inner = strides[1], targetInner = targetStrides[1], length = sizes[1];
            for (int i = 0; i < size; i++)
                for (int j = 0, at = from + i * step, place = to + i * targetStep; j < length; j++, at += inner, place += targetInner)
                    target[place] = source[at];
        }
        else if (sizes.Length > 1)
        {
            for (int i = 0; i < size; i++)
                Copy(source, from + i * step, strides[1..], target, to + i * targetStep, targetStrides[1..], sizes[1..]);
        }
        else if (step == 1 && targetStep == 1 && size > 0)
        {
            source.Slice(from, size).CopyTo(target[to..]);
        }
        else
        {
            for (int i = 0; i < size; i++) target[to + i * targetStep] = source[from + i * step];
        }
    }
}
