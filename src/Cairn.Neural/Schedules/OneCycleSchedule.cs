namespace Cairn.Schedules;

/// <summary>Up from 1 / d to 1 along a cosine, then down along another to 1 / (d e), in n steps in all (Smith and Topin 2018). The
/// learning rate is the greatest one.</summary>
public sealed record OneCycleSchedule : Schedule
{
    /// <summary>n, at least 1; 1,000 unless set.</summary>
    public long Steps { get; init => field = Count(value, nameof(Steps)); } = 1000;

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
    public override double Factor(long step, IReadOnlyList<double> losses)
    {
        double top = RiseShare * Steps - 1, last = Steps - 1, first = 1 / StartDivisor;
        if (step <= top) return Between(first, 1, top > 0 ? step / top : 1);
        return Between(1, first / EndDivisor, last > top ? Math.Min((step - top) / (last - top), 1) : 1);
    }

    static double Between(double from, double to, double share) => to + (from - to) / 2 * (Kernels.SafeMath.Cos(Math.PI * share) + 1);

    static double Divisor(double value, string name) => value >= 1 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1 and finite");
}
