using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cairn.Persistence;

namespace Cairn.Trees;

/// <summary>
/// The nodes of one or many trees in flat arrays, each tree level by level from its root: the children of a tree's k-th question, from 0,
/// are its nodes 2k + 1 and 2k + 2, so that a file need not tell where they are, and cannot tell wrong.
/// </summary>
sealed class TreeNodes
{
    readonly TreeNode[] _nodes;
    readonly ulong[] _sets; // the levels that answer yes, 64 in a word
    readonly int[] _roots;  // and at the end the number of nodes

    internal TreeNodes(TreeNode[] nodes, ulong[] sets, int[] roots) => (_nodes, _sets, _roots) = (nodes, sets, roots);

    internal ReadOnlySpan<TreeNode> All => _nodes;

    internal int Trees => _roots.Length - 1;

    internal int Root(int tree) => _roots[tree];

    internal int LeafCount => (_nodes.Length + Trees) / 2;

    /// <summary>The leaf where a row ends that starts at a root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Leaf(ReadOnlySpan<double> row, int root)
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        int at = root;
        while (true)
        {
            ref readonly var node = ref Unsafe.Add(ref nodes, at); // every child is in the array: the constructor's callers saw to it
            if (node.IsLeaf) return at;
            double value = row[node.Feature];
            bool yes = node.OfCategories ? Among(node, value) : value <= node.Threshold | (double.IsNaN(value) & node.MissingLeft);
            at = node.Left + (yes ? 0 : 1);
        }
    }

    internal bool Among(in TreeNode node, double level)
    {
        if (double.IsNaN(level)) return node.MissingLeft;
        int place = (int)level;
        return (_sets[(int)node.Threshold + (place >> 6)] >> (place & 63) & 1) != 0;
    }

    /// <summary>The depth of every node, 0 for roots.</summary>
    internal int[] Depths()
    {
        var depths = new int[_nodes.Length];
        for (int i = 0; i < _nodes.Length; i++)
            if (!_nodes[i].IsLeaf) depths[_nodes[i].Left] = depths[_nodes[i].Left + 1] = depths[i] + 1;
        return depths;
    }

    /// <summary>The words that a set of levels takes.</summary>
    internal static int Words(int levels) => (levels + 63) / 64;

    internal void Write(ArtefactWriter writer, TreeInputs inputs)
    {
        var sizes = new int[Trees];
        for (int t = 0; t < Trees; t++) sizes[t] = _roots[t + 1] - _roots[t];
        var sets = new List<long>();
        foreach (var node in _nodes)
            if (!node.IsLeaf && node.OfCategories)
                for (int w = 0; w < Words(inputs.Levels(node.Feature)!.Length); w++) sets.Add((long)_sets[(int)node.Threshold + w]);
        writer.Set("tree-sizes", Tensor.From(sizes));
        writer.Set("features-asked", Tensor.From(Array.ConvertAll(_nodes, n => n.IsLeaf ? -1 : n.Feature)));
        writer.Set("thresholds", Tensor.From(Array.ConvertAll(_nodes, n => n.IsLeaf || !n.OfCategories ? n.Threshold : 0)));
        writer.Set("missing-left", Tensor.From(Array.ConvertAll(_nodes, n => !n.IsLeaf && n.MissingLeft)));
        writer.Set("category-sets", Tensor.From(sets.ToArray()));
    }

    internal static TreeNodes Read(ArtefactReader reader, TreeInputs inputs)
    {
        int[] features = reader.Tensor("features-asked", DType.Int32, -1).ToArray<int>();
        double[] thresholds = reader.Tensor("thresholds", DType.Float64, features.Length).ToArray<double>();
        bool[] missingLeft = reader.Tensor("missing-left", DType.Bool, features.Length).ToArray<bool>();
        ulong[] sets = Array.ConvertAll(reader.Tensor("category-sets", DType.Int64, -1).ToArray<long>(), w => (ulong)w);
        int[] sizes = reader.Tensor("tree-sizes", DType.Int32, -1).ToArray<int>();
        var roots = new int[sizes.Length + 1];
        var nodes = new TreeNode[features.Length];
        int words = 0;
        for (int t = 0; t < sizes.Length; t++)
        {
            int root = roots[t], left = root + 1;
            if (sizes[t] < 1 || sizes[t] > features.Length - root) throw reader.Fail($"tree {t} has {sizes[t]} nodes");
            for (int i = root; i < root + sizes[t]; i++)
            {
                int feature = features[i];
                if (feature < -1 || feature >= inputs.Count) throw reader.Fail($"node {i} asks for feature {feature} of {inputs.Count}");
                if (feature < 0)
                {
                    nodes[i] = TreeNode.Leaf(thresholds[i]);
                    continue;
                }
                if (left <= i || left + 1 >= root + sizes[t]) throw reader.Fail($"the children of node {i} are not in their place");
                int levels = inputs.Levels(feature)?.Length ?? -1;
                nodes[i] = TreeNode.Question(feature, levels < 0 ? thresholds[i] : words, missingLeft[i], levels >= 0, left);
                if (levels >= 0) words += Words(levels);
                left += 2;
            }
            if (left != root + sizes[t]) throw reader.Fail($"tree {t} has nodes that no question leads to");
            roots[t + 1] = left;
        }
        if (roots[^1] != nodes.Length) throw reader.Fail($"{nodes.Length} nodes, and the trees have {roots[^1]}");
        if (words != sets.Length) throw reader.Fail($"the sets of categories take {words} words, and there are {sets.Length}");
        return new TreeNodes(nodes, sets, roots);
    }

    /// <summary>The number of levels that answer yes.</summary>
    internal int YesCount(in TreeNode node, int levels)
    {
        int count = 0;
        for (int w = 0; w < Words(levels); w++) count += BitOperations.PopCount(_sets[(int)node.Threshold + w]);
        return count;
    }
}
