namespace Cairn.Optimizers;

/// <summary>Adadelta (Zeiler 2012): s ← ρ s + (1 - ρ) g², d = g √(r + ε) / √(s + ε), r ← ρ r + (1 - ρ) d², w ← w - η d: steps in the
/// unit of the weights, so that η is 1.</summary>
public sealed record Adadelta : Optimizer
{
    /// <summary>Adadelta with a learning rate of 1.</summary>
    public Adadelta() => LearningRate = 1;

    /// <summary>ρ, at least 0 and below 1; 0.9 unless set.</summary>
    public double Rho { get; init => field = Share(value, nameof(Rho)); } = 0.9;

    /// <summary>ε, above 0; 1e-6 unless set.</summary>
    public double Epsilon { get; init => field = Positive(value, nameof(Epsilon)); } = 1e-6;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["square", "step"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) => step.Run(new Rule(step.LearningRate, Rho, Epsilon));

    readonly struct Rule(double rate, double rho, double epsilon) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            kept.First = rho * kept.First + (1 - rho) * (g * g);
            double d = g * (Math.Sqrt(kept.Second + epsilon) / Math.Sqrt(kept.First + epsilon));
            kept.Second = rho * kept.Second + (1 - rho) * (d * d);
            w -= rate * d;
        }
    }
}
