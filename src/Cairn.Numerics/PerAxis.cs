using System.Globalization;

namespace Cairn;

/// <summary>Whole numbers for the spatial axes of a convolution or a pooling: one for all of them, or one for each.</summary>
/// <remarks>Numbers and tuples convert by themselves: <c>stride: 2</c>, <c>stride: (2, 1)</c>.</remarks>
public readonly struct PerAxis : IEquatable<PerAxis>
{
    readonly int _first, _second, _third;

    PerAxis(int count, int first, int second, int third) => (Count, _first, _second, _third) = (count, first, second, third);

    /// <summary>How many numbers there are: 1 stands for every axis, 0 for what the operation takes by itself.</summary>
    public int Count { get; }

    /// <summary>The same number along every axis.</summary>
    public static PerAxis All(int value) => new(1, value, 0, 0);

    /// <summary>A number for each of one to three axes.</summary>
    /// <exception cref="ArgumentException">There are none, or more than three.</exception>
    public static PerAxis Of(params ReadOnlySpan<int> values) => values.Length is >= 1 and <= 3
        ? new(values.Length, values[0], values.Length > 1 ? values[1] : 0, values.Length > 2 ? values[2] : 0)
        : throw new ArgumentException($"PerAxis: {values.Length} numbers; give one for each of one to three axes", nameof(values));

    /// <summary>The same number along every axis.</summary>
    public static implicit operator PerAxis(int value) => All(value);

    /// <summary>Height and width.</summary>
    public static implicit operator PerAxis((int Height, int Width) values) => new(2, values.Height, values.Width, 0);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator PerAxis((int Depth, int Height, int Width) values) => new(3, values.Depth, values.Height, values.Width);

    /// <summary>The number of an axis, or <paramref name="otherwise"/> where none is given.</summary>
    internal int At(int axis, int otherwise) => Count switch
    {
        0 => otherwise,
        1 => _first,
        _ => axis switch { 0 => _first, 1 => _second, _ => _third },
    };

    /// <summary>Refuses numbers below <paramref name="least"/>, or for another number of axes.</summary>
    internal void Check(string operation, string name, int axes, int least)
    {
        if (Count > 1 && Count != axes)
            throw new ArgumentException($"{operation}: {name} {this} for {axes} spatial axes: give one number, or {axes}", name);
        for (int a = 0; a < Count; a++)
            if (At(a, 0) < least)
                throw new ArgumentOutOfRangeException(name, At(a, 0), $"{operation}: {name} must be at least {least}");
    }

    /// <inheritdoc/>
    public bool Equals(PerAxis other) => (Count, _first, _second, _third) == (other.Count, other._first, other._second, other._third);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PerAxis other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, _first, _second, _third);

    /// <summary>Whether two are the same numbers.</summary>
    public static bool operator ==(PerAxis a, PerAxis b) => a.Equals(b);

    /// <summary>Whether two are not the same numbers.</summary>
    public static bool operator !=(PerAxis a, PerAxis b) => !a.Equals(b);

    /// <summary>The number, or the numbers in brackets.</summary>
    public override string ToString() => Count switch
    {
        0 => "default",
        1 => _first.ToString(CultureInfo.InvariantCulture),
        2 => string.Create(CultureInfo.InvariantCulture, $"({_first}, {_second})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"({_first}, {_second}, {_third})"),
    };
}
