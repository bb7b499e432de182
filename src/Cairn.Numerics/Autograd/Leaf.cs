namespace Cairn.Autograd;

/// <summary>Where the graph begins: a parameter, which keeps its gradient.</summary>
sealed class Leaf : Node
{
    /// <summary>The sum of the gradients that reached the parameter, in memory of its own.</summary>
    internal Tensor? Gradient;

    // the sweep that made the sum, which alone may add to its memory: once it is over, others may hold the tensor
    int _adder;

    /// <summary>True of the leaf that stands for parameters nobody names, which every sweep has to look for.</summary>
    internal bool IsUnnamed { get; init; }

    internal void Accumulate(Tensor gradient, int sweep)
    {
        if (SumOf(sweep) is { } own) own.Add(gradient);
        else if (Gradient is { } sum) (Gradient, _adder) = (sum + gradient, sweep);
        else Gradient = gradient.Claimed();
    }

    /// <summary>The sum so far when the sweep may add to its memory; null when it may not.</summary>
    internal Tensor? SumOf(int sweep) =>
        Gradient is { Node: null } && _adder == sweep && !Gradients.AreOn && !Anomalies.AreDetected ? Gradient : null;

    protected override void Backward(Tensor dy) => throw new InvalidOperationException("A leaf has no rule");
}
