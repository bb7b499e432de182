namespace Cairn.Optimizers;

/// <summary>Adam with Nesterov's look ahead (Dozat 2016): w ← w - η (μₜ₊₁ m / (1 - Π μ₁..μₜ₊₁) + (1 - μₜ) g / (1 - Π μ₁..μₜ)) / (√v̂ + ε)
/// with μₜ = β₁ (1 - ½ · 0.96^(t ψ)).</summary>
public sealed record NAdam : Optimizer
{
    /// <summary>NAdam with a learning rate of 0.002.</summary>
    public NAdam() => LearningRate = 0.002;

    /// <summary>β₁, at least 0 and below 1; 0.9 unless set.</summary>
    public double Beta1 { get; init => field = Share(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, at least 0 and below 1; 0.999 unless set.</summary>
    public double Beta2 { get; init => field = Share(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, above 0; 1e-8 unless set.</summary>
    public double Epsilon { get; init => field = Positive(value, nameof(Epsilon)); } = 1e-8;

    /// <summary>ψ, how fast μ goes to β₁, not negative; 0.004 unless set.</summary>
    public double MomentumDecay { get; init => field = Strength(value, nameof(MomentumDecay)); } = 0.004;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["mean", "square"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step)
    {
        double product = 1; // of μ₁ to μₜ, which soon is too small to matter
        for (long t = 1; t <= step.Count && product > 1e-20; t++) product *= MomentumAt(t);
        double now = MomentumAt(step.Count), next = MomentumAt(step.Count + 1);
        step.Run(new Rule(step.LearningRate * (1 - now) / (1 - product), step.LearningRate * next / (1 - product * next), Beta1, Beta2,
            1 - Kernels.SafeMath.Pow(Beta2, step.Count), Epsilon));
    }

    double MomentumAt(long t) => Beta1 * (1 - 0.5 * Kernels.SafeMath.Pow(0.96, t * MomentumDecay));

    readonly struct Rule(double gradientRate, double meanRate, double beta1, double beta2, double bias2, double epsilon) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            kept.First = beta1 * kept.First + (1 - beta1) * g;
            kept.Second = beta2 * kept.Second + (1 - beta2) * (g * g);
            w -= (gradientRate * g + meanRate * kept.First) / (Math.Sqrt(kept.Second / bias2) + epsilon);
        }
    }
}
