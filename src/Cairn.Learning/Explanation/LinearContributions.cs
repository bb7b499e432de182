using System.Globalization;
using System.Text;
using Cairn.Plotting;
using Cairn.Reports;

namespace Cairn.Explanation;

/// <summary>What each column adds to the score of each row of a linear model, beside that of an average row.</summary>
public sealed class LinearContributions
{
    const int MostInPicture = 25, MostLines = 20;

    readonly double[] _values, _scores, _baselines;

    internal LinearContributions(string[] columns, string[] scoreNames, int rows, double[] values, double[] baselines, double[] scores)
    {
        (Columns, ScoreNames, _values, _baselines, _scores) = (columns, scoreNames, values, baselines, scores);
        Values = Tensor.Own(values, new Shape(rows, scoreNames.Length, columns.Length)).AsReadOnly();
        Baselines = Tensor.Own(baselines, new Shape(scoreNames.Length)).AsReadOnly();
        Scores = Tensor.Own(scores, new Shape(rows, scoreNames.Length)).AsReadOnly();
    }

    /// <summary>The columns that the user gave; columns that a transformer multiplied with each other stand together, joined by " × ".</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What each score speaks for: the target, or the class that a high score (log-odds) means.</summary>
    public IReadOnlyList<string> ScoreNames { get; }

    /// <summary>The contributions, float64 <c>[rows, scores, columns]</c>.</summary>
    public Tensor Values { get; }

    /// <summary>The scores of the average row, float64 <c>[scores]</c>: what the contributions are added to.</summary>
    public Tensor Baselines { get; }

    /// <summary>The scores of the rows, float64 <c>[rows, scores]</c>: baseline + the sum of the contributions, but for rounding.</summary>
    public Tensor Scores { get; }

    /// <summary>The contributions to a row's score as bars, the largest first; at most 25.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="score">The place in <see cref="ScoreNames"/>; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or score.</exception>
    public Chart ToChart(int row, int score = 0)
    {
        var own = Of(row, score);
        int[] order = [.. Order(j => Math.Abs(own[j])).Take(MostInPicture)];
        return new Chart
        {
            Title = $"{ScoreNames[score]}: {Figures.Number(_baselines[score])} on average, here {Figures.Number(_scores[row * ScoreNames.Count + score])}",
            XLabel = "added to the average",
            Height = 110 + 24 * order.Length,
        }.HorizontalBars([.. order.Select(j => Columns[j])], [.. order.Select(j => own[j])]);
    }

    /// <summary>A line for each contribution to a row's score, the largest first; at most 20.</summary>
    /// <inheritdoc cref="ToChart"/>
    public string ToText(int row, int score = 0)
    {
        var own = Of(row, score);
        int[] order = [.. Order(j => Math.Abs(own[j]))];
        int width = Math.Max("average".Length, order.Length == 0 ? 0 : order.Take(MostLines).Max(j => Columns[j].Length));
        var text = new StringBuilder(ScoreNames[score]);
        Line("average", _baselines[score]);
        foreach (int j in order.Take(MostLines)) Line(Columns[j], own[j]);
        if (order.Length > MostLines) Line("others", order.Skip(MostLines).Sum(j => own[j]));
        Line("score", _scores[row * ScoreNames.Count + score]);
        return text.ToString();

        void Line(string name, double value) =>
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {name.PadRight(width)} {value,12:G6}");
    }

    /// <summary>A line for each column: the mean size of its contribution to each score, the largest first; at most 20.</summary>
    public override string ToString()
    {
        int rows = Values.Shape[0], scores = ScoreNames.Count;
        double Size(int j, int k) => Enumerable.Range(0, rows).Sum(i => Math.Abs(_values[(i * scores + k) * Columns.Count + j]) / rows);
        int[] order = [.. Order(j => Enumerable.Range(0, scores).Select(k => Size(j, k)).DefaultIfEmpty().Max())];
        int width = order.Length == 0 ? 0 : order.Take(MostLines).Max(j => Columns[j].Length);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Mean size of the contributions to {string.Join(", ", ScoreNames)}, {rows} rows");
        foreach (int j in order.Take(MostLines))
        {
            text.AppendLine().Append("  ").Append(Columns[j].PadRight(width));
            for (int k = 0; k < scores; k++) text.Append(CultureInfo.InvariantCulture, $" {Size(j, k),12:G6}");
        }
        if (order.Length > MostLines) text.AppendLine().Append(CultureInfo.InvariantCulture, $"  ... and {order.Length - MostLines} more");
        return text.ToString();
    }

    double[] Of(int row, int score)
    {
        if ((uint)row >= (uint)Values.Shape[0]) throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {Values.Shape[0]} rows");
        if ((uint)score >= (uint)ScoreNames.Count) throw new ArgumentOutOfRangeException(nameof(score), score, $"There are {ScoreNames.Count} scores");
        return _values.AsSpan((row * ScoreNames.Count + score) * Columns.Count, Columns.Count).ToArray();
    }

    IEnumerable<int> Order(Func<int, double> size) => Enumerable.Range(0, Columns.Count).OrderByDescending(size);
}
