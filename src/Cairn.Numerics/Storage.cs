using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cairn.Kernels;

namespace Cairn;

/// <summary>The memory of one or more tensors: an array whose first element lies on a 64-byte border when it is large.</summary>
/// <remarks>
/// Managed memory only: the collector finds what is dead, so that no tensor needs disposing. Large memory is leased from the
/// <see cref="BufferPool"/>, which hands it to another storage once this one is dead, unless it has escaped.
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

    /// <summary>Notes that the memory is handed out for good, by a span that may outlive this storage, so that it is never used again.</summary>
    internal abstract void Escape();

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
    readonly Array _array;
    readonly int _start; // in bytes
    readonly int _length;
    readonly BufferPool.Lease? _lease;

    /// <summary>Zeroed memory for <paramref name="length"/> elements.</summary>
    internal Storage(int length) : this(length, isZeroed: true) { }

    /// <summary>Wraps an array that this storage owns from now on.</summary>
    internal Storage(T[] owned)
    {
        _array = owned;
        _length = owned.Length;
    }

    unsafe Storage(int length, bool isZeroed)
    {
        _length = length;
        long bytes = (long)length * sizeof(T);
        if (bytes is >= BufferPool.SmallestBytes and <= BufferPool.LargestBytes || (BufferPool.IsHarsh && bytes > 0))
        {
            _lease = BufferPool.Rent((int)bytes, this);
            (_array, _start) = (_lease.Buffer, _lease.Start);
            if (isZeroed) Span.Clear();
        }
        else if (isZeroed) _array = new T[length];
        else _array = GC.AllocateUninitializedArray<T>(length);
    }

    /// <summary>Memory for <paramref name="length"/> elements with anything in it, for a result whose every element is written.</summary>
    internal static Storage<T> Unfilled(int length) => new(length, isZeroed: false);

    internal override DType DType => DTypes.Of<T>();

    /// <summary>The memory, lent: it is used again when this storage is dead, so that who uses it keeps the storage alive.</summary>
    internal Span<T> Span
    {
        get
        {
            ref byte first = ref MemoryMarshal.GetArrayDataReference(_array);
            return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, _start)), _length);
        }
    }

    internal override void Escape()
    {
        if (_lease is null) return;
        BufferPool.Escape(_lease);
        GC.KeepAlive(this); // alive until the mark is set
    }

    internal override void CopyTo(int from, ReadOnlySpan<int> strides, Storage target, int to, ReadOnlySpan<int> targetStrides,
        ReadOnlySpan<int> sizes)
    {
        Copy(Span, from, strides, ((Storage<T>)target).Span, to, targetStrides, sizes);
        GC.KeepAlive(this);
        GC.KeepAlive(target);
    }

    internal override void Take(ReadOnlySpan<int> offsets, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Storage target)
    {
        var block = new Shape(sizes);
        var packed = block.RowMajorStrides();
        for (int i = 0; i < offsets.Length; i++)
            Copy(Span, offsets[i], strides, ((Storage<T>)target).Span, i * block.Elements, packed, sizes);
        GC.KeepAlive(this);
        GC.KeepAlive(target);
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
        GC.KeepAlive(this);
        GC.KeepAlive(source);
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

    static unsafe void Copy(ReadOnlySpan<T> source, int from, ReadOnlySpan<int> strides, Span<T> target, int to,
        ReadOnlySpan<int> targetStrides, ReadOnlySpan<int> sizes)
    {
        fixed (T* first = source, place = target) StridedCopy.Run(first + from, strides, place + to, targetStrides, sizes);
    }
}
