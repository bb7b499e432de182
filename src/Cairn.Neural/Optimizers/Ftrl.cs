namespace Cairn.Optimizers;

/// <summary>Follow the regularized leader, proximal (McMahan et al. 2013): n sums squared gradients, z ← z + g - (√(n + g²) - √n) / η ·
/// w, and w = 0 where |z| ≤ λ₁, else -(z - sign(z) λ₁) / ((β + √n) / η + 2 λ₂).</summary>
/// <remarks>λ₁ and λ₂ are <see cref="Optimizer.L1"/> and <see cref="Optimizer.L2"/>; they are part of the formula and make many weights
/// exactly 0. It is made for parameters that start at 0: what others start from fades at the first step.</remarks>
public sealed record Ftrl : Optimizer
{
    /// <summary>β, above 0; 1 unless set.</summary>
    public double Beta { get; init => field = Positive(value, nameof(Beta)); } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["z", "sum"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) =>
        (step with { L1 = 0, L2 = 0 }).Run(new Rule(step.LearningRate, Beta, step.L1, 2 * step.L2));

    readonly struct Rule(double rate, double beta, double l1, double l2) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            double before = Math.Sqrt(kept.Second);
            kept.Second += g * g;
            double root = Math.Sqrt(kept.Second);
            kept.First += g - (root - before) / rate * w;
            w = Math.Abs(kept.First) <= l1 ? 0 : -(kept.First - Math.CopySign(l1, kept.First)) / ((beta + root) / rate + l2);
        }
    }
}
