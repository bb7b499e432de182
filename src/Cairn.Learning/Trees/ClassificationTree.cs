using System.Globalization;
using Cairn.Persistence;
using Cairn.Plotting;

namespace Cairn.Trees;

/// <summary>The tree that <see cref="DecisionTreeClassifier"/> grew.</summary>
public sealed class ClassificationTree : IClassifier, IArtefact, IFeatureImportances
{
    internal static readonly ArtefactKind FileKind = new("classification-tree", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly TreeInputs _inputs;
    readonly TreeOutline _tree; // its numbers are the weights of the classes
    readonly int[] _likeliest;

    ClassificationTree(TreeInputs inputs, TreeOutline tree, ClassLabels classes, ClassImpurity impurity, string targetName, TrainingFacts facts)
    {
        (_inputs, _tree, Classes, Impurity, TargetName, Facts) = (inputs, tree, classes, impurity, targetName, facts);
        _likeliest = new int[tree.Weights.Length];
        for (int i = 0; i < _likeliest.Length; i++)
            for (int k = 1; k < classes.Count; k++)
                if (tree.NumbersOf(i)[k] > tree.NumbersOf(i)[_likeliest[i]]) _likeliest[i] = k;
    }

    internal static ClassificationTree Of(TreeInputs inputs, GrownNode root, ClassLabels classes, ClassImpurity impurity, int weightPower,
        string targetName, TrainingFacts facts) =>
        new(inputs, TreeOutline.Of(inputs, root.InUnits(weightPower, 0, weightPower)), classes, impurity, targetName, facts);

    internal TreeOutline Outline => _tree;

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema => _inputs.Schema;

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>What the questions were to lower.</summary>
    public ClassImpurity Impurity { get; }

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

    /// <summary>The index of the class that weighs most in the leaf of every row, int32 <c>[n]</c>; of equal ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] leaves = _tree.Leaves(x, nameof(DecisionTreeClassifier));
        for (int i = 0; i < leaves.Length; i++) leaves[i] = _likeliest[leaves[i]];
        return Tensor.Own(leaves, new Shape(leaves.Length));
    }

    /// <summary>The shares of the classes in the leaf of every row, float64 <c>[n, classes]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] leaves = _tree.Leaves(x, nameof(DecisionTreeClassifier));
        int classes = Classes.Count;
        var shares = new double[leaves.Length * classes];
        for (int i = 0; i < leaves.Length; i++)
        {
            var weights = _tree.NumbersOf(leaves[i]);
            for (int k = 0; k < classes; k++) shares[i * classes + k] = weights[k] / _tree.Weights[leaves[i]];
        }
        return Tensor.Own(shares, new Shape(leaves.Length, classes));
    }

    /// <summary>The leaf of every row by its place in the tree, int32 <c>[n]</c>; the root is 0, and nodes are counted level by level.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor LeavesOf(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Own(_tree.Leaves(x, nameof(DecisionTreeClassifier)), new Shape(x.Rows));
    }

    /// <summary>The questions and answers in lines, each question with its gain: the decrease of impurity times the share of the rows.</summary>
    /// <param name="maxDepth">Branches deeper than this are counted instead of printed.</param>
    public string ToText(int maxDepth = int.MaxValue) => _tree.Text(Answer, maxDepth);

    /// <summary>The tree as a picture; darker boxes are surer of their class, of two classes each in its own colour.</summary>
    /// <param name="maxDepth">Branches deeper than this are counted instead of drawn.</param>
    public TreeDiagram ToDiagram(int maxDepth = 4) => _tree.Diagram(Answer, Shade, maxDepth, TargetName);

    double Share(int node) => _tree.NumbersOf(node)[_likeliest[node]] / _tree.Weights[node];

    double Shade(int node)
    {
        double even = 1.0 / Classes.Count, sure = Classes.Count == 1 ? 1 : (Share(node) - even) / (1 - even);
        return Classes.Count == 2 && _likeliest[node] == 0 ? -sure : sure;
    }

    string Answer(int node) => string.Create(CultureInfo.InvariantCulture, $"{Classes[_likeliest[node]]} {100 * Share(node):0.#}%");

    /// <summary>A short card: the size of the tree and its first questions.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"DecisionTreeClassifier of {TargetName} {Classes}: {Facts.Rows} rows, {Schema.Count} features, {LeafCount} leaves, depth {Depth}\n{ToText(3)}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("impurity", Impurity == ClassImpurity.Entropy ? "entropy" : "gini");
        _tree.Write(writer);
    }

    static ClassificationTree Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        var (inputs, tree) = TreeOutline.Read(reader, classes.Count);
        if (Array.Exists(tree.Numbers, w => w < 0)) throw reader.Fail("a class has a weight below 0");
        for (int i = 0; i < tree.Weights.Length; i++)
        {
            double sum = 0;
            foreach (double w in tree.NumbersOf(i)) sum += w;
            if (sum != tree.Weights[i]) throw reader.Fail($"the classes of node {i} weigh {sum:R}, the node {tree.Weights[i]:R}");
        }
        var impurity = reader.Text("impurity") switch
        {
            "gini" => ClassImpurity.Gini,
            "entropy" => ClassImpurity.Entropy,
            var other => throw reader.Fail($"there is no impurity '{other}'"),
        };
        return new ClassificationTree(inputs, tree, classes, impurity, reader.Text("target-name"), reader.Facts);
    }
}
