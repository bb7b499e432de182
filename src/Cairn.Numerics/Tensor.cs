using System.Runtime.InteropServices;

namespace Cairn;

/// <summary>An array of numbers of one type with any number of axes, in memory that the garbage collector looks after.</summary>
/// <remarks>
/// <para>A tensor is a view: a shape and strides over a storage that other tensors may share. Slices, transposes and reshapes are views;
/// masks and conversions are copies. <c>==</c> compares references; elementwise comparison is <c>EqualTo</c>.</para>
/// <para>Elements are changed only by assignment through an index, <c>Fill</c> and <c>CopyFrom</c>; tensors inside models and
/// data sets are read-only.</para>
/// </remarks>
public sealed partial class Tensor
{
    readonly Storage _storage;
    readonly int _offset;
    int[]? _distances;

    internal Tensor(Storage storage, Shape shape, int[] strides, int offset, bool isReadOnly = false)
    {
        _storage = storage;
        Shape = shape;
        _distances = strides;
        _offset = offset;
        IsReadOnly = isReadOnly;
    }

    Tensor(Storage storage, Shape shape)
    {
        _storage = storage;
        Shape = shape;
    }

    /// <summary>The strides; those of row-major order are made when first asked for, which of most temporaries nobody does.</summary>
    int[] _strides => _distances ??= Shape.RowMajorStrides();

    /// <summary>The type of the elements.</summary>
    public DType DType => _storage.DType;

    /// <summary>The sizes along the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Elements;

    /// <summary>True when the elements may not be changed through this tensor.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The distance in elements between neighbours along each axis; 0 along an axis that is broadcast.</summary>
    public ReadOnlySpan<int> Strides => _strides;

    /// <summary>True when the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            if (_distances is null) return true;
            for (int a = Rank - 1, step = 1; a >= 0; a--)
            {
                if (Shape[a] != 1 && _strides[a] != step) return Length == 0;
                step *= Shape[a];
            }
            return true;
        }
    }

    /// <summary>The same elements, not to be changed through the result.</summary>
    public Tensor AsReadOnly() => IsReadOnly ? this : new Tensor(_storage, Shape, _strides, _offset, isReadOnly: true) { Node = Node };

    /// <summary>The elements in row-major order, as they lie in memory.</summary>
    /// <exception cref="ArgumentException">The elements are not of type <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The elements are not contiguous: call <see cref="Contiguous"/> first.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan<T>() where T : unmanaged
    {
        _storage.Escape();
        return Raw<T>(nameof(AsReadOnlySpan));
    }

    /// <summary>The elements in row-major order, to be read and changed in place.</summary>
    /// <exception cref="ArgumentException">The elements are not of type <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The tensor is read-only, or not contiguous.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        ThrowIfReadOnly();
        _storage.Touch();
        _storage.Escape();
        return Raw<T>(nameof(AsSpan));
    }

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <exception cref="ArgumentException">The elements are not of type <typeparamref name="T"/>.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var x = Packed();
        var copy = x.Raw<T>(nameof(ToArray)).ToArray();
        GC.KeepAlive(x);
        return copy;
    }

    /// <summary>The elements in row-major order for an operation of the engine, which keeps this tensor alive until it has done with
    /// them: <c>GC.KeepAlive(x)</c> after the kernel. Unlike <see cref="AsSpan"/> it lets the memory be used again afterwards. Booleans
    /// may be had as bytes 0 and 1.</summary>
    internal Span<T> Lent<T>() where T : unmanaged => typeof(T) == typeof(byte) && DType == DType.Bool
        ? MemoryMarshal.Cast<bool, T>(Raw<bool>(nameof(Lent)))
        : Raw<T>(nameof(Lent));

    Span<T> Raw<T>(string what) where T : unmanaged
    {
        if (!IsContiguous)
            throw new InvalidOperationException($"{what}: the elements of this {Shape} view are not contiguous; call Contiguous() first");
        return Whole<T>(what).Slice(Length == 0 ? 0 : _offset, Length);
    }

    /// <summary>The whole storage, lent like <see cref="Lent"/>.</summary>
    Span<T> Whole<T>(string what) where T : unmanaged => _storage is Storage<T> typed
        ? typed.Span
        : throw new ArgumentException(
            $"{what}: the elements are {DType.Name()}, not {DTypes.Of<T>().Name()}; convert with To(DType)", nameof(T));

    void ThrowIfReadOnly()
    {
        if (IsReadOnly)
            throw new InvalidOperationException(
                $"This {Shape} tensor is read-only (of a model or a data set, or broadcast); change a Copy() of it");
    }
}
