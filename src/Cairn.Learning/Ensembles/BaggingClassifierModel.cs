using System.Globalization;
using Cairn.Classification;
using Cairn.Persistence;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>The classifiers that <see cref="BaggingClassifier"/> fitted: the mean of their probabilities.</summary>
public sealed class BaggingClassifierModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("bagging-classifier-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly IClassifier[] _classifiers;

    internal BaggingClassifierModel(ClassLabels classes, IClassifier[] classifiers, double? outOfBagScore, string targetName, TrainingFacts facts) =>
        (Classes, _classifiers, OutOfBagScore, TargetName, Facts) = (classes, classifiers, outOfBagScore, targetName, facts);

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The members.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _classifiers;

    /// <summary>The accuracy on the rows learned from, each answered by the members that did not learn from it; null when it was not
    /// asked for, or no row stayed out of a bag.</summary>
    public double? OutOfBagScore { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The mean of the members' importances, float64 <c>[features]</c>.</summary>
    /// <exception cref="NotSupportedException">The members are no trees.</exception>
    public Tensor Importances(Importance kind = Importance.Gain) => MemberModels.Importances(_classifiers, kind);

    /// <summary>The mean of the members' probabilities, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MemberMean.Of(_classifiers.Select(m => m.PredictProbabilities(x)), MemberMean.Alike(_classifiers.Length));
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>A short card: the score out of bag, and the members' first lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"BaggingClassifier of {TargetName} {Classes}: {Facts.Rows} rows, {_classifiers.Length} members"
        + $"{Bagging.Words("accuracy", OutOfBagScore)}{MemberModels.Lines(_classifiers)}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("classifiers", MemberModels.Savable(_classifiers));
        if (OutOfBagScore is { } score) writer.Set("out-of-bag-score", score);
    }

    static BaggingClassifierModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        return new BaggingClassifierModel(classes, MemberModels.Classifiers(reader, classes),
            reader.Has("out-of-bag-score") ? reader.Number("out-of-bag-score") : null, reader.Text("target-name"), reader.Facts);
    }
}
