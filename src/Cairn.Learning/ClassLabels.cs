using System.Collections;
using System.Globalization;

namespace Cairn;

/// <summary>The classes of a classification task in a fixed order: numbers by value, texts by ordinal comparison, false before true.</summary>
public sealed class ClassLabels : IReadOnlyList<string>, IEquatable<ClassLabels>
{
    readonly string[] _names;
    readonly double[]? _values;
    readonly Dictionary<string, int> _indexOf;

    ClassLabels(string[] names, double[]? values)
    {
        _names = names;
        _values = values;
        _indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int k = 0; k < names.Length; k++) _indexOf[names[k]] = k;
    }

    /// <summary>Classes named by texts; repeated ones count once.</summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public static ClassLabels Of(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] ordered = [.. names.Select(n => n ?? throw new ArgumentException("names: a class name is null", nameof(names)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (ordered.Length == 0) throw new ArgumentException("names: there is no class", nameof(names));
        return new ClassLabels(ordered, null);
    }

    /// <summary>Classes that are whole numbers; repeated ones count once.</summary>
    /// <exception cref="ArgumentException">There is none, or one is not a whole number of at most 2^53 in size.</exception>
    public static ClassLabels Of(params IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] ordered = [.. values.Select(Whole).Distinct().Order()];
        if (ordered.Length == 0) throw new ArgumentException("values: there is no class", nameof(values));
        return new ClassLabels([.. ordered.Select(v => v.ToString("R", CultureInfo.InvariantCulture))], ordered);
    }

    static double Whole(double value) => Math.Abs(value) <= 1L << 53 && Math.Floor(value) == value
        ? value + 0.0 // -0 becomes 0
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"values: the class label {value:R} is not a whole number; classes are whole numbers, texts or booleans"), "values");

    /// <summary>The classes <c>false</c> and <c>true</c>.</summary>
    public static ClassLabels Booleans { get; } = new(["false", "true"], null);

    /// <summary>The number of classes.</summary>
    public int Count => _names.Length;

    /// <summary>The name of class <paramref name="index"/>.</summary>
    public string this[int index] => (uint)index < (uint)_names.Length
        ? _names[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {_names.Length} classes");

    /// <summary>True when the classes are numbers.</summary>
    public bool AreNumbers => _values is not null;

    /// <summary>The numbers that the classes stand for.</summary>
    /// <exception cref="InvalidOperationException">The classes are texts.</exception>
    public ReadOnlySpan<double> Values =>
        _values ?? throw new InvalidOperationException($"The classes {this} are texts, not numbers");

    /// <summary>The index of a class, or -1 when there is no such class.</summary>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _indexOf.GetValueOrDefault(name, -1);
    }

    /// <summary>The index of a class that is a number, or -1 when there is no such class.</summary>
    public int IndexOf(double value) => _values is null ? -1 : Math.Max(Array.BinarySearch(_values, value), -1);

    /// <inheritdoc/>
    public bool Equals(ClassLabels? other) =>
        other is not null && AreNumbers == other.AreNumbers && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassLabels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, string.GetHashCode(_names[0], StringComparison.Ordinal));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The classes in braces, at most ten of them.</summary>
    public override string ToString() =>
        "{" + string.Join(", ", _names.Take(10)) + (Count > 10 ? $", ... {Count} classes" : "") + "}";
}
