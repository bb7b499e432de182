using System.Runtime.CompilerServices;

namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>
    /// Adds a grid of coloured cells with their numbers: from pale at the least value to full at the greatest, or, where there are
    /// negative values, from pale at zero towards one colour above and another below.
    /// </summary>
    /// <param name="values">rows x columns values, row after row; one that is not finite leaves its cell empty.</param>
    /// <param name="rows">The names of the rows, top down, each once.</param>
    /// <param name="columns">The names of the columns, each once.</param>
    /// <param name="name">The name in the description; null for none.</param>
    /// <returns>The chart with the cells on top.</returns>
    /// <exception cref="ArgumentException">The count of values is not rows x columns, or a name is null or stands twice.</exception>
    public Chart HeatMap(ReadOnlySpan<double> values, ReadOnlySpan<string> rows, ReadOnlySpan<string> columns, string? name = null) =>
        With(NewHeatMap(values, rows, columns, name, byRow: false));

    /// <summary>
    /// Adds a confusion matrix: counts of rows by actual class (down) and predicted class (across). The colour is the share of the actual
    /// class, so that a rare class is judged as strictly as a frequent one. Labels the axes "predicted" and "actual" where they have no label.
    /// </summary>
    /// <param name="counts">classes x classes counts, row after row, a row per actual class.</param>
    /// <param name="classes">The names of the classes, each once.</param>
    /// <returns>The chart with the matrix on top.</returns>
    /// <exception cref="ArgumentException">The count of values is not classes x classes, a count is negative or not finite, or a name is null or stands twice.</exception>
    public Chart ConfusionMatrix(ReadOnlySpan<double> counts, ReadOnlySpan<string> classes)
    {
        for (var i = 0; i < counts.Length; i++)
            if (!double.IsFinite(counts[i]) || counts[i] < 0)
                throw new ArgumentException($"ConfusionMatrix: counts[{i}] is {Decimals.Short(counts[i])}; counts are finite and not negative", nameof(counts));
        var chart = With(NewHeatMap(counts, classes, classes, null, byRow: true));
        return chart with { XLabel = XLabel ?? "predicted", YLabel = YLabel ?? "actual" };
    }

    static HeatMapMark NewHeatMap(ReadOnlySpan<double> values, ReadOnlySpan<string> rows, ReadOnlySpan<string> columns, string? name, bool byRow,
        [CallerMemberName] string adder = "")
    {
        if (values.Length != (long)rows.Length * columns.Length)
            throw new ArgumentException(
                $"{adder}: {values.Length} values for {rows.Length} rows x {columns.Length} columns; give {(long)rows.Length * columns.Length}",
                nameof(values));
        Distinct(rows, nameof(rows), adder);
        Distinct(columns, nameof(columns), adder);
        return new HeatMapMark(values.ToArray(), rows.ToArray(), columns.ToArray(), byRow) { Name = name };
    }
}

/// <summary>A grid of coloured cells with numbers.</summary>
sealed class HeatMapMark(double[] values, string[] rows, string[] columns, bool byRow) : Mark
{
    public override Swatch Swatch => Swatch.None;

    public override void Measure(Extent x, Extent y)
    {
        foreach (var row in rows)
            y.Place(row);
        foreach (var column in columns)
            x.Place(column);
    }

    public override void Draw(Plot plot, int colour)
    {
        for (var r = 0; r < rows.Length; r++)
            for (var c = 0; c < columns.Length; c++)
            {
                var value = values[r * columns.Length + c];
                var (x, y) = (plot.X.Place(columns[c]), plot.Y.Place(rows[r]));
                var number = Decimals.Short(value);
                plot.Surface.Cell(new Point(plot.X.At(x - 0.5), plot.Y.At(y - 0.5)), new Point(plot.X.At(x + 0.5), plot.Y.At(y + 0.5)),
                    double.IsFinite(value) ? Level(value, r) : null, number, $"{rows[r]}, {columns[c]}: {number}");
            }
    }

    public override string Describe(Extent x, Extent y)
    {
        var drawn = values.Count(double.IsFinite);
        return Phrase(byRow ? "confusion matrix" : "heat map", drawn, drawn == 1 ? "cell" : "cells", values.Length - drawn);
    }

    int Level(double value, int row)
    {
        double share;
        if (byRow)
        {
            // Scaled before the sum, so that huge counts stay finite.
            var line = values.AsSpan(row * columns.Length, columns.Length);
            var (greatest, sum) = (1e-300, 0.0);
            foreach (var v in line)
                greatest = Math.Max(greatest, v);
            foreach (var v in line)
                sum += v / greatest;
            share = value / greatest / Math.Max(sum, 1e-300);
        }
        else
        {
            var finite = values.Where(double.IsFinite);
            var (low, high) = (finite.Min(), finite.Max());
            var size = Math.Max(Math.Abs(low), Math.Abs(high));
            share = low < 0 ? value / size
                : high / 2 - low / 2 > 0 ? (value / 2 - low / 2) / (high / 2 - low / 2)
                : size > 0 ? 0.5 : 0;
        }
        return (int)Math.Round(Math.Clamp(share, -1, 1) * Palette.HeatLevels, MidpointRounding.AwayFromZero);
    }
}
