using System.Collections;

namespace Cairn.Plotting;

/// <summary>An immutable list of marks that compares element by element, so that charts compare by value.</summary>
sealed class MarkList : IReadOnlyList<Mark>, IEquatable<MarkList>
{
    public static readonly MarkList Empty = new([]);

    readonly Mark[] _marks;

    MarkList(Mark[] marks) => _marks = marks;

    public int Count => _marks.Length;

    public Mark this[int index] => _marks[index];

    public MarkList Add(Mark mark) => new([.. _marks, mark]);

    /// <summary>The palette's colour of each mark: the marks that take one are counted, rules take none (-1).</summary>
    public int[] Colours()
    {
        var next = 0;
        return [.. _marks.Select(m => m.Swatch is Swatch.Rule or Swatch.None ? -1 : next++)];
    }

    /// <summary>The indices of the marks that the legend shows; a single named one needs no legend.</summary>
    public int[] InLegend()
    {
        int[] named = [.. Enumerable.Range(0, Count).Where(i => !string.IsNullOrEmpty(_marks[i].Name) && _marks[i].Swatch != Swatch.None)];
        return named.Length > 1 ? named : [];
    }

    public bool Equals(MarkList? other) => other is not null && _marks.AsSpan().SequenceEqual(other._marks);

    public override bool Equals(object? obj) => Equals(obj as MarkList);

    public override int GetHashCode() => _marks.Aggregate(_marks.Length, HashCode.Combine);

    public IEnumerator<Mark> GetEnumerator() => _marks.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
