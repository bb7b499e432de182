using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Ensembles;

/// <summary>Classifiers, and a last one that answers from their probabilities.</summary>
public sealed class StackingClassifierModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("stacking-classifier-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly IClassifier[] _classifiers;

    internal StackingClassifierModel(ClassLabels classes, IClassifier[] classifiers, IClassifier final, string targetName, TrainingFacts facts) =>
        (Classes, _classifiers, Final, TargetName, Facts) = (classes, classifiers, final, targetName, facts);

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The members, each learned from all rows.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _classifiers;

    /// <summary>The classifier that answers from their probabilities.</summary>
    public IClassifier Final { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>What the last classifier says, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x) => Final.PredictProbabilities(Said(x));

    /// <summary>The class that the last classifier predicts, int32 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x) => Final.Predict(Said(x));

    /// <summary>What the last classifier learned from: the members' probabilities, <c>[n, columns]</c>; of two classes that of the second one.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Features Said(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Named(Stacking.Said(_classifiers, x, Columns(Classes), Say), Classes);
    }

    internal static int Columns(ClassLabels classes) => classes.Count == 2 ? 1 : classes.Count;

    internal static double[] Say(IClassifier model, Features x)
    {
        double[] p = model.PredictProbabilities(x).ToArray<double>();
        return model.Classes.Count == 2 ? [.. p.Where((_, i) => i % 2 == 1)] : p;
    }

    internal static Features Named(Tensor said, ClassLabels classes)
    {
        int columns = Columns(classes);
        return Features.From(said, [.. Enumerable.Range(0, said.Shape[1]).Select(j => string.Create(CultureInfo.InvariantCulture,
            $"member {j / columns}: {classes[columns == 1 ? 1 : j % columns]}"))]);
    }

    /// <summary>A short card: the members' first lines, and the last classifier's card.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"StackingClassifier of {TargetName} {Classes}: {Facts.Rows} rows, {_classifiers.Length} members{MemberModels.Lines(_classifiers)}")
        + $"{Environment.NewLine}and from what they say: {Final}";

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("classifiers", MemberModels.Savable(_classifiers));
        writer.Set("final", MemberModels.Savable(Final));
    }

    static StackingClassifierModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        var final = reader.Child<IClassifier>("final");
        if (!final.Classes.Equals(classes)) throw reader.Fail("the last classifier has other classes");
        return new StackingClassifierModel(classes, MemberModels.Classifiers(reader, classes), final, reader.Text("target-name"), reader.Facts);
    }
}
