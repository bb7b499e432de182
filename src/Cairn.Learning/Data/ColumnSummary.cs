namespace Cairn.Data;

/// <summary>The short facts of a column. Figures that do not fit its kind, or need more values than it has, are NaN.</summary>
public sealed class ColumnSummary
{
    const int MostTop = 5;

    internal ColumnSummary(Column column)
    {
        (Name, Kind, Rows, Missing) = (column.Name, column.Kind, column.Rows, column.MissingCount);
        if (column is NumberColumn numbers) OfNumbers(numbers.Values);
        else if (column is DateColumn dates) OfDates(dates);
        else OfWords(column);
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The column's kind.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The number of rows, missing ones counted.</summary>
    public int Rows { get; }

    /// <summary>The number of missing values.</summary>
    public int Missing { get; }

    /// <summary>The number of different values.</summary>
    public int Distinct { get; private set; }

    /// <summary>The smallest number.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>The quartile below which a quarter of the numbers lies, between two numbers linearly interpolated.</summary>
    public double LowerQuartile { get; private set; } = double.NaN;

    /// <summary>The middle number.</summary>
    public double Median { get; private set; } = double.NaN;

    /// <summary>The quartile above which a quarter of the numbers lies.</summary>
    public double UpperQuartile { get; private set; } = double.NaN;

    /// <summary>The largest number.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>The arithmetic mean.</summary>
    public double Mean { get; private set; } = double.NaN;

    /// <summary>The standard deviation sqrt(sum((x - mean)^2) / (n - 1)); NaN for fewer than two numbers.</summary>
    public double StandardDeviation { get; private set; } = double.NaN;

    /// <summary>For other columns than numbers and dates: the five most frequent values with their counts, of equally frequent ones the first in ordinal order.</summary>
    public IReadOnlyList<(string Value, int Count)> Top { get; private set; } = [];

    /// <summary>The first date.</summary>
    public DateTime? Earliest { get; private set; }

    /// <summary>The last date.</summary>
    public DateTime? Latest { get; private set; }

    void OfDates(DateColumn dates)
    {
        var present = new HashSet<long>();
        foreach (long ticks in dates.Ticks) if (ticks != DateColumn.Missing) present.Add(ticks);
        Distinct = present.Count;
        if (Distinct > 0) (Earliest, Latest) = (new DateTime(present.Min()), new DateTime(present.Max()));
    }

    void OfWords(Column column)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < column.Rows; i++)
        {
            if (column.IsMissing(i)) continue;
            string text = column.TextAt(i);
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }
        Distinct = counts.Count;
        Top = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostTop).Select(c => (c.Key, c.Value))];
    }

    void OfNumbers(ReadOnlySpan<double> values)
    {
        var sorted = new double[values.Length - Missing];
        int n = 0;
        foreach (double value in values) if (!double.IsNaN(value)) sorted[n++] = value;
        if (n == 0) return;
        Array.Sort(sorted);
        Distinct = 1;
        for (int i = 1; i < n; i++) if (sorted[i] != sorted[i - 1]) Distinct++;
        (Minimum, Maximum) = (sorted[0], sorted[^1]);
        (LowerQuartile, Median, UpperQuartile) = (Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
        if (double.IsFinite(Minimum) && double.IsFinite(Maximum)) Moments(sorted);
    }

    /// <summary>The quantile at position (n - 1) p of the sorted numbers.</summary>
    static double Quantile(double[] sorted, double p)
    {
        double position = (sorted.Length - 1) * p;
        int below = (int)position;
        double share = position - below;
        return share == 0 ? sorted[below] : sorted[below] * (1 - share) + sorted[below + 1] * share;
    }

    // Two passes over numbers scaled by a power of two to at most one, so that neither sum nor squares leave the range of double.
    void Moments(double[] x)
    {
        double largest = Math.Max(Math.Abs(x[0]), Math.Abs(x[^1]));
        if (largest == 0)
        {
            Mean = 0;
            if (x.Length > 1) StandardDeviation = 0;
            return;
        }
        int scale = Math.ILogB(largest) + 1;
        double unit = Math.ScaleB(1, -scale); // a power of two: multiplying is exact
        if (scale is < -1000 or > 1000)
        {
            // the unit itself is near the ends of the range
            x = Array.ConvertAll(x, value => Math.ScaleB(value, -scale));
            unit = 1;
        }
        double sum = 0, lost = 0;
        foreach (double value in x)
        {
            double scaled = value * unit, next = sum + scaled;
            lost += Math.Abs(sum) >= Math.Abs(scaled) ? sum - next + scaled : scaled - next + sum;
            sum = next;
        }
        double mean = (sum + lost) / x.Length;
        Mean = Math.ScaleB(mean, scale);
        if (x.Length < 2) return;
        double squares = 0, rest = 0;
        foreach (double value in x)
        {
            double d = value * unit - mean;
            squares += d * d;
            rest += d;
        }
        double variance = (squares - rest * rest / x.Length) / (x.Length - 1);
        StandardDeviation = Math.ScaleB(Math.Sqrt(Math.Max(0, variance)), scale);
    }
}
