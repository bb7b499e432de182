namespace Cairn.Schedules;

/// <summary>γ^(t / n) at step t: less by a factor in every n steps, smoothly.</summary>
public sealed record ExponentialSchedule : Schedule
{
    /// <summary>n, at least 1; 1,000 unless set.</summary>
    public long Steps { get; init => field = Count(value, nameof(Steps)); } = 1000;

    /// <summary>γ, from 0 to 1; 0.1 unless set.</summary>
    public double Decay { get; init => field = Share(value, nameof(Decay)); } = 0.1;

    /// <inheritdoc/>
    public override double Factor(long step, IReadOnlyList<double> losses) => Kernels.SafeMath.Pow(Decay, (double)step / Steps);
}
