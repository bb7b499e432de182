using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.Trees;

/// <summary>The trees that <see cref="GradientBoostingClassifier"/> grew, and the probabilities that follow from their scores.</summary>
public sealed class BoostedClassifier : IClassifier, IArtefact, IFeatureImportances
{
    internal static readonly ArtefactKind FileKind = new("boosted-classifier", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly BoostedForest _forest;
    readonly int[] _present; // the classes that had rows
    readonly double[] _starts;

    internal BoostedClassifier(BoostedForest forest, ClassLabels classes, int[] present, double[] starts, string targetName, TrainingFacts facts) =>
        (_forest, Classes, _present, _starts, TargetName, Facts) = (forest, classes, present, starts, targetName, facts);

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema => _forest.Inputs.Schema;

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The number of trees.</summary>
    public int TreeCount => _forest.Trees;

    /// <summary>The number of leaves of all trees.</summary>
    public int LeafCount => _forest.LeafCount;

    /// <summary>For every feature its part of what the questions gained, or of their number: float64 <c>[features]</c> of sum 1, or zeros
    /// when there is no question.</summary>
    public Tensor Importances(Importance kind = Importance.Gain) => _forest.Importances(kind);

    /// <summary>The scores: of two classes the log of the odds of the second, float64 <c>[n, 1]</c>; of more one for each class that had
    /// rows.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor DecisionScores(Features x) => Tensor.Own(Scores(x), new Shape(x.Rows, _starts.Length));

    double[] Scores(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var rows = _forest.Inputs.Rows(x, nameof(GradientBoostingClassifier));
        var scores = new double[x.Rows * _starts.Length];
        for (int i = 0; i < scores.Length; i++) scores[i] = _starts[i % _starts.Length];
        _forest.AddTo(scores, rows, _starts.Length);
        return scores;
    }

    /// <summary>The probability of every class, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        double[] scores = Scores(x);
        int classes = Classes.Count, width = _starts.Length;
        var probabilities = new double[x.Rows * classes];
        for (int i = 0; i < x.Rows; i++)
        {
            var p = probabilities.AsSpan(i * classes, classes);
            var z = scores.AsSpan(i * width, width);
            if (_present.Length == 1) p[_present[0]] = 1;
            else if (_present.Length == 2) (p[_present[0]], p[_present[1]]) = (SafeMath.Sigmoid(-z[0]), SafeMath.Sigmoid(z[0]));
            else
            {
                double top = z[0], sum = 0;
                foreach (double score in z) top = Math.Max(top, score);
                for (int k = 0; k < width; k++) sum += p[_present[k]] = SafeMath.Exp(z[k] - top);
                foreach (int k in _present) p[k] /= sum;
            }
        }
        return Tensor.Own(probabilities, new Shape(x.Rows, classes));
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        double[] scores = Scores(x);
        int width = _starts.Length;
        var answers = new int[x.Rows];
        for (int i = 0; i < answers.Length; i++)
        {
            int best = 0;
            if (_present.Length == 2) best = scores[i] > 0 ? 1 : 0;
            else
                for (int k = 1; k < width; k++)
                    if (scores[i * width + k] > scores[i * width + best]) best = k;
            answers[i] = _present[best];
        }
        return Tensor.Own(answers, new Shape(answers.Length));
    }

    /// <summary>A short card: the size, the most important features, and how training ended.</summary>
    public override string ToString() => BoostedCard.Of($"GradientBoostingClassifier of {TargetName} {Classes}", _forest, Facts);

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("fitted-classes", Tensor.From(_present));
        writer.Set("starts", Tensor.From(_starts));
        _forest.Write(writer);
    }

    static BoostedClassifier Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        int[] present = reader.Tensor("fitted-classes", DType.Int32, -1).ToArray<int>();
        for (int k = 0; k < present.Length; k++)
            if ((uint)present[k] >= (uint)classes.Count || (k > 0 && present[k] <= present[k - 1]))
                throw reader.Fail("the fitted classes are not classes in order");
        if (present.Length == 0) throw reader.Fail("there is no fitted class");
        double[] starts = reader.Tensor("starts", DType.Float64, present.Length <= 2 ? 1 : present.Length).ToArray<double>();
        var forest = BoostedForest.Read(reader);
        if (forest.Trees % starts.Length != 0) throw reader.Fail($"{forest.Trees} trees for {starts.Length} scores a row");
        return new BoostedClassifier(forest, classes, present, starts, reader.Text("target-name"), reader.Facts);
    }
}
