namespace Cairn.Optimizers;

/// <summary>Stochastic gradient descent: w ← w - η g; with momentum u ← μ u + g and w ← w - η u (or η (g + μ u) with Nesterov's step).</summary>
public sealed record Sgd : Optimizer
{
    /// <summary>μ, at least 0 and below 1; 0, none, unless set.</summary>
    public double Momentum
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Momentum), value, "Momentum lies in [0, 1)");
    }

    /// <summary>True for Nesterov's step, which looks ahead along the momentum (Sutskever et al. 2013).</summary>
    public bool IsNesterov { get; init; }

    internal override IReadOnlyList<string> Slots => Momentum > 0 ? ["velocity"] : [];

    internal override void Update(in ParameterStep step)
    {
        var g = step.Gradient;
        if (Momentum > 0)
        {
            var u = step.Slots[0];
            u.CopyFrom(u * Momentum + g);
            g = IsNesterov ? g + u * Momentum : u;
        }
        step.Value.CopyFrom(step.Value - g * step.LearningRate);
    }
}
