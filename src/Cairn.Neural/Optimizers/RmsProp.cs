namespace Cairn.Optimizers;

/// <summary>RMSProp (Tieleman and Hinton 2012): s ← ρ s + (1 - ρ) g², w ← w - η g / (√s + ε); centred, √(s - m²) with the mean m of the
/// gradients in place of √s; with momentum, u ← μ u + g / (√s + ε) and w ← w - η u.</summary>
public sealed record RmsProp : Optimizer
{
    /// <summary>ρ, at least 0 and below 1; 0.9 unless set.</summary>
    public double Rho { get; init => field = Share(value, nameof(Rho)); } = 0.9;

    /// <summary>μ, at least 0 and below 1; 0, none, unless set.</summary>
    public double Momentum { get; init => field = Share(value, nameof(Momentum)); }

    /// <summary>True to divide by the deviation of the gradients in place of their size. False unless set.</summary>
    public bool IsCentred { get; init; }

    /// <summary>ε, above 0; 1e-8 unless set.</summary>
    public double Epsilon { get; init => field = Positive(value, nameof(Epsilon)); } = 1e-8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots =>
        IsCentred ? ["square", "velocity", "mean"] : Momentum > 0 ? ["square", "velocity"] : ["square"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) => step.Run(new Rule(step.LearningRate, Rho, Momentum, IsCentred, Epsilon));

    readonly struct Rule(double rate, double rho, double momentum, bool isCentred, double epsilon) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            kept.First = rho * kept.First + (1 - rho) * (g * g);
            double square = kept.First;
            if (isCentred)
            {
                kept.Third = rho * kept.Third + (1 - rho) * g;
                square = Math.Max(square - kept.Third * kept.Third, 0); // not below 0 by rounding
            }
            kept.Second = momentum * kept.Second + g / (Math.Sqrt(square) + epsilon);
            w -= rate * kept.Second;
        }
    }
}
