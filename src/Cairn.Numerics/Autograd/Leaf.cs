namespace Cairn.Autograd;

/// <summary>Where the graph begins: a parameter, which keeps its gradient.</summary>
sealed class Leaf : Node
{
    /// <summary>The sum of the gradients that reached the parameter, in memory of its own.</summary>
    internal Tensor? Gradient;

    /// <summary>True of the leaf that stands for parameters nobody names, which every sweep has to look for.</summary>
    internal bool IsUnnamed { get; init; }

    internal void Accumulate(Tensor gradient) => Gradient = Gradient is { } before ? before + gradient : gradient.Claimed();

    protected override void Backward(Tensor dy) => throw new InvalidOperationException("A leaf has no rule");
}
