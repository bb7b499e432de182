using Cairn.Kernels;

namespace Cairn.Data;

/// <summary>Makes one value of the rows of a group: <c>table.Group("city").Aggregate(Aggregate.Count(), Aggregate.Mean("price"))</c>.</summary>
/// <remarks>Missing values do not count; what nothing is left for is missing. Names of results are <c>price mean</c> and the like, unless
/// another is given. Numbers are summed pairwise in the order of the rows.</remarks>
public sealed class Aggregate
{
    readonly Func<GroupedTable, Column> _of;

    Aggregate(Func<GroupedTable, Column> of) => _of = of;

    internal Column Of(GroupedTable groups) => _of(groups);

    /// <summary>The number of rows.</summary>
    public static Aggregate Count(string name = "count") => new(groups =>
    {
        var counts = new double[groups.Count];
        for (int k = 0; k < counts.Length; k++) counts[k] = groups.RowsOf(k).Length;
        return new NumberColumn(name, counts);
    });

    /// <summary>The number of rows in which a column has a value.</summary>
    public static Aggregate CountPresent(string column, string? name = null) => new(groups =>
    {
        var values = groups.Table[column];
        var counts = new double[groups.Count];
        for (int k = 0; k < counts.Length; k++)
            foreach (int row in groups.RowsOf(k))
                if (!values.IsMissing(row)) counts[k]++;
        return new NumberColumn(name ?? $"{column} count", counts);
    });

    /// <summary>The number of different values of a column.</summary>
    public static Aggregate CountDistinct(string column, string? name = null) => new(groups =>
    {
        var values = groups.Table[column];
        int[] codes = KeyCodes.Of([values], values.Rows).Codes;
        var counts = new double[groups.Count];
        for (int k = 0; k < counts.Length; k++)
        {
            var seen = new HashSet<int>();
            foreach (int row in groups.RowsOf(k))
                if (!values.IsMissing(row)) seen.Add(codes[row]);
            counts[k] = seen.Count;
        }
        return new NumberColumn(name ?? $"{column} distinct", counts);
    });

    /// <summary>The sum of a column of numbers, or the count of true in one of booleans; 0 of nothing.</summary>
    public static Aggregate Sum(string column, string? name = null) => Numbers(column, name ?? $"{column} sum", Sums.Sum);

    /// <summary>The arithmetic mean; of booleans the share of true.</summary>
    public static Aggregate Mean(string column, string? name = null) =>
        Numbers(column, name ?? $"{column} mean", x => x.Length == 0 ? double.NaN : Sums.Mean(x));

    /// <summary>The middle number, or the mean of the middle two.</summary>
    public static Aggregate Median(string column, string? name = null) => Numbers(column, name ?? $"{column} median", MiddleOf);

    /// <summary>The standard deviation sqrt(sum((x - mean)^2) / (n - 1)); missing for fewer than two numbers.</summary>
    public static Aggregate StandardDeviation(string column, string? name = null) =>
        Numbers(column, name ?? $"{column} deviation", x => x.Length < 2 ? double.NaN : Math.Sqrt(Sums.Variance(x, 1)));

    /// <summary>The least value, in the order of <see cref="Table.Sort"/>; of the column's kind.</summary>
    public static Aggregate Min(string column, string? name = null) => Extreme(column, name ?? $"{column} min", (rank, best) => rank < best);

    /// <summary>The greatest value, in the order of <see cref="Table.Sort"/>; of the column's kind.</summary>
    public static Aggregate Max(string column, string? name = null) => Extreme(column, name ?? $"{column} max", (rank, best) => rank > best);

    /// <summary>The first value that is not missing, in the order of the rows; of the column's kind.</summary>
    public static Aggregate First(string column, string? name = null) => Chosen(column, name ?? $"{column} first", (values, rows) =>
    {
        foreach (int row in rows)
            if (!values.IsMissing(row)) return row;
        return -1;
    });

    /// <summary>The last value that is not missing, in the order of the rows; of the column's kind.</summary>
    public static Aggregate Last(string column, string? name = null) => Chosen(column, name ?? $"{column} last", (values, rows) =>
    {
        for (int i = rows.Length - 1; i >= 0; i--)
            if (!values.IsMissing(rows[i])) return rows[i];
        return -1;
    });

    /// <summary>Any number that is computed of the rows of a group.</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="value">From the rows to the number; NaN is missing.</param>
    public static Aggregate Of(string name, Func<Table, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(groups => new NumberColumn(name, [.. Enumerable.Range(0, groups.Count).Select(k => value(groups[k]))]));
    }

    delegate double Formula(ReadOnlySpan<double> values);

    delegate int Choice(Column values, ReadOnlySpan<int> rows);

    static Aggregate Numbers(string column, string name, Formula formula) => new(groups =>
    {
        Func<int, double> at = groups.Table[column] switch
        {
            NumberColumn numbers => row => numbers.Values[row],
            BooleanColumn flags => row => flags.Values[row] switch { true => 1, false => 0, _ => double.NaN },
            var other => throw new ArgumentException($"column: '{column}' is of the kind {other.Kind} and does not hold numbers", nameof(column)),
        };
        var results = new double[groups.Count];
        var present = new double[groups.Table.Rows];
        for (int k = 0; k < results.Length; k++)
        {
            int n = 0;
            foreach (int row in groups.RowsOf(k))
                if (at(row) is double value && !double.IsNaN(value)) present[n++] = value;
            results[k] = formula(present.AsSpan(0, n));
        }
        return new NumberColumn(name, results);
    });

    static double MiddleOf(ReadOnlySpan<double> values)
    {
        if (values.Length == 0) return double.NaN;
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }

    static Aggregate Extreme(string column, string name, Func<ulong, ulong, bool> isBetter) => new(groups =>
    {
        ulong[] ranks = SortRanks.Of(groups.Table[column]);
        return Chosen(column, name, (_, rows) =>
        {
            int best = -1;
            foreach (int row in rows)
                if (ranks[row] != SortRanks.Missing && (best < 0 || isBetter(ranks[row], ranks[best]))) best = row;
            return best;
        }).Of(groups);
    });

    static Aggregate Chosen(string column, string name, Choice choice) => new(groups =>
    {
        var values = groups.Table[column];
        var rows = new int[groups.Count];
        for (int k = 0; k < rows.Length; k++) rows[k] = choice(values, groups.RowsOf(k));
        return values.TakeOrMissing(rows).Rename(name);
    });
}
