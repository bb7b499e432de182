using System.Globalization;
using System.Text;
using Cairn.Classification;
using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.LinearModels;

/// <summary>The coefficients that <see cref="LogisticRegression"/> found, and the probabilities that follow from them.</summary>
public sealed class LogisticModel : IClassifier, ILinearPredictor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("logistic-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly int[] _present; // the classes that had rows
    readonly double[] _coefficients, _intercepts;

    internal LogisticModel(FeatureSchema schema, ClassLabels classes, int[] present, double[] coefficients, double[] intercepts,
        string targetName, TrainingFacts facts)
    {
        (Schema, Classes, TargetName, Facts) = (schema, classes, targetName, facts);
        (_present, _coefficients, _intercepts) = (present, coefficients, intercepts);
        Coefficients = Tensor.Own(coefficients, new Shape(intercepts.Length, schema.Count)).AsReadOnly();
        Intercepts = Tensor.Own(intercepts, new Shape(intercepts.Length)).AsReadOnly();
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>
    /// The coefficients in the units of the features, float64: <c>[1, features]</c> for the score of the second of two classes, else
    /// <c>[classes, features]</c>. Classes that had no row are left out.
    /// </summary>
    public Tensor Coefficients { get; }

    /// <summary>The intercepts, float64, one a row of <see cref="Coefficients"/>; of three or more the sum is 0.</summary>
    public Tensor Intercepts { get; }

    /// <summary>The class that a high score speaks for, one a row of <see cref="Coefficients"/>; none when there was only one class.</summary>
    public IReadOnlyList<string> ScoreNames => _present.Length switch
    {
        1 => [],
        2 => [Classes[_present[1]]],
        _ => [.. _present.Select(k => Classes[k])],
    };

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>
    /// The scores z = intercept + coefficients x, float64 <c>[n, 1]</c> or <c>[n, classes]</c> as the rows of <see cref="Coefficients"/>;
    /// at most the largest double in size.
    /// </summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor DecisionScores(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(LogisticRegression));
        int rows = numbers.Shape[0];
        double[] scores = LinearScores.Of(numbers.AsReadOnlySpan<double>(), rows, _coefficients, _intercepts);
        for (int s = 0; s < scores.Length; s++) scores[s] = Math.Clamp(scores[s], -double.MaxValue, double.MaxValue);
        return Tensor.Own(scores, new Shape(rows, _intercepts.Length));
    }

    /// <summary>The probability of every class, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        var scores = DecisionScores(x);
        var z = scores.AsReadOnlySpan<double>();
        int rows = scores.Shape[0], classes = Classes.Count;
        var probabilities = new double[rows * classes];
        for (int i = 0; i < rows; i++)
        {
            var p = probabilities.AsSpan(i * classes, classes);
            if (_present.Length == 2) (p[_present[0]], p[_present[1]]) = (SafeMath.Sigmoid(-z[i]), SafeMath.Sigmoid(z[i]));
            else Softmax(z.Slice(i * _present.Length, _present.Length), p);
        }
        return Tensor.Own(probabilities, new Shape(rows, classes));
    }

    void Softmax(ReadOnlySpan<double> z, Span<double> p)
    {
        double top = z[0], sum = 0;
        foreach (double score in z) top = Math.Max(top, score);
        for (int k = 0; k < z.Length; k++) sum += p[_present[k]] = SafeMath.Exp(z[k] - top);
        foreach (int k in _present) p[k] /= sum;
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>A short card: the classes, the coefficients of each score (at most twelve features), how the fit ended, and its notes.</summary>
    public override string ToString()
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"{RecipeText.NameIn(Facts.Recipe) ?? nameof(LogisticRegression)} of {TargetName} {Classes}: {Facts.Rows} rows, {Schema.Count} features");
        if (Facts.Iterations is { } iterations)
            card.Append(CultureInfo.InvariantCulture, $", {iterations} iterations{(Facts.Converged == false ? ", not converged" : "")}");
        if (ScoreNames is { Count: > 0 } heads) CoefficientTable.Append(card, Schema, heads, _coefficients, _intercepts);
        CoefficientTable.AppendNotes(card, Facts);
        return card.ToString();
    }

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("fitted-classes", Tensor.From(_present));
        writer.Set("coefficients", Coefficients);
        writer.Set("intercepts", Intercepts);
    }

    static LogisticModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        var classes = reader.Classes();
        int[] present = PresentClasses.Read(reader, classes);
        int scores = present.Length == 2 ? 1 : present.Length;
        double[] coefficients = reader.Tensor("coefficients", DType.Float64, scores, schema.Count).ToArray<double>();
        double[] intercepts = reader.Tensor("intercepts", DType.Float64, scores).ToArray<double>();
        if (!Array.TrueForAll(coefficients, double.IsFinite) || !Array.TrueForAll(intercepts, double.IsFinite))
            throw reader.Fail("a coefficient is not finite");
        return new LogisticModel(schema, classes, present, coefficients, intercepts, reader.Text("target-name"), reader.Facts);
    }
}
