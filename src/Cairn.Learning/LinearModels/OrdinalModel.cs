using System.Globalization;
using System.Text;
using Cairn.Classification;
using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.LinearModels;

/// <summary>The coefficients and cut points that <see cref="OrdinalRegression"/> found: each class is a stretch of the line of scores.</summary>
public sealed class OrdinalModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("ordinal-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly int[] _order; // the classes that had rows, from low to high
    readonly double[] _coefficients, _cuts;

    internal OrdinalModel(FeatureSchema schema, ClassLabels classes, int[] order, double[] coefficients, double[] cuts, string targetName,
        TrainingFacts facts)
    {
        (Schema, Classes, TargetName, Facts) = (schema, classes, targetName, facts);
        (_order, _coefficients, _cuts) = (order, coefficients, cuts);
        Coefficients = Tensor.Own(coefficients, new Shape(coefficients.Length)).AsReadOnly();
        CutPoints = Tensor.Own(cuts, new Shape(cuts.Length)).AsReadOnly();
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The names of the classes that had rows, from low to high.</summary>
    public IReadOnlyList<string> Order => [.. _order.Select(k => Classes[k])];

    /// <summary>The coefficients in the units of the features, float64 <c>[features]</c>: above 0, more of the feature means a higher class.</summary>
    public Tensor Coefficients { get; }

    /// <summary>Where one class of <see cref="Order"/> ends and the next begins, increasing, float64 <c>[classes - 1]</c>.</summary>
    public Tensor CutPoints { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The scores w x, float64 <c>[n]</c>; at most the largest double in size.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor Scores(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(OrdinalRegression));
        double[] scores = LinearScores.Of(numbers.AsReadOnlySpan<double>(), numbers.Shape[0], _coefficients, [0]);
        for (int i = 0; i < scores.Length; i++) scores[i] = Math.Clamp(scores[i], -double.MaxValue, double.MaxValue);
        return Tensor.Own(scores, new Shape(scores.Length));
    }

    /// <summary>The probability of every class, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        var scores = Scores(x);
        var z = scores.AsReadOnlySpan<double>();
        var probabilities = new double[z.Length * Classes.Count];
        for (int i = 0; i < z.Length; i++)
            for (int k = 0; k < _order.Length; k++)
            {
                // s(u) - s(v) = s(u) s(-v) (1 - e^(v - u)), without cancellation
                double upTo = k == _cuts.Length ? 1 : SafeMath.Sigmoid(_cuts[k] - z[i]);
                double from = k == 0 ? 1 : SafeMath.Sigmoid(z[i] - _cuts[k - 1]);
                double within = k == 0 || k == _cuts.Length ? 1 : -SafeMath.ExpM1(_cuts[k - 1] - _cuts[k]);
                probabilities[i * Classes.Count + _order[k]] = upTo * from * within;
            }
        return Tensor.Own(probabilities, new Shape(z.Length, Classes.Count));
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>A short card: the order of the classes with the cut points, the coefficients (at most twelve features), and the notes.</summary>
    public override string ToString()
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"OrdinalRegression of {TargetName}: {Facts.Rows} rows, {Schema.Count} features; {Classes[_order[0]]}");
        for (int k = 0; k < _cuts.Length; k++) card.Append(CultureInfo.InvariantCulture, $" | {_cuts[k]:G6} | {Classes[_order[k + 1]]}");
        CoefficientTable.Append(card, Schema, ["higher"], _coefficients, [0]);
        CoefficientTable.AppendNotes(card, Facts);
        return card.ToString();
    }

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("order", Tensor.From(_order));
        writer.Set("coefficients", Coefficients);
        writer.Set("cut-points", CutPoints);
    }

    static OrdinalModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        var classes = reader.Classes();
        int[] order = reader.Tensor("order", DType.Int32, -1).ToArray<int>();
        if (order.Length == 0 || order.Distinct().Count() != order.Length || Array.Exists(order, k => (uint)k >= (uint)classes.Count))
            throw reader.Fail("the order does not name classes, each once");
        double[] coefficients = reader.Tensor("coefficients", DType.Float64, schema.Count).ToArray<double>();
        double[] cuts = reader.Tensor("cut-points", DType.Float64, order.Length - 1).ToArray<double>();
        for (int k = 1; k < cuts.Length; k++)
            if (!(cuts[k] > cuts[k - 1])) throw reader.Fail("the cut points do not increase");
        return new OrdinalModel(schema, classes, order, coefficients, cuts, reader.Text("target-name"), reader.Facts);
    }
}
