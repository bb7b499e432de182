namespace Cairn.Optimizers;

/// <summary>Adagrad (Duchi et al. 2011): s ← s + g², w ← w - η g / (√s + ε): a rate for every weight, the smaller the more it
/// moved.</summary>
public sealed record Adagrad : Optimizer
{
    /// <summary>ε, above 0; 1e-10 unless set.</summary>
    public double Epsilon { get; init => field = Positive(value, nameof(Epsilon)); } = 1e-10;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["sum"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) => step.Run(new Rule(step.LearningRate, Epsilon));

    readonly struct Rule(double rate, double epsilon) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            kept.First += g * g;
            w -= rate * g / (Math.Sqrt(kept.First) + epsilon);
        }
    }
}
