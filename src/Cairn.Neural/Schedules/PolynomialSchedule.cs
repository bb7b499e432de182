namespace Cairn.Schedules;

/// <summary>l + (1 - l) (1 - t / n)^p at step t, from 1 to the lowest l in n steps and there from then on.</summary>
public sealed record PolynomialSchedule : Schedule, ISpanningSchedule
{
    /// <summary>n, at least 1; null, unless set, for all steps of the training, which the <see cref="Trainer"/> tells.</summary>
    public long? Steps { get; init => field = Count(value, nameof(Steps)); }

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
    public Schedule Over(long steps) => Steps is null ? this with { Steps = steps } : this;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The steps are not known.</exception>
    public override double Factor(long step, IReadOnlyList<double> losses) =>
        Lowest + (1 - Lowest) * Kernels.SafeMath.Pow(1 - Math.Min((double)step / Known(Steps), 1), Power);
}
