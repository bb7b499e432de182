namespace Cairn.Schedules;

/// <summary>a + (1 - a) t / n at step t, a straight line from a first factor a to 1 in n steps, and another schedule from there.</summary>
public sealed record WarmUpSchedule : Schedule, ISpanningSchedule
{
    /// <summary>n, at least 1; 100 unless set.</summary>
    public long Steps { get; init => field = Count(value, nameof(Steps)); } = 100;

    /// <summary>a, from 0 to 1; 0.01 unless set.</summary>
    public double First { get; init => field = Share(value, nameof(First)); } = 0.01;

    /// <summary>What comes after, its steps counted from the end of this; 1 throughout unless set.</summary>
    public Schedule Next
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Next));
            field = value;
        }
    } = new ConstantSchedule();

    /// <summary>The same, with <see cref="Next"/> over the steps that are left after its own.</summary>
    /// <inheritdoc/>
    public Schedule Over(long steps) => Next is ISpanningSchedule next ? this with { Next = next.Over(Math.Max(steps - Steps, 1)) } : this;

    /// <inheritdoc/>
    public override double Factor(long step, IReadOnlyList<double> losses) =>
        step < Steps ? First + (1 - First) * step / Steps : Next.Factor(step - Steps, losses);
}
