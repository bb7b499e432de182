using System.Globalization;
using Cairn.Data;

namespace Cairn.Explanation;

/// <summary>The values of a feature at which a model is asked.</summary>
public sealed class DependenceAxis
{
    DependenceAxis(string name, double[] numbers, string[] labels) => (Name, Numbers, Labels) = (name, numbers, labels);

    /// <summary>The feature's name.</summary>
    public string Name { get; }

    /// <summary>The values as numbers, rising; none when the feature holds words or truth values.</summary>
    public IReadOnlyList<double> Numbers { get; }

    /// <summary>The values as texts.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Whether the values are numbers.</summary>
    public bool AreNumbers => Numbers.Count > 0;

    /// <summary>The values of a feature: all there are of words and of few numbers, else places at equal distances between two quantiles.</summary>
    internal static DependenceAxis Of(Features x, int feature, PartialDependenceOptions options)
    {
        string name = x.NameOf(feature);
        var column = x.Table?.Columns[feature];
        double[] numbers;
        switch (column)
        {
            case null:
                var all = ChangedColumns.NumbersOf(x);
                numbers = new double[x.Rows];
                for (int i = 0; i < numbers.Length; i++) numbers[i] = all[i * x.Count + feature];
                break;
            case NumberColumn number: numbers = number.Values.ToArray(); break;
            case DateColumn:
                throw new ArgumentException($"features: '{name}' holds dates; make numbers of them first to see what depends on them", nameof(feature));
            default:
                string[] words = [.. Enumerable.Range(0, x.Rows).Where(i => !column.IsMissing(i)).Select(column.TextAt)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
                return words.Length > 0 ? new DependenceAxis(name, [], words) : throw Empty(name);
        }
        numbers = [.. numbers.Where(double.IsFinite).Order()];
        if (numbers.Length == 0) throw Empty(name);
        double[] distinct = [.. numbers.Distinct()];
        double[] places = distinct.Length <= options.Points ? distinct : Places(numbers, options);
        return new DependenceAxis(name, places, Array.ConvertAll(places, p => p.ToString("G6", CultureInfo.InvariantCulture)));
    }

    static ArgumentException Empty(string name) => new($"features: '{name}' has no values", "feature");

    static double[] Places(double[] sorted, PartialDependenceOptions options)
    {
        double low = Quantile(sorted, options.Low), high = Quantile(sorted, options.High);
        if (!(high > low)) (low, high) = (sorted[0], sorted[^1]);
        double step = high / (options.Points - 1) - low / (options.Points - 1);
        var places = new double[options.Points];
        for (int p = 0; p < places.Length; p++) places[p] = low + p * step;
        places[^1] = high;
        return places;
    }

    /// <summary>The quantile with plotting positions (k - 0.4) / (n + 0.2): Cunnane, Journal of Hydrology 37, 1978.</summary>
    static double Quantile(double[] sorted, double share)
    {
        double place = Math.Clamp(sorted.Length * share + 0.4 + share * 0.2, 1, sorted.Length);
        int k = Math.Clamp((int)place, 1, Math.Max(1, sorted.Length - 1));
        double part = Math.Clamp(place - k, 0, 1);
        return sorted.Length == 1 ? sorted[0] : (1 - part) * sorted[k - 1] + part * sorted[k];
    }
}
