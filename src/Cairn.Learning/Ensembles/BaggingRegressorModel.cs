using System.Globalization;
using Cairn.Persistence;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>The regressors that <see cref="BaggingRegressor"/> fitted: the mean of their answers.</summary>
public sealed class BaggingRegressorModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("bagging-regressor-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly IRegressor[] _regressors;

    internal BaggingRegressorModel(IRegressor[] regressors, double? outOfBagScore, string targetName, TrainingFacts facts) =>
        (_regressors, OutOfBagScore, TargetName, Facts) = (regressors, outOfBagScore, targetName, facts);

    /// <summary>The members.</summary>
    public IReadOnlyList<IRegressor> Regressors => _regressors;

    /// <summary>R2 on the rows learned from, each answered by the members that did not learn from it; null when it was not asked for, or no
    /// row stayed out of a bag.</summary>
    public double? OutOfBagScore { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The mean of the members' importances, float64 <c>[features]</c>.</summary>
    /// <exception cref="NotSupportedException">The members are no trees.</exception>
    public Tensor Importances(Importance kind = Importance.Gain) => MemberModels.Importances(_regressors, kind);

    /// <summary>The mean of the members' answers, float64 <c>[n]</c>, or <c>[n, k]</c> for k targets.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MemberMean.Of(_regressors.Select(m => m.Predict(x)), MemberMean.Alike(_regressors.Length));
    }

    /// <summary>A short card: the score out of bag, and the members' first lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"BaggingRegressor of {TargetName}: {Facts.Rows} rows, {_regressors.Length} members"
        + $"{Bagging.Words("R2", OutOfBagScore)}{MemberModels.Lines(_regressors)}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("regressors", MemberModels.Savable(_regressors));
        if (OutOfBagScore is { } score) writer.Set("out-of-bag-score", score);
    }

    static BaggingRegressorModel Read(ArtefactReader reader) => new(MemberModels.Regressors(reader),
        reader.Has("out-of-bag-score") ? reader.Number("out-of-bag-score") : null, reader.Text("target-name"), reader.Facts);
}
