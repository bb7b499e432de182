using System.Collections;
using System.Globalization;

namespace Cairn;

/// <summary>The sizes of a tensor along its axes: <c>[64, 10]</c> is 64 rows of 10 elements, <c>[]</c> a single number.</summary>
/// <remarks>A tensor holds at most 2,147,483,527 elements, as many as fit an array; a shape whose product is larger cannot be made.</remarks>
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>The most elements a tensor can have: those of the longest array, less the few that align it.</summary>
    internal const int MaxElements = 0x7FFFFFC7 - 64;

    readonly int[]? _sizes;

    /// <summary>Makes a shape of the given sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the product of the sizes is too large.</exception>
    public Shape(params ReadOnlySpan<int> sizes) : this(sizes, null) { }

    Shape(ReadOnlySpan<int> sizes, string? operation)
    {
        long product = 1;
        int elements = 1;
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            product *= Math.Max(size, 1);
            if (product > MaxElements)
                throw new ArgumentOutOfRangeException(nameof(sizes), operation is null
                    ? $"Shape {Text(sizes)} has more than {MaxElements} elements"
                    : $"{operation}: a result of shape {Text(sizes)} has more than {MaxElements} elements");
            elements *= size;
        }
        _sizes = sizes.ToArray();
        Elements = elements;
    }

    /// <summary>The shape of a result; too large a one is refused in the name of the operation.</summary>
    internal static Shape Of(string operation, params ReadOnlySpan<int> sizes) => new(sizes, operation);

    /// <summary>The number of axes: 0 for a single number, 2 for a matrix.</summary>
    public int Rank => _sizes?.Length ?? 0;

    /// <summary>The number of elements: the product of the sizes, 1 for a single number.</summary>
    public int Elements { get => _sizes is null ? 1 : field; }

    /// <summary>The number of axes, as <see cref="Rank"/>: a shape is a list of its sizes.</summary>
    public int Count => Rank;

    /// <summary>The size along an axis; a negative axis counts from the last, -1 being the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis]
    {
        get
        {
            int a = axis < 0 ? axis + Rank : axis;
            if ((uint)a >= (uint)Rank)
                throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} has {Rank} axes");
            return _sizes![a];
        }
    }

    /// <summary>The sizes, one an axis.</summary>
    public ReadOnlySpan<int> AsSpan() => _sizes;

    /// <summary>The strides of a row-major layout of this shape: the last axis moves by 1.</summary>
    internal int[] RowMajorStrides()
    {
        var strides = new int[Rank];
        for (int a = Rank - 1, step = 1; a >= 0; a--)
        {
            strides[a] = step;
            step *= Math.Max(_sizes![a], 1);
        }
        return strides;
    }

    /// <summary>The position of an axis that may be counted from the last, -1 being the last.</summary>
    internal int Axis(int axis, string operation, int rank)
    {
        int a = axis < 0 ? axis + rank : axis;
        return (uint)a < (uint)rank
            ? a
            : throw new ArgumentOutOfRangeException(nameof(axis), $"{operation}: axis {axis} is out of range: {this} has {Rank} axes");
    }

    /// <inheritdoc cref="Axis(int, string, int)"/>
    internal int Axis(int axis, string operation) => Axis(axis, operation, Rank);

    /// <summary>The shape that two shapes are broadcast to: aligned at the last axis, sizes equal or 1.</summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    internal static Shape Broadcast(Shape a, Shape b, string operation)
    {
        if (a == b) return a;
        var sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int m = i <= a.Rank ? a[-i] : 1, n = i <= b.Rank ? b[-i] : 1;
            if (m != n && m != 1 && n != 1)
                throw new ArgumentException($"{operation}: {a} and {b}: sizes {m} and {n} do not broadcast; they must be equal or 1");
            sizes[^i] = m == 1 ? n : m;
        }
        return Of(operation, sizes);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in AsSpan()) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>True when both have the same sizes.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>True when the sizes differ.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sizes in brackets: <c>[64, 10]</c>.</summary>
    public override string ToString() => Text(AsSpan());

    static string Text(ReadOnlySpan<int> sizes)
    {
        var parts = new string[sizes.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = sizes[i].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }
}
