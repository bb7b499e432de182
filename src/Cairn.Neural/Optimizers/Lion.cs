namespace Cairn.Optimizers;

/// <summary>Lion (Chen et al. 2023): w ← w - η sign(β₁ m + (1 - β₁) g), then m ← β₂ m + (1 - β₂) g: every weight moves by η.</summary>
public sealed record Lion : Optimizer
{
    /// <summary>Lion with a learning rate of 0.0001.</summary>
    public Lion() => LearningRate = 0.0001;

    /// <summary>β₁, at least 0 and below 1; 0.9 unless set.</summary>
    public double Beta1 { get; init => field = Share(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, at least 0 and below 1; 0.99 unless set.</summary>
    public double Beta2 { get; init => field = Share(value, nameof(Beta2)); } = 0.99;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["mean"];

    /// <inheritdoc/>
    public override void Update(in ParameterStep step) => step.Run(new Rule(step.LearningRate, Beta1, Beta2));

    readonly struct Rule(double rate, double beta1, double beta2) : IElementRule
    {
        public void Take(ref double w, double g, ref Kept kept)
        {
            double d = beta1 * kept.First + (1 - beta1) * g;
            kept.First = beta2 * kept.First + (1 - beta2) * g;
            w -= d > 0 ? rate : d < 0 ? -rate : 0;
        }
    }
}
