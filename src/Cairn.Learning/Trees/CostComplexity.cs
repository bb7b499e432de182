namespace Cairn.Trees;

/// <summary>
/// Minimal cost-complexity pruning: as long as some question lowers the tree's impurity by less than the strength for each leaf that it
/// costs, the one that lowers it least becomes a leaf. Breiman, Friedman, Olshen, Stone, Classification and Regression Trees, 1984, 3.3.
/// </summary>
static class CostComplexity
{
    internal static void Prune(GrownNode root, double strength, FitContext context)
    {
        if (strength <= 0) return;
        var nodes = new List<GrownNode> { root }; // parents before children
        var parents = new Dictionary<GrownNode, GrownNode>();
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Split is null) continue;
            foreach (var child in new[] { nodes[i].Left!, nodes[i].Right! })
            {
                nodes.Add(child);
                parents[child] = nodes[i];
            }
        }
        var below = new Dictionary<GrownNode, (double Risk, int Leaves)>(); // of the leaves below a node
        for (int i = nodes.Count - 1; i >= 0; i--) below[nodes[i]] = Sum(nodes[i]);

        (double, int) Sum(GrownNode node) => node.Split is null ? (Risk(node), 1)
            : (below[node.Left!].Risk + below[node.Right!].Risk, below[node.Left!].Leaves + below[node.Right!].Leaves);
        double Risk(GrownNode node) => node.Weight / root.Weight * node.Impurity;

        // One weakest link at a time; the links of what hangs below a pruned node are gone.
        var alive = nodes.Where(n => n.Split is not null).ToHashSet();
        var queue = new PriorityQueue<(GrownNode Node, int Leaves), (double, int)>();
        var place = new Dictionary<GrownNode, int>();
        for (int i = 0; i < nodes.Count; i++) place[nodes[i]] = i;
        void Queue(GrownNode node) => queue.Enqueue((node, below[node].Leaves),
            ((Risk(node) - below[node].Risk) / (below[node].Leaves - 1), place[node]));
        foreach (var node in nodes)
            if (node.Split is not null) Queue(node);
        while (queue.TryDequeue(out var link, out var priority))
        {
            if (priority.Item1 > strength) break;
            if (!alive.Contains(link.Node) || below[link.Node].Leaves != link.Leaves) continue; // an old value
            context.ThrowIfCancelled();
            var gone = new Stack<GrownNode>([link.Node]);
            while (gone.TryPop(out var node))
            {
                if (!alive.Remove(node)) continue;
                gone.Push(node.Left!);
                gone.Push(node.Right!);
                (node.Split, node.Left, node.Right) = (null, null, null);
            }
            below[link.Node] = Sum(link.Node);
            for (var node = link.Node; parents.TryGetValue(node, out var parent); node = parent)
            {
                below[parent] = Sum(parent);
                Queue(parent);
            }
        }
    }
}
