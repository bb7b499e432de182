using Cairn.Optimizers;

namespace Cairn;

/// <summary>How parameters follow their gradients: a recipe. <see cref="For"/> makes the stepper of one run.</summary>
public abstract record Optimizer
{
    /// <summary>How far a step goes; above 0.</summary>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "LearningRate must be above 0 and finite");
    } = 0.01;

    /// <summary>The names of what is kept for every parameter from step to step, each a tensor of its shape that starts at 0.</summary>
    internal abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Changes one parameter by its gradient.</summary>
    internal abstract void Update(in ParameterStep step);

    /// <summary>The stepper of one run over these parameters; running statistics and frozen ones are left out.</summary>
    /// <exception cref="ArgumentException">There is nothing to train.</exception>
    public Stepper For(IReadOnlyList<Parameter> parameters) => new(this, parameters);
}
