using System.Globalization;
using System.Text;
using Cairn.Plotting;

namespace Cairn.Explanation;

/// <summary>How the answers of a model depend on one feature or two, the others being as they are in the rows: the mean, and each row's own
/// curve.</summary>
public sealed class FeatureDependence
{
    const int MostCurves = 20, MostLines = 40;

    readonly double[][] _averages; // [outputs][points]
    readonly double[][] _individual; // [outputs][rows * points], row by row; none for two features

    internal FeatureDependence(DependenceAxis[] axes, string[] outputs, double[][] averages, double[][] individual) =>
        (Axes, OutputNames, _averages, _individual) = (axes, outputs, averages, individual);

    /// <summary>The values of the feature, or of both, at which the model was asked.</summary>
    public IReadOnlyList<DependenceAxis> Axes { get; }

    /// <summary>What the answers speak of: the target, or classes by their probability. Of two classes the second alone.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The mean answer, float64 <c>[points]</c>, or <c>[points of the first, points of the second]</c>.</summary>
    /// <param name="output">The place in <see cref="OutputNames"/>; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public Tensor Average(int output = 0) =>
        Tensor.From<double>(_averages[Checked(output)], [.. Axes.Select(a => a.Labels.Count)]).AsReadOnly();

    /// <summary>The answers row by row (individual conditional expectation), float64 <c>[rows, points]</c>.</summary>
    /// <param name="output">The place in <see cref="OutputNames"/>; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">It is of two features, whose rows are not kept.</exception>
    public Tensor Individual(int output = 0)
    {
        _ = Checked(output);
        if (Axes.Count > 1) throw new InvalidOperationException("Individual: the rows' own answers are kept for one feature, and these are two");
        int points = Axes[0].Labels.Count;
        return Tensor.From<double>(_individual[output], _individual[output].Length / points, points).AsReadOnly();
    }

    /// <summary>
    /// One feature of numbers: a line for each output, or with <paramref name="individual"/> the first rows' own curves below that of one
    /// output. Words: bars. Two features: contours, or a heat map where one holds words.
    /// </summary>
    /// <param name="individual">Whether some rows' own curves are drawn; false by default.</param>
    /// <param name="output">The output to draw where only one can be; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public Chart ToChart(bool individual = false, int output = 0)
    {
        double[] mean = _averages[Checked(output)];
        var chart = new Chart { Title = "Partial dependence", XLabel = Axes[0].Name, YLabel = OutputNames[output] };
        if (Axes.Count == 2) return OfTwo(chart, mean, output);
        var axis = Axes[0];
        if (!axis.AreNumbers)
            return (chart with { XLabel = OutputNames[output], YLabel = axis.Name, Height = 110 + 24 * axis.Labels.Count })
                .HorizontalBars([.. axis.Labels], mean);
        double[] x = [.. axis.Numbers];
        if (individual)
        {
            double[][] rows = [.. _individual[output].Chunk(x.Length).Take(MostCurves)];
            chart = chart.Line([.. rows.SelectMany(_ => x.Append(double.NaN))], [.. rows.SelectMany(row => row.Append(double.NaN))], "rows");
            return chart.Line(x, mean, "mean");
        }
        if (OutputNames.Count == 1) return chart.Line(x, mean);
        chart = chart with { YLabel = "probability" };
        for (int k = 0; k < OutputNames.Count; k++) chart = chart.Line(x, _averages[k], OutputNames[k]);
        return chart;
    }

    Chart OfTwo(Chart chart, double[] mean, int output)
    {
        var (first, second) = (Axes[0], Axes[1]);
        chart = chart with { Title = $"Partial dependence of {OutputNames[output]}", YLabel = second.Name };
        int across = first.Labels.Count, up = second.Labels.Count;
        var turned = new double[mean.Length]; // a row of the picture for each value of the second
        for (int i = 0; i < mean.Length; i++) turned[i % up * across + i / up] = mean[i];
        return first.AreNumbers && second.AreNumbers && across > 1 && up > 1
            ? chart.Contour([.. first.Numbers], [.. second.Numbers], turned)
            : chart.HeatMap(turned, [.. second.Labels], [.. first.Labels]);
    }

    /// <summary>A line for each value, with the mean answers; at most 40.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Partial dependence of {string.Join(", ", OutputNames)} on {string.Join(" and ", Axes.Select(a => a.Name))}");
        int second = Axes.Count == 2 ? Axes[1].Labels.Count : 1, points = _averages[0].Length, shown = Math.Min(points, MostLines);
        string[] places = [.. Enumerable.Range(0, points).Select(p => Axes[0].Labels[p / second] + (Axes.Count == 2 ? ", " + Axes[1].Labels[p % second] : ""))];
        int width = places.Max(p => p.Length);
        for (int p = 0; p < shown; p++)
        {
            text.AppendLine().Append("  ").Append(places[p].PadLeft(width));
            foreach (double[] output in _averages) text.Append(CultureInfo.InvariantCulture, $" {output[p],12:G6}");
        }
        if (shown < points) text.AppendLine().Append(CultureInfo.InvariantCulture, $"  ... and {points - shown} more");
        return text.ToString();
    }

    int Checked(int output) => (uint)output < (uint)OutputNames.Count ? output
        : throw new ArgumentOutOfRangeException(nameof(output), output, $"There are {OutputNames.Count} outputs");
}
