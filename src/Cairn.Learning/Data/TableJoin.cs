using System.Globalization;

namespace Cairn.Data;

/// <summary>Which rows a join keeps that have no counterpart.</summary>
public enum JoinKind
{
    /// <summary>None: only pairs.</summary>
    Inner,
    /// <summary>Those of the left table.</summary>
    Left,
    /// <summary>Those of the right table.</summary>
    Right,
    /// <summary>Those of both.</summary>
    Outer,
}

public sealed partial class Table
{
    /// <summary>Joins the rows of two tables that are equal in a column: <c>orders.Join(customers, "customer")</c>.</summary>
    /// <inheritdoc cref="Join(Table, IReadOnlyList{string}, JoinKind, IReadOnlyList{string}, string)"/>
    public Table Join(Table right, string key, JoinKind kind = JoinKind.Inner, string? rightKey = null, string suffix = " (right)") =>
        Join(right, [key], kind, rightKey is null ? null : [rightKey], suffix);

    /// <summary>Joins the rows of two tables that are equal in all key columns: each row of one with each of the other.</summary>
    /// <remarks>
    /// A missing key equals nothing, not even another missing one. The result has the columns of the left table and then those of the
    /// right one without its keys; where a row has no counterpart the other table's columns are missing, and the keys are its own. Rows stand in
    /// the order of the left table, and for one of its rows in that of the right one; unmatched rows of the right one come last. A
    /// <see cref="JoinKind.Right"/> join stands in the order of the right table.
    /// </remarks>
    /// <param name="right">The other table.</param>
    /// <param name="keys">The key columns of this table.</param>
    /// <param name="kind">Which unmatched rows stay. Default none.</param>
    /// <param name="rightKeys">The key columns of the other table in the same order; null when they are called alike.</param>
    /// <param name="suffix">What is appended to the name of a right column when the left table has one of that name.</param>
    /// <exception cref="ArgumentException">A column is unknown, keys are of different kinds, or two columns share a name even so.</exception>
    public Table Join(Table right, IReadOnlyList<string> keys, JoinKind kind = JoinKind.Inner, IReadOnlyList<string>? rightKeys = null,
        string suffix = " (right)")
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(suffix);
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such join");
        if (keys.Count == 0) throw new ArgumentException("keys: name a column to join on", nameof(keys));
        rightKeys ??= keys;
        if (rightKeys.Count != keys.Count)
            throw new ArgumentException($"rightKeys: {rightKeys.Count} columns for {keys.Count} keys", nameof(rightKeys));

        // Equal keys have equal codes in both tables, because they are numbered in one column made of both.
        var both = new Column[keys.Count];
        for (int k = 0; k < both.Length; k++) both[k] = ColumnConcat.Of(keys[k], [this[keys[k]], right[rightKeys[k]]]);
        var codes = KeyCodes.Of(both, Rows + right.Rows);
        var (rows, counterparts) = kind == JoinKind.Right
            ? Pairs(right.Rows, Rows, codes, both, first: Rows, second: 0, keepFirst: true, keepSecond: false)
            : Pairs(Rows, right.Rows, codes, both, first: 0, second: Rows, kind is JoinKind.Left or JoinKind.Outer, kind == JoinKind.Outer);
        var (left, other) = kind == JoinKind.Right ? (counterparts, rows) : (rows, counterparts);

        var keyRows = new int[left.Length];
        for (int i = 0; i < keyRows.Length; i++) keyRows[i] = left[i] >= 0 ? left[i] : Rows + other[i];
        var columns = new List<Column>();
        foreach (var column in _columns)
            columns.Add(Array.FindIndex(both, b => b.Name == column.Name) is int k and >= 0 ? both[k].Take(keyRows) : column.TakeOrMissing(left));
        foreach (var column in right._columns.Where(c => !rightKeys.Contains(c.Name)))
            columns.Add(column.TakeOrMissing(other).Rename(Find(column.Name) is null ? column.Name : column.Name + suffix));
        return new Table(columns);
    }

    /// <summary>The pairs of rows with equal keys, in the order of the first table; -1 for a counterpart that is not there.</summary>
    /// <param name="firstRows">The rows of the first table, whose keys stand from <paramref name="first"/> on.</param>
    /// <param name="secondRows">The rows of the second table, whose keys stand from <paramref name="second"/> on.</param>
    /// <param name="codes">The codes of the keys of both tables.</param>
    /// <param name="keys">The keys of both tables.</param>
    /// <param name="first">Where the first table's keys begin.</param>
    /// <param name="second">Where the second table's keys begin.</param>
    /// <param name="keepFirst">Whether unmatched rows of the first table stay.</param>
    /// <param name="keepSecond">Whether those of the second stay.</param>
    static (int[] First, int[] Second) Pairs(int firstRows, int secondRows, KeyCodes codes, Column[] keys, int first, int second, bool keepFirst,
        bool keepSecond)
    {
        bool Matches(int row) => !Array.Exists(keys, key => key.IsMissing(row));
        // The rows of the second table with one code are a chain, from its first row on.
        var head = new int[codes.Count];
        var next = new int[secondRows];
        Array.Fill(head, -1);
        for (int i = secondRows - 1; i >= 0; i--)
            if (Matches(second + i)) (next[i], head[codes.Codes[second + i]]) = (head[codes.Codes[second + i]], i);
        var pairs = (First: new List<int>(firstRows), Second: new List<int>(firstRows));
        var matched = new bool[secondRows];
        for (int i = 0; i < firstRows; i++)
        {
            int at = Matches(first + i) ? head[codes.Codes[first + i]] : -1;
            if (at < 0 && keepFirst) Add(i, -1);
            for (; at >= 0; at = next[at])
            {
                Add(i, at);
                matched[at] = true;
            }
        }
        if (keepSecond)
            for (int i = 0; i < secondRows; i++)
                if (!matched[i]) Add(-1, i);
        return ([.. pairs.First], [.. pairs.Second]);

        void Add(int one, int other)
        {
            if (pairs.First.Count == Array.MaxLength)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"keys: the join would have more than {Array.MaxLength} rows; the keys repeat in both tables"), nameof(keys));
            pairs.First.Add(one);
            pairs.Second.Add(other);
        }
    }
}
