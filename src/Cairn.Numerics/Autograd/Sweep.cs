namespace Cairn.Autograd;

/// <summary>One walk back through a graph: every node after all that were computed from it, each once.</summary>
/// <remarks>
/// The order is that of a depth-first search and depends on the graph alone, so gradients are added in the same order every time. The
/// search keeps its path and its list in the nodes themselves and so allocates nothing. One sweep at a time may be in a node; leaves,
/// which graphs share, hold no such state.
/// </remarks>
sealed class Sweep
{
    [ThreadStatic] static Sweep? _current;

    static int _runs;

    readonly int _run;
    readonly Node?[]? _targets;
    readonly Tensor?[]? _found;
    readonly bool _stopsAtTargets;
    readonly Sweep? _outer;
    readonly Leaf? _except;

    /// <summary>A sweep for all leaves, or for the targets alone.</summary>
    /// <param name="targets">The nodes whose gradients are looked for; null for all leaves.</param>
    /// <param name="inside">True inside a rule: gradients stop at the targets, and other leaves take part in the sweep around.</param>
    /// <param name="except">A leaf that does not count.</param>
    Sweep(Node?[]? targets, bool inside, Leaf? except = null)
    {
        do _run = Interlocked.Increment(ref _runs);
        while (_run == 0);
        _targets = targets;
        _found = targets is null ? null : new Tensor?[targets.Length];
        _stopsAtTargets = inside;
        _outer = inside ? _current : null;
        _except = except;
    }

    /// <summary>The sweep that this thread is in.</summary>
    internal static Sweep? Current => _current;

    /// <summary>Adds the gradients of all leaves to them.</summary>
    internal static void ToLeaves(Node root, Tensor dy, bool retainGraph, bool createGraph) =>
        new Sweep(null, inside: false).Run(root, dy, retainGraph, createGraph);

    /// <summary>The gradients by the targets alone, null for those that the root does not depend on.</summary>
    internal static Tensor?[] ToTargets(Node root, Tensor dy, Node?[] targets, bool retainGraph, bool createGraph, bool inside = false)
    {
        var sweep = new Sweep(targets, inside);
        sweep.Run(root, dy, retainGraph, createGraph);
        return sweep._found!;
    }

    /// <summary>True when a leaf other than <paramref name="except"/> lies behind the root.</summary>
    internal static bool DependsOnOthers(Node root, Leaf except)
    {
        if (root is Leaf leaf) return leaf != except;
        var node = new Sweep(null, inside: false, except).Order(root);
        bool depends = root.IsNeeded;
        while (node is not null) node = Leave(node);
        return depends;
    }

    internal bool Wants(Leaf leaf) =>
        leaf != _except && (_targets is null || leaf.IsUnnamed || IndexOf(leaf) >= 0 || (_outer?.Wants(leaf) ?? false));

    internal void Take(Leaf leaf, Tensor gradient)
    {
        if (_targets is null) leaf.Accumulate(gradient, _run);
        else if (IndexOf(leaf) is >= 0 and var i) _found![i] = _found[i] is { } before ? before + gradient : gradient;
        else _outer?.Take(leaf, gradient);
    }

    /// <summary>The sum of gradients that a leaf has so far, where this sweep may add to its memory; null where it may not.</summary>
    internal Tensor? SumOf(Leaf leaf) => _targets is null ? leaf.SumOf(_run) : null;

    void Run(Node root, Tensor dy, bool retainGraph, bool createGraph)
    {
        if (root is Leaf leaf)
        {
            Take(leaf, dy);
            return;
        }
        var before = _current;
        _current = this;
        Node? node = null;
        using var mode = Gradients.Set(createGraph);
        try
        {
            node = Order(root);
            root.Pending = dy;
            while (node is not null)
            {
                if (node.IsNeeded && node.Pending is { } gradient) Visit(node, gradient);
                if (node.IsNeeded && !retainGraph && !IsEnd(node)) node.Free();
                node = Leave(node);
            }
        }
        finally
        {
            while (node is not null) node = Leave(node);
            _current = before;
        }
    }

    void Visit(Node node, Tensor dy)
    {
        if (IndexOf(node) is >= 0 and var i) _found![i] = dy;
        if (!IsEnd(node)) node.Differentiate(dy);
    }

    /// <summary>All nodes behind the root, each before those that it was computed from, linked by <see cref="Node.Next"/>.</summary>
    Node? Order(Node root)
    {
        Node? first = null, at = null;
        try
        {
            at = Enter(root, null);
            while (at is not null)
            {
                if (at.Cursor < at.Inputs.Length)
                {
                    var input = at.Inputs[at.Cursor++];
                    if (input is Leaf leaf) at.IsNeeded |= Wants(leaf);
                    else if (input is not null && input.Run == _run) at.IsNeeded |= input.IsNeeded;
                    else if (input is not null) at = Enter(input, at);
                }
                else
                {
                    var parent = at.Next;
                    at.Next = first;
                    first = at;
                    if (parent is not null) parent.IsNeeded |= at.IsNeeded;
                    at = parent;
                }
            }
            return first;
        }
        catch
        {
            while (at is not null) at = Leave(at);
            while (first is not null) first = Leave(first);
            throw;
        }
    }

    Node Enter(Node node, Node? parent)
    {
        if (node.Run != 0 || (node.IsFreed && _stopsAtTargets))
            throw new InvalidOperationException($"Backward: the graph behind {node.Operation} is being walked already; "
                + "give a checkpointed function every computed tensor that it uses as an input, and do not share a graph among threads");
        node.ThrowIfFreed();
        node.Run = _run;
        node.IsNeeded = IndexOf(node) >= 0;
        node.Cursor = IsEnd(node) ? node.Inputs.Length : 0;
        node.Next = parent;
        return node;
    }

    /// <summary>Takes the sweep's notes out of a node and gives the next one.</summary>
    static Node? Leave(Node node)
    {
        var next = node.Next;
        node.Run = 0;
        node.Next = null;
        node.Pending = null;
        return next;
    }

    bool IsEnd(Node node) => _stopsAtTargets && IndexOf(node) >= 0;

    int IndexOf(Node node) => _targets is null ? -1 : Array.IndexOf(_targets, node);
}
