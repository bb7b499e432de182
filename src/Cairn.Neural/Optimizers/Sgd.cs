using System.Numerics;
using Cairn.Kernels;

namespace Cairn.Optimizers;

/// <summary>Stochastic gradient descent: w ← w - η g; with momentum u ← μ u + g and w ← w - η u (or η (g + μ u) with Nesterov's
/// step).</summary>
/// <remarks>The form u ← μ u + (1 - μ) g, also in use, is this one with the learning rate times 1 - μ: set
/// <see cref="IsAverage"/>.</remarks>
public sealed record Sgd : Optimizer
{
    /// <summary>μ, at least 0 and below 1; 0, none, unless set.</summary>
    public double Momentum { get; init => field = Share(value, nameof(Momentum)); }

    /// <summary>True for Nesterov's step, which looks ahead along the momentum (Sutskever et al. 2013).</summary>
    public bool IsNesterov { get; init; }

    /// <summary>True for u ← μ u + (1 - μ) g: the mean of the gradients in place of their sum. False unless set.</summary>
    public bool IsAverage { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => Momentum > 0 ? ["velocity"] : [];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step)
    {
        if (step.IsPlain && step.WeightDecay == 0 && !IsAverage)
        {
            if (step.Value.DType == DType.Float32) Plain<float>(step);
            else Plain<double>(step);
        }
        else if (Momentum > 0) step.Run(new MomentumRule(step.LearningRate, Momentum, IsAverage ? 1 - Momentum : 1, IsNesterov));
        else step.Run(new DescentRule(step.LearningRate));
    }

    void Plain<T>(in ParameterStep step) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rate = T.CreateTruncating(step.LearningRate), decay = T.CreateTruncating(2 * step.L2);
        if (Momentum == 0) Updates.Descent(step.Elements<T>(), step.Slopes<T>(), rate, decay);
        else
            Updates.Momentum(step.Elements<T>(), step.Slopes<T>(), step.Elements<T>(0), rate, T.CreateTruncating(Momentum), decay,
                IsNesterov);
    }

    readonly struct DescentRule(double rate) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept) => w -= rate * g;
    }

    readonly struct MomentumRule(double rate, double momentum, double share, bool isNesterov) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            kept.First = momentum * kept.First + share * g;
            w -= rate * (isNesterov ? share * g + momentum * kept.First : kept.First);
        }
    }
}
