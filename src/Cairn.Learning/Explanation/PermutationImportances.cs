using System.Globalization;
using System.Text;
using Cairn.ModelSelection;
using Cairn.Plotting;

namespace Cairn.Explanation;

/// <summary>By how much a model's score falls when a column is permuted, for each column or group of columns.</summary>
public sealed class PermutationImportances
{
    const int MostInPicture = 30;

    readonly double[,] _falls; // [names, repeats]

    internal PermutationImportances(string metric, double baseline, string[] names, double[,] falls) =>
        (Metric, Baseline, Names, _falls) = (metric, baseline, names, falls);

    /// <summary>The name of the metric.</summary>
    public string Metric { get; }

    /// <summary>The metric on the rows as they are.</summary>
    public double Baseline { get; }

    /// <summary>The columns, and the groups by the names of their columns joined by " + ".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How often each column was permuted.</summary>
    public int Repeats => _falls.GetLength(1);

    /// <summary>By how much the score became worse in one repeat, in the metric's unit; below 0 where it became better.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public double this[string name, int repeat] => _falls[PlaceOf(name), repeat];

    /// <summary>The mean over the repeats.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public double Mean(string name)
    {
        int j = PlaceOf(name);
        double sum = 0;
        for (int r = 0; r < Repeats; r++) sum += _falls[j, r];
        return sum / Repeats;
    }

    /// <summary>The standard deviation over the repeats (divisor: repeats - 1); NaN for one.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public double StandardDeviation(string name)
    {
        int j = PlaceOf(name);
        double mean = Mean(name), squares = 0;
        for (int r = 0; r < Repeats; r++) squares += (_falls[j, r] - mean) * (_falls[j, r] - mean);
        return Math.Sqrt(squares / (Repeats - 1));
    }

    /// <summary>
    /// An interval for the mean over all permutations of these rows, mean -+ t s / sqrt(repeats); what other rows would say is not in it. NaN for
    /// one repeat.
    /// </summary>
    /// <param name="name">The column or group.</param>
    /// <param name="confidence">Above 0 and below 1; 0.95 by default.</param>
    public (double Low, double High) Interval(string name, double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies above 0 and below 1");
        double mean = Mean(name);
        if (Repeats < 2) return (double.NaN, double.NaN);
        double half = StudentQuantile.Central(confidence, Repeats - 1) * StandardDeviation(name) / Math.Sqrt(Repeats);
        return (mean - half, mean + half);
    }

    /// <summary>The names, the most important first.</summary>
    public IReadOnlyList<string> BySize => [.. Names.OrderByDescending(Mean)];

    /// <summary>The means as bars, the most important first; at most 30 of them.</summary>
    public Chart ToChart()
    {
        string[] names = [.. BySize.Take(MostInPicture)];
        return new Chart { Title = "Permutation importance", XLabel = $"loss of {Metric}", Width = 640, Height = 110 + 24 * names.Length }
            .HorizontalBars(names, Array.ConvertAll(names, Mean));
    }

    /// <summary>The score, and a line for each name: mean and interval, the most important first.</summary>
    public override string ToString()
    {
        int width = Names.Count == 0 ? 0 : Names.Max(n => n.Length);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{Metric} {Baseline:0.0000}; its loss when a column is permuted, {Repeats} times, with 95% intervals");
        foreach (string name in BySize)
        {
            var (low, high) = Interval(name);
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {name.PadRight(width)} {Mean(name),9:0.0000}");
            if (Repeats > 1) text.Append(CultureInfo.InvariantCulture, $"  [{low:0.0000}, {high:0.0000}]");
        }
        return text.ToString();
    }

    int PlaceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (int j = 0; j < Names.Count; j++)
            if (Names[j] == name) return j;
        throw new ArgumentException($"name: there is no '{name}'; there are {string.Join(", ", Names)}", nameof(name));
    }
}
