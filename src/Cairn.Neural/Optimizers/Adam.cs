namespace Cairn.Optimizers;

/// <summary>Adam (Kingma and Ba 2015): m and v are running means of the gradient and of its square, and
/// w ← w - η m̂ / (√v̂ + ε) with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ).</summary>
/// <remarks>With <see cref="Optimizer.WeightDecay"/> it is <see cref="AdamW"/>; <see cref="Optimizer.L2"/> adds to the gradient, which the
/// division then rescales.</remarks>
public sealed record Adam : Optimizer
{
    /// <summary>Adam with a learning rate of 0.001.</summary>
    public Adam() => LearningRate = 0.001;

    /// <summary>β₁, at least 0 and below 1; 0.9 unless set.</summary>
    public double Beta1 { get; init => field = Share(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, at least 0 and below 1; 0.999 unless set.</summary>
    public double Beta2 { get; init => field = Share(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, above 0; 1e-8 unless set.</summary>
    public double Epsilon { get; init => field = Positive(value, nameof(Epsilon)); } = 1e-8;

    /// <summary>True to divide by the greatest v so far in place of v, so that steps never grow again (AMSGrad, Reddi et al. 2018).
    /// False unless set.</summary>
    public bool IsAmsGrad { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => AdamRule.SlotsOf(IsAmsGrad);

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) => AdamRule.Step(step, Beta1, Beta2, Epsilon, IsAmsGrad);
}
