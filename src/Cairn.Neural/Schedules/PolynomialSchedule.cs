namespace Cairn.Schedules;

/// <summary>l + (1 - l) (1 - t / n)^p at step t, from 1 to the lowest l in n steps and there from then on.</summary>
public sealed record PolynomialSchedule : Schedule
{
    /// <summary>n, at least 1; 1,000 unless set.</summary>
    public long Steps { get; init => field = Count(value, nameof(Steps)); } = 1000;

    /// <summary>The factor at the end and after it, from 0 to 1; 0 unless set.</summary>
    public double Lowest { get; init => field = Share(value, nameof(Lowest)); }

    /// <summary>p, above 0; 1, a straight line, unless set.</summary>
    public double Power
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Power), value, "Power must be above 0 and finite");
    } = 1;

    /// <inheritdoc/>
    public override double Factor(long step, IReadOnlyList<double> losses) =>
        Lowest + (1 - Lowest) * Kernels.SafeMath.Pow(1 - Math.Min((double)step / Steps, 1), Power);
}
