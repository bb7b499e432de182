using System.Globalization;
using System.Text;
using Cairn.Classification;
using Cairn.Persistence;

namespace Cairn.LinearModels;

/// <summary>The coefficients that <see cref="Perceptron"/> found: the class of the highest score is predicted.</summary>
public sealed class PerceptronModel : IClassifier, ILinearPredictor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("perceptron-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly int[] _present; // the classes that had rows
    readonly double[] _coefficients, _intercepts;

    internal PerceptronModel(FeatureSchema schema, ClassLabels classes, int[] present, double[] coefficients, double[] intercepts,
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

    /// <summary>The intercepts, float64, one a row of <see cref="Coefficients"/>.</summary>
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

    /// <summary>The index of the class of the highest score, int32 <c>[n]</c>; of equal ones the first. Of two classes the second from a score above 0.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor Predict(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(Perceptron));
        int rows = numbers.Shape[0], width = _intercepts.Length;
        double[] scores = LinearScores.Of(numbers.AsReadOnlySpan<double>(), rows, _coefficients, _intercepts);
        var answers = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            int best = 0;
            if (_present.Length == 2) best = scores[i] > 0 ? 1 : 0;
            else
                for (int k = 1; k < _present.Length; k++)
                    if (scores[i * width + k] > scores[i * width + best]) best = k;
            answers[i] = _present[best];
        }
        return Tensor.Own(answers, new Shape(rows));
    }

    /// <summary>1 for the class that is predicted, 0 for the others, float64 <c>[n, classes]</c>: a perceptron knows nothing in between.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, or a value is missing or no number.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        var answers = Predict(x).AsReadOnlySpan<int>();
        var probabilities = new double[answers.Length * Classes.Count];
        for (int i = 0; i < answers.Length; i++) probabilities[i * Classes.Count + answers[i]] = 1;
        return Tensor.Own(probabilities, new Shape(answers.Length, Classes.Count));
    }

    /// <summary>A short card: the classes, the coefficients of each score (at most twelve features), and the notes.</summary>
    public override string ToString()
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"Perceptron of {TargetName} {Classes}: {Facts.Rows} rows, {Schema.Count} features");
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

    static PerceptronModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        var classes = reader.Classes();
        int[] present = PresentClasses.Read(reader, classes);
        int scores = present.Length <= 2 ? 1 : present.Length;
        double[] coefficients = reader.Tensor("coefficients", DType.Float64, scores, schema.Count).ToArray<double>();
        double[] intercepts = reader.Tensor("intercepts", DType.Float64, scores).ToArray<double>();
        return new PerceptronModel(schema, classes, present, coefficients, intercepts, reader.Text("target-name"), reader.Facts);
    }
}
