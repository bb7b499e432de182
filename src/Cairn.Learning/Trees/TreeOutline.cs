using System.Globalization;
using System.Text;
using Cairn.Persistence;
using Cairn.Plotting;

namespace Cairn.Trees;

/// <summary>A single tree with what is known of each of its nodes: how it is written to a file, printed and drawn.</summary>
sealed class TreeOutline
{
    readonly TreeInputs _inputs;
    readonly int _width; // numbers of a node

    TreeOutline(TreeInputs inputs, TreeNodes nodes, int width, double[] weights, double[] impurities, double[] numbers) =>
        (_inputs, Nodes, _width, Weights, Impurities, Numbers) = (inputs, nodes, width, weights, impurities, numbers);

    internal TreeNodes Nodes { get; }

    internal double[] Weights { get; }

    internal double[] Impurities { get; }

    /// <summary>What describes the nodes, one after the other.</summary>
    internal double[] Numbers { get; }

    internal ReadOnlySpan<double> NumbersOf(int node) => Numbers.AsSpan(node * _width, _width);

    internal int Depth => Nodes.Depths().Max();

    /// <summary>Lays out a grown tree level by level; leaves hold their first number.</summary>
    internal static TreeOutline Of(TreeInputs inputs, GrownNode root)
    {
        var grown = new List<GrownNode> { root };
        var nodes = new List<TreeNode>();
        var sets = new List<ulong>();
        for (int i = 0; i < grown.Count; i++)
        {
            var node = grown[i];
            if (node.Split is not { } split)
            {
                nodes.Add(TreeNode.Leaf(node.Numbers[0]));
                continue;
            }
            nodes.Add(TreeNode.Question(split.Feature, split.Levels is null ? split.Threshold : sets.Count, split.MissingLeft,
                split.Levels is not null, grown.Count));
            if (split.Levels is not null) sets.AddRange(split.Levels);
            grown.Add(node.Left!);
            grown.Add(node.Right!);
        }
        return new TreeOutline(inputs, new TreeNodes([.. nodes], [.. sets], [0, nodes.Count]), root.Numbers.Length,
            [.. grown.Select(n => n.Weight)], [.. grown.Select(n => n.Impurity)], [.. grown.SelectMany(n => n.Numbers)]);
    }

    /// <summary>The decrease of impurity by a node's question, times the share of the weight that comes to it.</summary>
    internal double Gain(int node)
    {
        int left = Nodes.All[node].Left;
        double share = Weights[node] / Weights[0];
        double after = (Weights[left] * Impurities[left] + Weights[left + 1] * Impurities[left + 1]) / Weights[node];
        return Math.Max(0, share * (Impurities[node] - after));
    }

    /// <summary>For every feature its part of all gains, or of all questions; zeros when there is no question.</summary>
    internal Tensor Importances(Importance kind)
    {
        var sums = new double[_inputs.Count];
        double total = 0;
        for (int i = 0; i < Weights.Length; i++)
        {
            if (Nodes.All[i].IsLeaf) continue;
            double worth = kind == Importance.Count ? 1 : Gain(i);
            sums[Nodes.All[i].Feature] += worth;
            total += worth;
        }
        if (total > 0)
            foreach (ref double sum in sums.AsSpan()) sum /= total;
        return Tensor.Own(sums, new Shape(sums.Length)).AsReadOnly();
    }

    /// <summary>The leaf of every row.</summary>
    internal int[] Leaves(Features x, string learner)
    {
        var rows = _inputs.Rows(x, learner);
        int width = _inputs.Count;
        var leaves = new int[x.Rows];
        for (int i = 0; i < leaves.Length; i++) leaves[i] = Nodes.Leaf(rows.Slice(i * width, width), 0);
        return leaves;
    }

    /// <summary>A node's question: <c>age &lt;= 12.5</c>, <c>colour is red, blue</c>.</summary>
    internal string Question(int node)
    {
        var question = Nodes.All[node];
        string name = _inputs.Schema.NameOf(question.Feature);
        string missing = question.MissingLeft ? " or missing" : "";
        if (_inputs.Levels(question.Feature) is not { } levels)
            return question.Threshold == double.MaxValue ? $"{name} is not missing"
                : string.Create(CultureInfo.InvariantCulture, $"{name} <= {question.Threshold:G6}");
        var yes = new List<string>();
        for (int k = 0; k < levels.Length; k++)
            if (Nodes.Among(question, k)) yes.Add(levels[k]);
        return $"{name} is {string.Join(", ", yes.Take(4))}" + (yes.Count > 4 ? $", ... ({yes.Count} of {levels.Length})" : yes.Count == 0 ? "missing" : "") + (yes.Count > 0 ? missing : "");
    }

