using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Ensembles;

/// <summary>Regressors whose answers are averaged.</summary>
public sealed class VotingRegressorModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("voting-regressor-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly IRegressor[] _regressors;
    readonly double[] _weights;

    internal VotingRegressorModel(IRegressor[] regressors, double[] weights, string targetName, TrainingFacts facts) =>
        (_regressors, _weights, TargetName, Facts) = (regressors, weights, targetName, facts);

    /// <summary>The members.</summary>
    public IReadOnlyList<IRegressor> Regressors => _regressors;

    /// <summary>How much each counts.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The weighted mean of the members' answers, float64 <c>[n]</c>, or <c>[n, k]</c> for k targets.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MemberMean.Of(_regressors.Select(m => m.Predict(x)), _weights);
    }

    /// <summary>A short card: the weights, and the members' first lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"VotingRegressor of {TargetName}: {Facts.Rows} rows, {_regressors.Length} members{VoteWeights.Words(_weights)}{MemberModels.Lines(_regressors)}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("weights", Tensor.From(_weights));
        writer.Set("regressors", MemberModels.Savable(_regressors));
    }

    static VotingRegressorModel Read(ArtefactReader reader)
    {
        var regressors = MemberModels.Regressors(reader);
        return new VotingRegressorModel(regressors, MemberModels.Weights(reader, regressors.Length), reader.Text("target-name"), reader.Facts);
    }
}
