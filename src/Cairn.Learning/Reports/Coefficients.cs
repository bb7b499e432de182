using Cairn.LinearModels;

namespace Cairn.Reports;

/// <summary>The coefficients of a linear model, and what each does to the score when its column grows by one standard deviation of the
/// training rows: that makes columns of different units comparable.</summary>
sealed class Coefficients
{
    Coefficients(string[] scores, string[] columns, double[] values, double[] deviations, double[] intercepts)
    {
        (Scores, Columns, Deviations, Intercepts) = (scores, columns, deviations, intercepts);
        _values = values;
    }

    readonly double[] _values;

    /// <summary>What each score speaks for.</summary>
    internal string[] Scores { get; }

    /// <summary>The names of the columns, as the model sees them.</summary>
    internal string[] Columns { get; }

    /// <summary>The standard deviation of each column over the training rows.</summary>
    internal double[] Deviations { get; }

    internal double[] Intercepts { get; }

    internal double Value(int score, int column) => _values[score * Columns.Length + column];

    /// <summary>The change of the score when the column grows by one standard deviation.</summary>
    internal double Effect(int score, int column) => Value(score, column) * Deviations[column];

    /// <summary>The columns, those of the largest effect on any score first.</summary>
    internal int[] BySize() => [.. Enumerable.Range(0, Columns.Length)
        .OrderByDescending(Size)];

    /// <summary>The largest effect of a column on any score, without its sign.</summary>
    internal double Size(int column) => Enumerable.Range(0, Scores.Length).Max(k => Math.Abs(Effect(k, column)));

    internal static Coefficients Of(ILinearPredictor model, IReadOnlyList<ITransformer> steps, Features train)
    {
        foreach (var step in steps) train = step.Transform(train);
        var numbers = model.Schema.Align(train).ToNumbers("a report");
        return new Coefficients(Figures.Short(model.ScoreNames, 40),
            Figures.Short(Enumerable.Range(0, model.Schema.Count).Select(model.Schema.NameOf)),
            model.Coefficients.ToArray<double>(), DeviationsOf(numbers.AsReadOnlySpan<double>(), model.Schema.Count),
            model.Intercepts.ToArray<double>());
    }

    /// <summary>sqrt(mean((x - mean x)^2)) of each column, scaled by a power of two so that no square leaves the range of double.</summary>
    static double[] DeviationsOf(ReadOnlySpan<double> x, int d)
    {
        int n = d == 0 ? 0 : x.Length / d;
        var (largest, mean, squares) = (new double[d], new double[d], new double[d]);
        for (int i = 0; i < x.Length; i++) largest[i % d] = Math.Max(largest[i % d], Math.Abs(x[i]));
        int[] scale = Array.ConvertAll(largest, v => v == 0 ? 0 : -Math.ILogB(v));
        for (int i = 0; i < x.Length; i++) mean[i % d] += Math.ScaleB(x[i], scale[i % d]) / n;
        for (int i = 0; i < x.Length; i++)
        {
            double apart = Math.ScaleB(x[i], scale[i % d]) - mean[i % d];
            squares[i % d] += apart * apart / n;
        }
        var deviations = new double[d];
        for (int j = 0; j < d; j++) deviations[j] = Math.ScaleB(Math.Sqrt(squares[j]), -scale[j]);
        return deviations;
    }
}
