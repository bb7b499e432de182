namespace Cairn.Optimizers;

/// <summary>Adam by the greatest gradient in place of the mean square (Kingma and Ba 2015): m ← β₁ m + (1 - β₁) g,
/// u ← max(β₂ u, |g| + ε), w ← w - η / (1 - β₁ᵗ) · m / u.</summary>
public sealed record Adamax : Optimizer
{
    /// <summary>Adamax with a learning rate of 0.002.</summary>
    public Adamax() => LearningRate = 0.002;

    /// <summary>β₁, at least 0 and below 1; 0.9 unless set.</summary>
    public double Beta1 { get; init => field = Share(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, at least 0 and below 1; 0.999 unless set.</summary>
    public double Beta2 { get; init => field = Share(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, above 0; 1e-8 unless set.</summary>
    public double Epsilon { get; init => field = Positive(value, nameof(Epsilon)); } = 1e-8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["mean", "greatest"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) =>
        step.Run(new Rule(step.LearningRate / (1 - Kernels.SafeMath.Pow(Beta1, step.Count)), Beta1, Beta2, Epsilon));

    readonly struct Rule(double rate, double beta1, double beta2, double epsilon) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            kept.First = beta1 * kept.First + (1 - beta1) * g;
            kept.Second = Math.Max(beta2 * kept.Second, Math.Abs(g) + epsilon);
            w -= rate * kept.First / kept.Second;
        }
    }
}
