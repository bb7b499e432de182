namespace Cairn.Optimizers;

/// <summary>L-BFGS (Nocedal 1980) for a network whose loss is computed on all rows at once: the last steps and changes of the gradient
/// stand for the curvature. <see cref="For"/> makes the stepper of one run.</summary>
/// <remarks>It is no <see cref="Optimizer"/>: it computes the loss as often as it must. On batches that change from step to step it
/// misleads itself.</remarks>
public sealed record Lbfgs
{
    /// <summary>How many steps back it remembers, at least 1; 10 unless set.</summary>
    public int Memory
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Memory), value, "Memory is at least 1");
    } = 10;

    /// <summary>How many times the length that the curvature says is tried first, above 0; 1 unless set.</summary>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "LearningRate must be above 0 and finite");
    } = 1;

    /// <summary>True, unless set, to halve a step until the loss falls by at least 0.0001 of what its slope promises (Armijo 1966); false
    /// to go as far as it is.</summary>
    public bool Searches { get; init; } = true;

    /// <summary>The stepper of one run over these parameters; running statistics and frozen ones are left out.</summary>
    /// <exception cref="ArgumentException">There is nothing to train.</exception>
    public LbfgsStepper For(IReadOnlyList<Parameter> parameters) => new(this, parameters);
}
