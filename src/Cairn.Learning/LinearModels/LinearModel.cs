using System.Globalization;
using System.Text;
using Cairn.Persistence;

namespace Cairn.LinearModels;

/// <summary>The coefficients of a linear model, and the numbers it predicts: y = intercept + coefficients x.</summary>
public sealed class LinearModel : IRegressor, ILinearPredictor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("linear-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly double[] _coefficients, _intercepts;

    internal LinearModel(FeatureSchema schema, double[] coefficients, double[] intercepts, bool severalTargets, int rank, double condition,
        double[] residualDeviations, string targetName, TrainingFacts facts)
    {
        (Schema, Rank, ConditionEstimate, TargetName, Facts) = (schema, rank, condition, targetName, facts);
        (_coefficients, _intercepts) = (coefficients, intercepts);
        int k = intercepts.Length;
        Coefficients = Tensor.Own(coefficients, severalTargets ? new Shape(k, schema.Count) : new Shape(schema.Count)).AsReadOnly();
        Intercepts = Tensor.Own(intercepts, severalTargets ? new Shape(k) : new Shape()).AsReadOnly();
        ResidualDeviations = Tensor.Own(residualDeviations, Intercepts.Shape).AsReadOnly();
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>
    /// The coefficients in the units of the features, float64: <c>[features]</c>, or <c>[k, features]</c> when it was fitted on k targets.
    /// </summary>
    public Tensor Coefficients { get; }

    /// <summary>The intercept, float64: <c>[]</c>, or <c>[k]</c> when it was fitted on k targets; 0 when none was fitted.</summary>
    public Tensor Intercepts { get; }

    /// <summary>
    /// The standard deviation of the rows about the model, sqrt(sum w (y - prediction)^2 / (sum w - rank - intercept)), of the shape of
    /// <see cref="Intercepts"/>; 0 where there are no more rows than coefficients.
    /// </summary>
    public Tensor ResidualDeviations { get; }

    /// <summary>
    /// The rank of the columns; less than their number where some are constant or depend on others. Their number where the recipe does not
    /// find it out, as <see cref="GradientDescentRegression"/>.
    /// </summary>
    public int Rank { get; }

    /// <summary>
    /// How many times, about, the coefficients may magnify an error of the data, the columns scaled alike; at least 1, or 0 where the recipe
    /// does not estimate it.
    /// </summary>
    public double ConditionEstimate { get; }

    /// <summary>The target's name; with several targets, the name and the number of each.</summary>
    public IReadOnlyList<string> ScoreNames => _intercepts.Length == 1
        ? [TargetName]
        : [.. Enumerable.Range(0, _intercepts.Length).Select(t => string.Create(CultureInfo.InvariantCulture, $"{TargetName} {t}"))];

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>intercept + coefficients x for every row: float64 <c>[n]</c>, or <c>[n, k]</c> when it was fitted on k targets.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor Predict(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(LinearRegression));
        int rows = numbers.Shape[0];
        double[] answers = LinearScores.Of(numbers.AsReadOnlySpan<double>(), rows, _coefficients, _intercepts);
        return Tensor.Own(answers, new Shape([rows, .. Intercepts.Shape.AsSpan()]));
    }

    /// <summary>A short card: the target, the coefficients (at most twelve features), the residual deviation and the notes.</summary>
    public override string ToString()
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"{RecipeText.NameIn(Facts.Recipe) ?? nameof(LinearRegression)} of {TargetName}: {Facts.Rows} rows, {Schema.Count} features");
        var spread = ResidualDeviations.AsReadOnlySpan<double>();
        if (spread.Length == 1) card.Append(CultureInfo.InvariantCulture, $", residual deviation {spread[0]:G6}");
        CoefficientTable.Append(card, Schema, ScoreNames, _coefficients, _intercepts);
        CoefficientTable.AppendNotes(card, Facts);
        return card.ToString();
    }

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        int k = _intercepts.Length;
        writer.Set(Schema);
        writer.Set("target-name", TargetName);
        writer.Set("several-targets", Coefficients.Rank == 2);
        writer.Set("coefficients", Tensor.Own(_coefficients, new Shape(k, Schema.Count)));
        writer.Set("intercepts", Tensor.Own(_intercepts, new Shape(k)));
        writer.Set("residual-deviations", Tensor.From(ResidualDeviations.AsReadOnlySpan<double>(), k));
        writer.Set("rank", Rank);
        writer.Set("condition", ConditionEstimate);
    }

    static LinearModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        double[] intercepts = reader.Tensor("intercepts", DType.Float64, -1).ToArray<double>();
        int k = intercepts.Length;
        bool several = reader.Flag("several-targets");
        if (k == 0 || (!several && k != 1)) throw reader.Fail($"{k} intercepts for {(several ? "several targets" : "one target")}");
        double[] coefficients = reader.Tensor("coefficients", DType.Float64, k, schema.Count).ToArray<double>();
        double[] deviations = reader.Tensor("residual-deviations", DType.Float64, k).ToArray<double>();
        if (!Array.TrueForAll(coefficients, double.IsFinite) || !Array.TrueForAll(intercepts, double.IsFinite))
            throw reader.Fail("a coefficient is not finite");
        if (!Array.TrueForAll(deviations, s => s >= 0 && double.IsFinite(s)))
            throw reader.Fail("a residual deviation is not a number from 0 on");
        int rank = (int)reader.Integer("rank", 0, schema.Count);
        return new LinearModel(schema, coefficients, intercepts, several, rank, reader.Number("condition"),
            deviations, reader.Text("target-name"), reader.Facts);
    }
}
