using System.Globalization;
using Cairn.Persistence;
using Cairn.Plotting;

namespace Cairn.Trees;

/// <summary>The tree that <see cref="DecisionTreeRegressor"/> grew.</summary>
public sealed class RegressionTree : IRegressor, IArtefact, IFeatureImportances
{
    internal static readonly ArtefactKind FileKind = new("regression-tree", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly TreeInputs _inputs;
    readonly TreeOutline _tree;

    RegressionTree(TreeInputs inputs, TreeOutline tree, string targetName, TrainingFacts facts) =>
        (_inputs, _tree, TargetName, Facts) = (inputs, tree, targetName, facts);

    internal static RegressionTree Of(TreeInputs inputs, GrownNode root, int power, int weightPower, string targetName, TrainingFacts facts) =>
        new(inputs, TreeOutline.Of(inputs, root.InUnits(power, 2 * power, weightPower)), targetName, facts);

    internal TreeOutline Outline => _tree;

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema => _inputs.Schema;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The number of leaves.</summary>
    public int LeafCount => _tree.Nodes.LeafCount;

    /// <summary>The most questions that lead to a leaf.</summary>
    public int Depth => _tree.Depth;

    /// <summary>For every feature its part of what the questions gained, or of their number: float64 <c>[features]</c> of sum 1, or zeros
    /// when there is no question.</summary>
    public Tensor Importances(Importance kind = Importance.Gain) => _tree.Importances(kind);

    /// <summary>The mean of the leaf of every row, float64 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var rows = _inputs.Rows(x, nameof(DecisionTreeRegressor));
        int width = _inputs.Count;
        var answers = new double[x.Rows];
        for (int i = 0; i < answers.Length; i++) answers[i] = _tree.Nodes.All[_tree.Nodes.Leaf(rows.Slice(i * width, width), 0)].Threshold;
        return Tensor.Own(answers, new Shape(answers.Length));
    }

    /// <summary>The leaf of every row by its place in the tree, int32 <c>[n]</c>; the root is 0, and nodes are counted level by level.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor LeavesOf(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Own(_tree.Leaves(x, nameof(DecisionTreeRegressor)), new Shape(x.Rows));
    }

    /// <summary>The questions and answers in lines, each question with its gain: the decrease of the mean squared error over all rows.</summary>
    /// <param name="maxDepth">Branches deeper than this are counted instead of printed.</param>
    public string ToText(int maxDepth = int.MaxValue) => _tree.Text(Answer, maxDepth);

    /// <summary>The tree as a picture; darker boxes answer with a number further from the mean.</summary>
    /// <param name="maxDepth">Branches deeper than this are counted instead of drawn.</param>
    public TreeDiagram ToDiagram(int maxDepth = 4)
    {
        double mean = _tree.Numbers[0], widest = _tree.Numbers.Max(v => Math.Abs(v / 2 - mean / 2));
        return _tree.Diagram(Answer, node => widest == 0 ? 0 : (_tree.Numbers[node] / 2 - mean / 2) / widest, maxDepth, TargetName);
    }

    string Answer(int node) => string.Create(CultureInfo.InvariantCulture, $"{_tree.Numbers[node]:G6}");

    /// <summary>A short card: the size of the tree and its first questions.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"DecisionTreeRegressor of {TargetName}: {Facts.Rows} rows, {Schema.Count} features, {LeafCount} leaves, depth {Depth}\n{ToText(3)}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        _tree.Write(writer);
    }

    static RegressionTree Read(ArtefactReader reader)
    {
        var (inputs, tree) = TreeOutline.Read(reader, 1);
        return new RegressionTree(inputs, tree, reader.Text("target-name"), reader.Facts);
    }
}
