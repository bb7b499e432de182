using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Cairn.Preprocessing;

/// <summary>
/// Adds the powers and products of the columns, so that a linear model can follow curves and interactions: (a, b) becomes
/// (a, a^2, b, b^2, a b).
/// </summary>
/// <remarks>First each column with its powers up to <see cref="Degree"/>, then the products of several columns, those of lower degree first and
/// within a degree in the order of their columns. There is no constant column: a linear model has its intercept. Of d columns,
/// degree g makes (d + g)! / (d! g!) - 1.</remarks>
public sealed record PolynomialFeatures : Recipe, IEstimator<PolynomialFeaturesModel>
{
    const int MostOutputs = 100_000;

    /// <summary>The highest degree, 1 to 20; 2 by default.</summary>
    [Range(1, 20)]
    public int Degree
    {
        get;
        init => field = value is >= 1 and <= 20 ? value
            : throw new ArgumentOutOfRangeException(nameof(Degree), value, "Degree is 1 to 20");
    } = 2;

    /// <summary>Whether products are made of different columns only, without powers; false by default.</summary>
    public bool InteractionsOnly { get; init; }

    /// <summary>Notes the columns; nothing else is learned.</summary>
    /// <param name="data">Numeric features; a target is not needed.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or more than 100,000 columns would be made.</exception>
    public PolynomialFeaturesModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        data.Features.ToNumbers(nameof(PolynomialFeatures));
        if (data.Rows == 0) throw new ArgumentException("data: PolynomialFeatures needs at least one row, and there is none", nameof(data));
        var schema = new FeatureSchema(data.Features);
        if (!Takes(schema.Count))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"data: {schema.Count} columns make {CountOf(schema.Count):0} of degree {Degree}, more than {MostOutputs}; lower the degree or choose columns"), nameof(data));
        context.Report(1);
        return new PolynomialFeaturesModel(schema, Degree, InteractionsOnly, new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }

    /// <summary>Whether so many columns do not make too many.</summary>
    internal bool Takes(int columns) => CountOf(columns) <= MostOutputs;

    double CountOf(int columns)
    {
        double all = 0, ofDegree = 1; // choose(d + g - 1, g), or choose(d, g)
        for (int g = 1; g <= Degree; g++) all += ofDegree = ofDegree * Math.Max(0, InteractionsOnly ? columns - g + 1 : columns + g - 1) / g;
        return all;
    }
}
