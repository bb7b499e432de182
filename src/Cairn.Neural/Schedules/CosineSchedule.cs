namespace Cairn.Schedules;

/// <summary>l + (1 - l) (1 + cos(π t / n)) / 2 at step t, from 1 to the lowest l in n steps and there from then on (Loshchilov and
/// Hutter 2017).</summary>
public sealed record CosineSchedule : Schedule
{
    /// <summary>n, at least 1; 1,000 unless set.</summary>
    public long Steps { get; init => field = Count(value, nameof(Steps)); } = 1000;

    /// <summary>The factor at the end and after it, from 0 to 1; 0 unless set.</summary>
    public double Lowest { get; init => field = Share(value, nameof(Lowest)); }

    /// <inheritdoc/>
    public override double Factor(long step, IReadOnlyList<double> losses)
    {
        double share = Math.Min((double)step / Steps, 1);
        return Lowest + (1 - Lowest) * (1 + Kernels.SafeMath.Cos(Math.PI * share)) / 2;
    }
}