    /// <summary>The tree in lines, at most so deep.</summary>
    /// <param name="answer">What a node answers.</param>
    /// <param name="maxDepth">Where a line tells how many leaves hang below instead.</param>
    internal string Text(Func<int, string> answer, int maxDepth)
    {
        var text = new StringBuilder();
        var open = new Stack<(int Node, int Depth, string Lead)>();
        open.Push((0, 0, ""));
        int[] leaves = LeavesBelow();
        while (open.TryPop(out var at))
        {
            text.Append(' ', 2 * at.Depth).Append(at.Lead);
            var node = Nodes.All[at.Node];
            if (node.IsLeaf) text.Append(CultureInfo.InvariantCulture, $"{answer(at.Node)} ({Weights[at.Node]:0.###} rows)\n");
            else if (at.Depth >= maxDepth)
                text.Append(CultureInfo.InvariantCulture, $"{answer(at.Node)} ({Weights[at.Node]:0.###} rows, {leaves[at.Node]} leaves)\n");
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{Question(at.Node)}? (gain {Gain(at.Node):G4})\n");
                open.Push((node.Left + 1, at.Depth + 1, "no:  "));
                open.Push((node.Left, at.Depth + 1, "yes: "));
            }
        }
        return text.ToString().TrimEnd('\n');
    }

    int[] LeavesBelow()
    {
        var leaves = new int[Weights.Length];
        for (int i = leaves.Length - 1; i >= 0; i--)
            leaves[i] = Nodes.All[i].IsLeaf ? 1 : leaves[Nodes.All[i].Left] + leaves[Nodes.All[i].Left + 1];
        return leaves;
    }

    /// <summary>The tree as a diagram.</summary>
    /// <param name="answer">What a node answers.</param>
    /// <param name="shade">How far a node's answer leans, -1 to 1.</param>
    /// <param name="maxDepth">Nodes below are left out, and counted.</param>
    /// <param name="title">What stands above.</param>
    internal TreeDiagram Diagram(Func<int, string> answer, Func<int, double> shade, int maxDepth, string title)
    {
        int[] leaves = LeavesBelow();
        maxDepth = Math.Min(maxDepth, 64);
        TreeDiagramNode Draw(int node, int depth)
        {
            var at = Nodes.All[node];
            string rows = string.Create(CultureInfo.InvariantCulture, $"{Weights[node]:0.###} rows");
            if (at.IsLeaf) return new TreeDiagramNode([answer(node), rows]) { Shade = shade(node) };
            if (depth >= maxDepth)
                return new TreeDiagramNode([answer(node), rows, string.Create(CultureInfo.InvariantCulture, $"{leaves[node]} leaves below")]) { Shade = shade(node) };
            return new TreeDiagramNode([Question(node), answer(node), rows, string.Create(CultureInfo.InvariantCulture, $"gain {Gain(node):G4}")])
            {
                Shade = shade(node),
                Children = [Draw(at.Left, depth + 1), Draw(at.Left + 1, depth + 1)],
                Links = ["yes", "no"],
            };
        }
        return new TreeDiagram { Root = Draw(0, 0), Title = title };
    }

    internal void Write(ArtefactWriter writer)
    {
        _inputs.Write(writer);
        Nodes.Write(writer, _inputs);
        writer.Set("weights", Tensor.From(Weights));
        writer.Set("impurities", Tensor.From(Impurities));
        writer.Set("numbers", Tensor.Own(Numbers, new Shape(Weights.Length, _width)));
    }

    internal static (TreeInputs Inputs, TreeOutline Tree) Read(ArtefactReader reader, int width)
    {
        var inputs = TreeInputs.Read(reader);
        var nodes = TreeNodes.Read(reader, inputs);
        if (nodes.Trees != 1) throw reader.Fail($"it has {nodes.Trees} trees where one is expected");
        double[] weights = reader.Tensor("weights", DType.Float64, nodes.All.Length).ToArray<double>();
        double[] impurities = reader.Tensor("impurities", DType.Float64, nodes.All.Length).ToArray<double>();
        if (!Array.TrueForAll(weights, w => w > 0) || !Array.TrueForAll(impurities, i => i >= 0))
            throw reader.Fail("a node has no weight or an impurity below 0");
        double[] numbers = reader.Tensor("numbers", DType.Float64, nodes.All.Length, width).ToArray<double>();
        return (inputs, new TreeOutline(inputs, nodes, width, weights, impurities, numbers));
    }
}
