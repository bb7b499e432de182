namespace Cairn;

/// <summary>The border of zeros around the spatial axes that a convolution reads: so many elements on both sides of each, or as many as
/// give the result the size of the input.</summary>
/// <remarks>Numbers and tuples convert by themselves: <c>padding: 1</c>, <c>padding: (1, 0)</c>, <c>padding: Padding.Same</c>.</remarks>
public readonly struct Padding : IEquatable<Padding>
{
    readonly PerAxis _widths;

    Padding(PerAxis widths, bool isSame) => (_widths, IsSame) = (widths, isSame);

    /// <summary>As much as makes the result as large as the input divided by the stride, rounded up; where that is an odd number of
    /// elements, one more stands after than before.</summary>
    public static Padding Same { get; } = new(default, isSame: true);

    /// <summary>Whether the border follows from the sizes.</summary>
    public bool IsSame { get; }

    /// <summary>The width of the border along each axis, when it was given as numbers.</summary>
    public PerAxis Widths => _widths;

    /// <summary>So many elements on both sides of every axis.</summary>
    public static implicit operator Padding(int width) => new(width, isSame: false);

    /// <summary>So many elements on both sides of the height and of the width.</summary>
    public static implicit operator Padding((int Height, int Width) widths) => new(widths, isSame: false);

    /// <summary>So many elements on both sides of the depth, the height and the width.</summary>
    public static implicit operator Padding((int Depth, int Height, int Width) widths) => new(widths, isSame: false);

    /// <summary>So many elements on both sides of each axis.</summary>
    public static implicit operator Padding(PerAxis widths) => new(widths, isSame: false);

    /// <inheritdoc/>
    public bool Equals(Padding other) => IsSame == other.IsSame && _widths == other._widths;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Padding other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsSame, _widths);

    /// <summary>Whether two are the same border.</summary>
    public static bool operator ==(Padding a, Padding b) => a.Equals(b);

    /// <summary>Whether two are not the same border.</summary>
    public static bool operator !=(Padding a, Padding b) => !a.Equals(b);

    /// <summary>The widths, or "same".</summary>
    public override string ToString() => IsSame ? "same" : _widths.Count == 0 ? "0" : _widths.ToString();
}
