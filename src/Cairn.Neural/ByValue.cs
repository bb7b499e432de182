using System.Collections;
using System.Globalization;

namespace Cairn;

/// <summary>A list of a recipe: it never changes, and compares and prints by its elements.</summary>
sealed class ByValue<T> : IReadOnlyList<T>
{
    readonly T[] _items;

    internal ByValue(IEnumerable<T> items) => _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? other) => other is ByValue<T> list && _items.AsSpan().SequenceEqual(list._items);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items) hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() =>
        $"[{string.Join(", ", _items.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))}]";
}
