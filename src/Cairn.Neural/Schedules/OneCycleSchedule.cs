namespace Cairn.Schedules;

/// <summary>Up from 1 / d to 1 along a cosine, then down along another to 1 / (d e), in n steps in all (Smith and Topin 2018). The
/// learning rate is the greatest one.</summary>
public sealed record OneCycleSchedule : Schedule, ISpanningSchedule
{
    /// <summary>n, at least 1; null, unless set, for all steps of the training, which the <see cref="Trainer"/> tells.</summary>
    public long? Steps { get; init => field = Count(value, nameof(Steps)); }

    /// <summary>Which share of the steps goes up, above 0 and below 1; 0.3 unless set.</summary>
    public double RiseShare
    {
        get;
        init => field = value is > 0 and < 1
            ? value : throw new ArgumentOutOfRangeException(nameof(RiseShare), value, "RiseShare lies between 0 and 1");
    } = 0.3;

    /// <summary>d, at least 1; 25 unless set.</summary>
    public double StartDivisor { get; init => field = Divisor(value, nameof(StartDivisor)); } = 25;

    /// <summary>e, at least 1; 10,000 unless set.</summary>
    public double EndDivisor { get; init => field = Divisor(value, nameof(EndDivisor)); } = 10000;

    /// <inheritdoc/>
    public Schedule Over(long steps) => Steps is null ? this with { Steps = steps } : this;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The steps are not known.</exception>
    public override double Factor(long step, IReadOnlyList<double> losses)
    {
        double steps = Known(Steps), top = RiseShare * steps - 1, last = steps - 1, first = 1 / StartDivisor;
        if (step <= top) return Between(first, 1, top > 0 ? step / top : 1);
        return Between(1, first / EndDivisor, last > top ? Math.Min((step - top) / (last - top), 1) : 1);
    }

    static double Between(double from, double to, double share) => to + (from - to) / 2 * (Kernels.SafeMath.Cos(Math.PI * share) + 1);

    static double Divisor(double value, string name) => value >= 1 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1 and finite");
}
