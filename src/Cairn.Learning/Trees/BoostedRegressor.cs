using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.Trees;

/// <summary>The trees that <see cref="GradientBoostingRegressor"/> grew: the prediction is a start plus the values of a leaf of each tree,
/// or the exponential of that sum.</summary>
public sealed class BoostedRegressor : IRegressor, IArtefact, IFeatureImportances
{
    internal static readonly ArtefactKind FileKind = new("boosted-regressor", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly BoostedForest _forest;
    readonly double _start;
    readonly bool _exponential;

    internal BoostedRegressor(BoostedForest forest, double start, bool exponential, string targetName, TrainingFacts facts) =>
        (_forest, _start, _exponential, TargetName, Facts) = (forest, start, exponential, targetName, facts);

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema => _forest.Inputs.Schema;

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

    /// <summary>The prediction for every row, float64 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var rows = _forest.Inputs.Rows(x, nameof(GradientBoostingRegressor));
        var answers = new double[x.Rows];
        Array.Fill(answers, _start);
        _forest.AddTo(answers, rows, 1);
        if (_exponential) SafeMath.Exp(answers, answers);
        foreach (ref double answer in answers.AsSpan()) answer = Math.Clamp(answer, -double.MaxValue, double.MaxValue);
        return Tensor.Own(answers, new Shape(answers.Length));
    }

    /// <summary>A short card: the size, the most important features, and how training ended.</summary>
    public override string ToString() => BoostedCard.Of("GradientBoostingRegressor of " + TargetName, _forest, Facts);

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("start", _start);
        writer.Set("link", _exponential ? "log" : "identity");
        _forest.Write(writer);
    }

    static BoostedRegressor Read(ArtefactReader reader)
    {
        bool exponential = reader.Text("link") switch
        {
            "identity" => false,
            "log" => true,
            var other => throw reader.Fail($"there is no link '{other}'"),
        };
        return new BoostedRegressor(BoostedForest.Read(reader), reader.Number("start"), exponential, reader.Text("target-name"), reader.Facts);
    }
}
