using System.Globalization;

namespace Cairn.LinearModels;

/// <summary>A descent ready to walk, with all that is needed to make a model or a picture of where it has come.</summary>
sealed class DescentTask
{
    readonly FitContext _context;

    DescentTask(FeatureSchema schema, Dataset data, int rowsGiven, DescentColumns columns, bool normalised, FitContext context) =>
        (Schema, Data, RowsGiven, Columns, IsNormalised, _context) = (schema, data, rowsGiven, columns, normalised, context);

    internal FeatureSchema Schema { get; }

    /// <summary>The rows that count, as numbers.</summary>
    internal Dataset Data { get; }

    internal int RowsGiven { get; }

    internal DescentColumns Columns { get; }

    /// <summary>True when the descent moves other units than the caller's.</summary>
    internal bool IsNormalised { get; }

    internal Descent Descent { get; private init; } = null!;

    /// <summary>What the cost compares with: numbers, or indices among <see cref="Classes"/>.</summary>
    internal double[] Target { get; private init; } = [];

    /// <summary>The names of the classes that have rows; null for a regression.</summary>
    internal string[]? Classes { get; private init; }

    internal DescentPace Pace { get; private init; }

    /// <summary>The formula of the cost.</summary>
    internal string CostFormula { get; private init; } = "";

    internal static DescentTask Of(Dataset data, string learner, Normalization normalization, bool intercept, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        context.ThrowIfCancelled();
        var schema = new FeatureSchema(data.Features);
        var counted = data.With(data.Features.ToNumbers(learner)).Counted(learner);
        if (schema.Count == 0 && !intercept)
            throw new ArgumentException($"features: {learner} has neither a feature nor an intercept to learn", nameof(data));
        var columns = DescentColumns.Of(counted.Features.Dense!.AsReadOnlySpan<double>(), schema.Count, counted.WeightsOrOnes(), normalization,
            intercept);
        return new DescentTask(schema, counted, data.Rows, columns, normalization != Normalization.None, context);
    }

    internal DescentTask Along(Hypothesis hypothesis, double[] target, string[]? classes, double[] start, DescentPace pace, string costFormula) =>
        new(Schema, Data, RowsGiven, Columns, IsNormalised, _context)
        {
            Descent = new Descent(Columns, hypothesis, pace, start, _context),
            Target = target,
            Classes = classes,
            Pace = pace,
            CostFormula = costFormula,
        };

    /// <summary>The coefficients and intercepts of a place in the caller's units.</summary>
    /// <exception cref="ArgumentException">One is beyond the largest double.</exception>
    internal (double[] Coefficients, double[] Intercepts) Unscale(DescentPlace place)
    {
        var (coefficients, intercepts) = Columns.Unscale(place.Theta);
        for (int j = 0; j < coefficients.Length; j++)
            if (!double.IsFinite(coefficients[j]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"features: the coefficient of '{Schema.NameOf(j % Schema.Count)}' is beyond the largest double; give the column a smaller unit"),
                    "data");
        if (!Array.TrueForAll(intercepts, double.IsFinite))
            throw new ArgumentException("features: the intercept is beyond the largest double; give the columns a smaller unit", "data");
        return (coefficients, intercepts);
    }
}
