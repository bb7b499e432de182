using Cairn.Optimizers;
using Cairn.Schedules;

namespace Cairn;

/// <summary>How parameters follow their gradients: a recipe. <see cref="For"/> makes the stepper of one run.</summary>
/// <remarks>Penalties and decay are for weights alone: parameters of one axis (biases, the scales of normalizing layers) are left out
/// of them unless a <see cref="ParameterGroup"/> says otherwise. One of one's own says what it keeps and gives the formula for one element; rates, penalties,
/// clipping, groups, schedules and checkpoints are all here.</remarks>
public abstract record Optimizer : Recipe
{
    /// <summary>η, how far a step goes; above 0.</summary>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "LearningRate must be above 0 and finite");
    } = 0.01;

    /// <summary>What the learning rate is multiplied by, step by step; 1 throughout unless set.</summary>
    public Schedule Schedule
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Schedule));
            field = value;
        }
    } = new ConstantSchedule();

    /// <summary>λ of decoupled decay, w ← w - η λ w beside the step, which adaptive optimizers do not rescale (Loshchilov and Hutter 2019);
    /// 0 unless set.</summary>
    public double WeightDecay { get; init => field = Strength(value, nameof(WeightDecay)); }

    /// <summary>λ of the penalty λ Σ w², which adds 2 λ w to the gradient; 0 unless set.</summary>
    public double L2 { get; init => field = Strength(value, nameof(L2)); }

    /// <summary>λ of the penalty λ Σ|w|, as a step of η λ toward 0 that stops there, so that weights become 0 and stay so while their
    /// gradient is below λ (proximal gradient descent); with <see cref="L2"/> an elastic net. 0 unless set.</summary>
    public double L1 { get; init => field = Strength(value, nameof(L1)); }

    /// <summary>The greatest length of the gradients of all parameters taken as one vector; a longer one is scaled to it. Null, any length,
    /// unless set.</summary>
    public double? ClipNorm { get; init => field = Limit(value, nameof(ClipNorm)); }

    /// <summary>The greatest size of an element of a gradient; a larger one is cut to it, before <see cref="ClipNorm"/>. Null, any size,
    /// unless set.</summary>
    public double? ClipValue { get; init => field = Limit(value, nameof(ClipValue)); }

    /// <summary>What is different for some parameters; the first group that fits a parameter counts. None unless set.</summary>
    public ValueList<ParameterGroup> Groups
    {
        get;
        init
        {
            foreach (var group in value) ArgumentNullException.ThrowIfNull(group, nameof(Groups));
            field = value;
        }
    }

    /// <summary>The names of what is kept for every parameter from step to step, three at most, each a tensor of its shape that starts at 0.</summary>
    protected internal abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Changes one parameter by its gradient: <see cref="ParameterStep.Run{TRule}(TRule)"/> with the formula for one element.</summary>
    /// <param name="step">The parameter, its gradient, and what is kept for it.</param>
    protected internal abstract void Update(in ParameterStep step);

    /// <summary>The stepper of one run over these parameters; running statistics and frozen ones are left out.</summary>
    /// <exception cref="ArgumentException">There is nothing to train.</exception>
    public Stepper For(IReadOnlyList<Parameter> parameters) => new(this, parameters);

    internal static double Strength(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative");

    /// <summary>A share of what stays from step to step.</summary>
    private protected static double Share(double value, string name) => value is >= 0 and < 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} lies in [0, 1)");

    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and finite");

    static double? Limit(double? value, string name) => value is null || (value > 0 && double.IsFinite(value.Value))
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and finite, or null");
}
