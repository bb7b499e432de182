using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.Trees;

/// <summary>The trees of a boosted model in their order, and what their questions gained.</summary>
sealed class BoostedForest
{
    readonly TreeNodes _nodes;
    readonly double[] _gains;
    readonly int[] _counts;

    BoostedForest(TreeInputs inputs, TreeNodes nodes, double[] gains)
    {
        (Inputs, _nodes, _gains, _counts) = (inputs, nodes, gains, new int[inputs.Count]);
        foreach (var node in nodes.All)
            if (!node.IsLeaf) _counts[node.Feature]++;
    }

    internal TreeInputs Inputs { get; }

    internal int Trees => _nodes.Trees;

    internal int LeafCount => _nodes.LeafCount;

    /// <summary>No tree at all.</summary>
    internal static BoostedForest Empty(TreeInputs inputs) => new(inputs, new TreeNodes([], [], [0]), new double[inputs.Count]);

    /// <summary>Lays out grown trees level by level.</summary>
    internal static BoostedForest Of(TreeInputs inputs, BinnedColumns bins, IReadOnlyList<BoostedNode> trees)
    {
        var nodes = new List<TreeNode>();
        var sets = new List<ulong>();
        var roots = new List<int> { 0 };
        var gains = new double[inputs.Count];
        foreach (var root in trees)
        {
            int first = nodes.Count;
            var grown = new List<BoostedNode> { root };
            for (int i = 0; i < grown.Count; i++)
            {
                var node = grown[i];
                if (node.Question is not { } question)
                {
                    nodes.Add(TreeNode.Leaf(node.Value));
                    continue;
                }
                gains[question.Feature] = Math.Min(gains[question.Feature] + question.Gain, double.MaxValue);
                bool categories = bins.IsCategory(question.Feature), missingLeft = question.Yes[BinnedColumns.Missing] != 0;
                nodes.Add(TreeNode.Question(question.Feature, categories ? sets.Count : bins.Threshold(question.Feature, question.Bin),
                    missingLeft, categories, first + grown.Count));
                if (categories) sets.AddRange(bins.LevelSet(question.Feature, question.Yes));
                grown.Add(node.Left!);
                grown.Add(node.Right!);
            }
            roots.Add(nodes.Count);
        }
        return new BoostedForest(inputs, new TreeNodes([.. nodes], [.. sets], [.. roots]), gains);
    }

    /// <summary>Adds to every row's scores the values of its leaves, tree after tree; tree t adds to score t mod width.</summary>
    internal void AddTo(double[] scores, ReadOnlySpan<double> rows, int width)
    {
        int count = scores.Length / width, columns = Inputs.Count;
        const int block = 128; // rows that go through a tree while its nodes are near
        if (count <= block)
        {
            Block(scores, rows, 0, count);
            return;
        }
        double[] shared = rows.ToArray();
        WorkTeam.For((count + block - 1) / block, b => Block(scores, shared, b * block, Math.Min(count, (b + 1) * block)));

        void Block(double[] scores, ReadOnlySpan<double> rows, int begin, int end)
        {
            var all = _nodes.All;
            for (int t = 0, k = 0; t < _nodes.Trees; t++, k = k + 1 == width ? 0 : k + 1)
            {
                int root = _nodes.Root(t);
                for (int i = begin; i < end; i++)
                    scores[i * width + k] += all[_nodes.Leaf(rows.Slice(i * columns, columns), root)].Threshold;
            }
        }
    }

    internal Tensor Importances(Importance kind)
    {
        double[] parts = kind == Importance.Count ? Array.ConvertAll(_counts, c => (double)c) : [.. _gains];
        double largest = parts.DefaultIfEmpty(0).Max(), total = 0;
        if (largest > 0)
        {
            foreach (ref double part in parts.AsSpan()) total += part /= largest;
            foreach (ref double part in parts.AsSpan()) part /= total;
        }
        return Tensor.Own(parts, new Shape(parts.Length)).AsReadOnly();
    }

    internal void Write(ArtefactWriter writer)
    {
        Inputs.Write(writer);
        _nodes.Write(writer, Inputs);
        writer.Set("gains", Tensor.From(_gains));
    }

    internal static BoostedForest Read(ArtefactReader reader)
    {
        var inputs = TreeInputs.Read(reader);
        var nodes = TreeNodes.Read(reader, inputs);
        double[] gains = reader.Tensor("gains", DType.Float64, inputs.Count).ToArray<double>();
        if (!Array.TrueForAll(gains, g => g >= 0)) throw reader.Fail("a gain is below 0");
        return new BoostedForest(inputs, nodes, gains);
    }
}
