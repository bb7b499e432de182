using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Classification;

/// <summary>A classifier that answers one class from a threshold on its probability.</summary>
public sealed class DecisionThresholdModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("decision-threshold-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly int _positive;

    internal DecisionThresholdModel(IClassifier classifier, int positive, double threshold, TrainingFacts facts) =>
        (Classifier, _positive, Threshold, Facts) = (classifier, positive, threshold, facts);

    /// <summary>The classifier.</summary>
    public IClassifier Classifier { get; }

    /// <summary>The class that the threshold is for.</summary>
    public string Positive => Classes[_positive];

    /// <summary>The least probability at which <see cref="Positive"/> is answered.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public ClassLabels Classes => Classifier.Classes;

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The same classifier with another threshold.</summary>
    /// <param name="threshold">The least probability, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is no probability.</exception>
    public DecisionThresholdModel With(double threshold) => threshold is >= 0 and <= 1
        ? new DecisionThresholdModel(Classifier, _positive, threshold, Facts)
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "With: a threshold is a probability, 0 to 1");

    /// <summary>The classifier's probabilities, float64 <c>[n, classes]</c>.</summary>
    public Tensor PredictProbabilities(Features x) => Classifier.PredictProbabilities(x);

    /// <summary>
    /// The index of <see cref="Positive"/> where its probability is at least <see cref="Threshold"/>, else of the most probable of the others,
    /// int32 <c>[n]</c>.
    /// </summary>
    public Tensor Predict(Features x)
    {
        var probabilities = PredictProbabilities(x);
        var p = probabilities.AsReadOnlySpan<double>();
        int classes = Classes.Count;
        var answers = new int[probabilities.Shape[0]];
        for (int i = 0; i < answers.Length; i++)
        {
            var row = p.Slice(i * classes, classes);
            int other = -1;
            for (int k = 0; k < classes; k++)
                if (k != _positive && (other < 0 || row[k] > row[other])) other = k;
            answers[i] = other < 0 || row[_positive] >= Threshold ? _positive : other;
        }
        return Tensor.Own(answers, new Shape(answers.Length));
    }

    /// <summary>The rule, and the classifier's card.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Positive} from a probability of {Threshold:R}{Environment.NewLine}{Classifier}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("classifier", Classifier as IArtefact
            ?? throw new NotSupportedException($"The model {Classifier.GetType().Name} cannot be saved: it does not implement IArtefact"));
        writer.Set("positive", _positive);
        writer.Set("threshold", Threshold);
    }

    static DecisionThresholdModel Read(ArtefactReader reader)
    {
        var classifier = reader.Child<IClassifier>("classifier");
        int positive = (int)reader.Integer("positive", 0, classifier.Classes.Count - 1);
        double threshold = reader.Number("threshold");
        if (threshold is not (>= 0 and <= 1)) throw reader.Fail("the threshold is no probability");
        return new DecisionThresholdModel(classifier, positive, threshold, reader.Facts);
    }
}
