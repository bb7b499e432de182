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
    /// class, so that a rare class is judged as strictly as a frequent one. Labels the axes "predicted" and "actual" where they have no
    /// label.
    /// </summary>
    /// <param name="counts">classes x classes counts, row after row, a row per actual class.</param>
    /// <param name="classes">The names of the classes, each once.</param>
    /// <returns>The chart with the matrix on top.</returns>
    /// <exception cref="ArgumentException">
    /// The count of values is not classes x classes, a count is negative or not finite, or a name is null or stands twice.
    /// </exception>
    public Chart ConfusionMatrix(ReadOnlySpan<double> counts, ReadOnlySpan<string> classes)
    {
        for (var i = 0; i < counts.Length; i++)
            if (!double.IsFinite(counts[i]) || counts[i] < 0)
                throw new ArgumentException(
                    $"ConfusionMatrix: counts[{i}] is {Decimals.Short(counts[i])}; counts are finite and not negative", nameof(counts));
        var chart = With(NewHeatMap(counts, classes, classes, null, byRow: true));
        return chart with { XLabel = XLabel ?? "predicted", YLabel = YLabel ?? "actual" };
    }

    static HeatMapMark NewHeatMap(ReadOnlySpan<double> values, ReadOnlySpan<string> rows, ReadOnlySpan<string> columns, string? name,
        bool byRow, [CallerMemberName] string adder = "")
    {
        var cells = (long)rows.Length * columns.Length;
        if (values.Length != cells)
            throw new ArgumentException($"{adder}: {values.Length} values for {rows.Length} rows x {columns.Length} columns; give {cells}",
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
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        for (var r = 0; r < rows.Length; r++)
            for (var c = 0; c < columns.Length; c++)
            {
                var value = values[r * columns.Length + c];
                var (x, y) = (plot.X.Place(columns[c]), plot.Y.Place(rows[r]));
                var number = Decimals.Short(value);
                int? level = double.IsFinite(value) ? Level(byRow ? ShareOfRow(value, r) : Share(value, low, high)) : null;
                plot.Surface.Cell(new Point(plot.X.At(x - 0.5), plot.Y.At(y - 0.5)), new Point(plot.X.At(x + 0.5), plot.Y.At(y + 0.5)),
                    level, number, $"{rows[r]}, {columns[c]}: {number}");
            }
    }

    public override string Describe(Extent x, Extent y)
    {
        var drawn = values.Count(double.IsFinite);
        return Phrase(byRow ? "confusion matrix" : "heat map", drawn, drawn == 1 ? "cell" : "cells", values.Length - drawn);
    }

    /// <summary>Where the value stands between the least and the greatest; with negative ones, against the farther from zero.</summary>
    static double Share(double value, double low, double high)
    {
        if (low < 0)
            return value / Math.Max(-low, high);
        var range = high / 2 - low / 2;
        return range > 0 ? (value / 2 - low / 2) / range : high > 0 ? 0.5 : 0;
    }

    double ShareOfRow(double value, int row)
    {
        // Scaled before the sum, so that huge counts stay finite.
        var (greatest, sum) = (0.0, 0.0);
        foreach (var v in values.AsSpan(row * columns.Length, columns.Length))
            greatest = Math.Max(greatest, v);
        foreach (var v in values.AsSpan(row * columns.Length, columns.Length))
            sum += v / greatest;
        return greatest > 0 ? value / greatest / sum : 0;
    }

    static int Level(double share) => (int)Math.Round(share * Palette.HeatLevels, MidpointRounding.AwayFromZero);
}
