using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Ensembles;

/// <summary>Regressors, and a last one that answers from their answers.</summary>
public sealed class StackingRegressorModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("stacking-regressor-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly IRegressor[] _regressors;
    readonly int _columns;

    internal StackingRegressorModel(IRegressor[] regressors, IRegressor final, int columns, string targetName, TrainingFacts facts) =>
        (_regressors, Final, _columns, TargetName, Facts) = (regressors, final, columns, targetName, facts);

    /// <summary>The members, each learned from all rows.</summary>
    public IReadOnlyList<IRegressor> Regressors => _regressors;

    /// <summary>The regressor that answers from their answers.</summary>
    public IRegressor Final { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>What the last regressor says, float64 <c>[n]</c>, or <c>[n, k]</c> for k targets.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x) => Final.Predict(Said(x));

    /// <summary>What the last regressor learned from: the members' answers, a column for each member and target.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Features Said(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Named(Stacking.Said(_regressors, x, _columns, Say), _columns);
    }

    internal static double[] Say(IRegressor model, Features x) => model.Predict(x).ToArray<double>();

    internal static Features Named(Tensor said, int columns) => Features.From(said, [.. Enumerable.Range(0, said.Shape[1]).Select(j =>
        string.Create(CultureInfo.InvariantCulture, $"member {j / columns}") + (columns == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $": {j % columns}")))]);

    /// <summary>A short card: the members' first lines, and the last regressor's card.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"StackingRegressor of {TargetName}: {Facts.Rows} rows, {_regressors.Length} members{MemberModels.Lines(_regressors)}")
        + $"{Environment.NewLine}and from what they say: {Final}";

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("targets", _columns);
        writer.Set("regressors", MemberModels.Savable(_regressors));
        writer.Set("final", MemberModels.Savable(Final));
    }

    static StackingRegressorModel Read(ArtefactReader reader) => new(MemberModels.Regressors(reader), reader.Child<IRegressor>("final"),
        (int)reader.Integer("targets", 1, int.MaxValue), reader.Text("target-name"), reader.Facts);
}
