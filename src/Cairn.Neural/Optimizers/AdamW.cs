namespace Cairn.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019): w ← w - η λ w - η m̂ / (√v̂ + ε), m̂ and v̂ as in
/// <see cref="Adam"/>.</summary>
public sealed record AdamW : Optimizer
{
    /// <summary>AdamW with a learning rate of 0.001 and a decay λ of 0.01.</summary>
    public AdamW() => (LearningRate, WeightDecay) = (0.001, 0.01);

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
