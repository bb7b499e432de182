using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cairn;

/// <summary>An immutable list that compares and prints by its values, for the sequences in recipes. Write <c>[a, b]</c> to make one.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public readonly struct ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    readonly T[]? _items;

    internal ValueList(T[] items) => _items = items;

    T[] Items => _items ?? [];

    /// <inheritdoc/>
    public int Count => Items.Length;

    /// <inheritdoc/>
    public T this[int index] => (uint)index < (uint)Count
        ? Items[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The list has {Count} items");

    /// <summary>The items as a span.</summary>
    public ReadOnlySpan<T> AsSpan() => Items;

    /// <summary>The list with one more item at its end.</summary>
    public ValueList<T> Add(T item) => new([.. Items, item]);

    /// <inheritdoc/>
    public bool Equals(ValueList<T> other) => Items.AsSpan().SequenceEqual(other.Items, EqualityComparer<T>.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueList<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in Items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>True when both lists hold equal items in the same order.</summary>
    public static bool operator ==(ValueList<T> a, ValueList<T> b) => a.Equals(b);

    /// <summary>True when the lists differ.</summary>
    public static bool operator !=(ValueList<T> a, ValueList<T> b) => !a.Equals(b);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The items in brackets.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", Items.Select(i => i is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : i?.ToString()))}]";
}

/// <summary>Makes lists that compare by value.</summary>
public static class ValueList
{
    /// <summary>A list of copies of the items.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
