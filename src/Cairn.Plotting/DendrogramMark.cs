namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds a tree of merges: leaves side by side along the horizontal axis, each merge a bracket at its height.</summary>
    /// <param name="leaves">The names of the leaves, n of them, each once, in any order: the tree puts them side by side.</param>
    /// <param name="merges">n - 1 merges of two nodes at a height: nodes 0 to n - 1 are the leaves, node n + i is what merge i makes.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the tree on top.</returns>
    /// <exception cref="ArgumentException">There are not n - 1 merges, a node is merged twice or not made yet, a height is negative or not
    /// finite, or a name is null or stands twice.</exception>
    public Chart Dendrogram(ReadOnlySpan<string> leaves, ReadOnlySpan<(int First, int Second, double Height)> merges, string? name = null)
    {
        Distinct(leaves, nameof(leaves), nameof(Dendrogram));
        if (leaves.Length == 0 || merges.Length != leaves.Length - 1)
            throw new ArgumentException($"Dendrogram: {merges.Length} merges of {leaves.Length} leaves; give one merge fewer than leaves", nameof(merges));
        var taken = new bool[leaves.Length + merges.Length];
        for (var i = 0; i < merges.Length; i++)
        {
            var (first, second, height) = merges[i];
            if (!(height >= 0 && double.IsFinite(height)))
                throw new ArgumentException($"Dendrogram: merges[{i}] is at the height {Decimals.Short(height)}; heights are finite and from 0 on",
                    nameof(merges));
            foreach (var node in (ReadOnlySpan<int>)[first, second])
            {
                if (node < 0 || node >= leaves.Length + i || taken[node])
                    throw new ArgumentException($"Dendrogram: merges[{i}] takes node {node}, which is not there or taken already", nameof(merges));
                taken[node] = true;
            }
        }
        return With(new DendrogramMark(leaves.ToArray(), merges.ToArray()) { Name = name });
    }
}

/// <summary>A tree of merges over its leaves: the leaves are categories, a merge stands between those it joins.</summary>
sealed class DendrogramMark((string[] Names, double[] Places) leaves, (int First, int Second, double Height)[] merges) : Mark
{
    public DendrogramMark(string[] names, (int First, int Second, double Height)[] merges) : this(Order(names, merges), merges) { }

    public override Swatch Swatch => Swatch.Line;

    public override void Measure(Extent x, Extent y)
    {
        foreach (var name in leaves.Names)
            x.Place(name);
        foreach (var merge in merges)
            y.Include(merge.Height);
        y.Anchor();
        y.Pad();
    }

    public override void Draw(Plot plot, int colour)
    {
        var n = leaves.Names.Length;
        var (places, heights) = (new double[n + merges.Length], new double[n + merges.Length]);
        for (var i = 0; i < n; i++)
            places[i] = plot.X.Place(leaves.Names[(int)leaves.Places[i]]);
        for (var i = 0; i < merges.Length; i++)
        {
            var (first, second, height) = merges[i];
            (places[n + i], heights[n + i]) = ((places[first] + places[second]) / 2, height);
            Point P(int node, double at) => new(plot.X.At(places[node]), plot.Y.At(at));
            plot.Surface.Line([P(first, heights[first]), P(first, height), P(second, height), P(second, heights[second])], colour);
        }
    }

    public override string Describe(Extent x, Extent y) => Phrase("dendrogram", leaves.Names.Length, leaves.Names.Length == 1 ? "leaf" : "leaves", 0);

    /// <summary>The names in the order in which no two brackets cross, and the place of each leaf among them.</summary>
    static (string[] Names, double[] Places) Order(string[] names, (int First, int Second, double Height)[] merges)
    {
        var n = names.Length;
        var (ordered, places) = (new List<string>(), new double[n]);
        var open = new Stack<int>([n + merges.Length - 1]);
        while (open.TryPop(out var node))
        {
            if (node >= n)
            {
                open.Push(merges[node - n].Second);
                open.Push(merges[node - n].First);
                continue;
            }
            places[node] = ordered.Count;
            ordered.Add(names[node]);
        }
        return ([.. ordered], places);
    }
}
