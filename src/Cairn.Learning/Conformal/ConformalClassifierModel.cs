using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Conformal;

/// <summary>A classifier with calibrated sets of classes.</summary>
public sealed class ConformalClassifierModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("conformal-classifier-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    internal ConformalClassifierModel(IClassifier classifier, ClassScore score, double quantile, double coverage, int rows, string targetName,
        TrainingFacts facts)
    {
        (Classifier, Score, Quantile, Coverage) = (classifier, score, quantile, coverage);
        (CalibrationRows, TargetName, Facts) = (rows, targetName, facts);
    }

    /// <summary>The classifier.</summary>
    public IClassifier Classifier { get; }

    /// <inheritdoc/>
    public ClassLabels Classes => Classifier.Classes;

    /// <summary>How strange a class is for a row.</summary>
    public ClassScore Score { get; }

    /// <summary>The largest score of the classes in a set.</summary>
    public double Quantile { get; }

    /// <summary>The least probability that a set holds the true class of a new row.</summary>
    public double Coverage { get; }

    /// <summary>The rows that were kept back to calibrate on.</summary>
    public int CalibrationRows { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The classifier's answers, int32 <c>[n]</c>.</summary>
    public Tensor Predict(Features x) => Classifier.Predict(x);

    /// <summary>The classifier's probabilities, float64 <c>[n, classes]</c>.</summary>
    public Tensor PredictProbabilities(Features x) => Classifier.PredictProbabilities(x);

    /// <summary>The sets, bool <c>[n, classes]</c>: true for the classes in the row's set.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictSets(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Own(Array.ConvertAll(Scores(Classifier, x, Score), s => s <= Quantile), new Shape(x.Rows, Classes.Count));
    }

    /// <summary>The classes in each row's set.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public IReadOnlyList<IReadOnlyList<string>> PredictSetLabels(Features x) =>
        [.. PredictSets(x).ToArray<bool>().Chunk(Classes.Count).Select(row => (IReadOnlyList<string>)[.. Classes.Where((_, k) => row[k])])];

    /// <summary>How strange each class is for each row, [n, classes].</summary>
    internal static double[] Scores(IClassifier classifier, Features x, ClassScore score)
    {
        double[] p = classifier.PredictProbabilities(x).ToArray<double>();
        if (score == ClassScore.LeastAmbiguous) return Array.ConvertAll(p, v => 1 - v);
        int classes = classifier.Classes.Count;
        var scores = new double[p.Length];
        for (int at = 0; at < p.Length; at += classes)
        {
            int[] order = [.. Enumerable.Range(at, classes).OrderByDescending(j => p[j])];
            double sum = 0;
            foreach (int j in order) scores[j] = sum += p[j];
        }
        return scores;
    }

    /// <summary>The promise, and the classifier's card.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Sets of {TargetName} that hold the true class with a probability of at least {Coverage:R}: {Score}, at most {Quantile:G6}, "
        + $"calibrated on {CalibrationRows} rows{Environment.NewLine}{Classifier}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("classifier", Classifier as IArtefact
            ?? throw new NotSupportedException($"The model {Classifier.GetType().Name} cannot be saved: it does not implement IArtefact"));
        writer.Set("score", Score.ToString());
        writer.Set("quantile", Quantile);
        writer.Set("coverage", Coverage);
        writer.Set("calibration-rows", CalibrationRows);
    }

    static ConformalClassifierModel Read(ArtefactReader reader)
    {
        string word = reader.Text("score");
        if (!Enum.TryParse(word, out ClassScore score) || score.ToString() != word) throw reader.Fail($"there is no score '{word}'");
        double quantile = reader.Number("quantile"), coverage = reader.Number("coverage");
        if (coverage is not (> 0 and < 1)) throw reader.Fail("the coverage is none");
        return new ConformalClassifierModel(reader.Child<IClassifier>("classifier"), score, quantile, coverage,
            (int)reader.Integer("calibration-rows", 1, int.MaxValue), reader.Text("target-name"), reader.Facts);
    }
}
