using System.Globalization;
using Cairn.Classification;
using Cairn.Persistence;

namespace Cairn.Ensembles;

/// <summary>Classifiers that vote.</summary>
public sealed class VotingClassifierModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("voting-classifier-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly IClassifier[] _classifiers;
    readonly double[] _weights;

    internal VotingClassifierModel(ClassLabels classes, IClassifier[] classifiers, Vote vote, double[] weights, string targetName, TrainingFacts facts) =>
        (Classes, _classifiers, Vote, _weights, TargetName, Facts) = (classes, classifiers, vote, weights, targetName, facts);

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The voters.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _classifiers;

    /// <summary>How they vote.</summary>
    public Vote Vote { get; }

    /// <summary>How much each counts.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>Of a soft vote the weighted mean of the voters' probabilities, of a hard one each class's share of the votes; float64
    /// <c>[n, classes]</c>, each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MemberMean.Of(_classifiers.Select(m => Vote == Vote.Soft ? m.PredictProbabilities(x) : Votes(m.Predict(x))), _weights);
    }

    /// <summary>The index of the class with the most votes, or of the most probable one, int32 <c>[n]</c>; of equal ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>1 for the class of each row, 0 for the others.</summary>
    Tensor Votes(Tensor predicted)
    {
        var own = predicted.AsReadOnlySpan<int>();
        var votes = new double[checked(own.Length * Classes.Count)];
        for (int i = 0; i < own.Length; i++) votes[i * Classes.Count + own[i]] = 1;
        return Tensor.Own(votes, new Shape(own.Length, Classes.Count));
    }

    /// <summary>A short card: the kind of vote, and the voters' first lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"VotingClassifier of {TargetName} {Classes}: {Facts.Rows} rows, {Vote.ToString().ToLowerInvariant()} vote of {_classifiers.Length}"
        + $"{VoteWeights.Words(_weights)}{MemberModels.Lines(_classifiers)}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("vote", Vote.ToString());
        writer.Set("weights", Tensor.From(_weights));
        writer.Set("classifiers", MemberModels.Savable(_classifiers));
    }

    static VotingClassifierModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        string word = reader.Text("vote");
        if (!Enum.TryParse(word, out Vote vote) || vote.ToString() != word) throw reader.Fail($"there is no vote '{word}'");
        var classifiers = MemberModels.Classifiers(reader, classes);
        return new VotingClassifierModel(classes, classifiers, vote, MemberModels.Weights(reader, classifiers.Length), reader.Text("target-name"), reader.Facts);
    }
}
