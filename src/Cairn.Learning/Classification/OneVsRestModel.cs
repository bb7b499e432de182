using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Classification;

/// <summary>One classifier for each class, each telling its class from the others.</summary>
public sealed class OneVsRestModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("one-vs-rest-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly IClassifier[] _models;

    internal OneVsRestModel(ClassLabels classes, IClassifier[] models, string targetName, TrainingFacts facts) =>
        (Classes, _models, TargetName, Facts) = (classes, models, targetName, facts);

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The classifiers, one a class, of the classes <c>false</c> and <c>true</c>.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _models;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>What each class's own classifier says of it, divided by the sum, float64 <c>[n, classes]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int n = x.Rows, k = _models.Length;
        var probabilities = new double[n * k];
        for (int c = 0; c < k; c++)
        {
            var own = _models[c].PredictProbabilities(x).AsReadOnlySpan<double>();
            for (int i = 0; i < n; i++) probabilities[i * k + c] = own[2 * i + 1];
        }
        for (int i = 0; i < n; i++)
        {
            var p = probabilities.AsSpan(i * k, k);
            double sum = 0;
            foreach (double v in p) sum += v;
            for (int c = 0; c < k; c++) p[c] = sum > 0 ? p[c] / sum : 1.0 / k;
        }
        return Tensor.Own(probabilities, new Shape(n, k));
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>A short card: the classes, and the card of each classifier.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"OneVsRest of {TargetName} {Classes}: {Facts.Rows} rows, {_models.Length} classifiers of two classes")
        + string.Concat(_models.Take(12).Select((m, k) => $"{Environment.NewLine}{Classes[k]}: {m}"));

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("classifiers", [.. _models.Select(m => m as IArtefact
            ?? throw new NotSupportedException($"The model {m.GetType().Name} cannot be saved: it does not implement IArtefact"))]);
    }

    static OneVsRestModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        IClassifier[] models = [.. reader.Children<IClassifier>("classifiers")];
        if (models.Length != classes.Count) throw reader.Fail($"there are {models.Length} classifiers for {classes.Count} classes");
        if (Array.Exists(models, m => !m.Classes.Equals(ClassLabels.Booleans))) throw reader.Fail("a classifier is not one of false and true");
        return new OneVsRestModel(classes, models, reader.Text("target-name"), reader.Facts);
    }
}
