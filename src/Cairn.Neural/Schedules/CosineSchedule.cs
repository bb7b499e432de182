namespace Cairn.Schedules;

/// <summary>l + (1 - l) (1 + cos(π t / n)) / 2 at step t, from 1 to the lowest l in n steps and there from then on (Loshchilov and
/// Hutter 2017).</summary>
public sealed record CosineSchedule : Schedule, ISpanningSchedule
{
    /// <summary>n, at least 1; null, unless set, for all steps of the training, which the <see cref="Trainer"/> tells.</summary>
    public long? Steps { get; init => field = Count(value, nameof(Steps)); }

    /// <summary>The factor at the end and after it, from 0 to 1; 0 unless set.</summary>
    public double Lowest { get; init => field = Share(value, nameof(Lowest)); }

    /// <inheritdoc/>
    public Schedule Over(long steps) => Steps is null ? this with { Steps = steps } : this;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The steps are not known.</exception>
    public override double Factor(long step, IReadOnlyList<double> losses)
    {
        double share = Math.Min((double)step / Known(Steps), 1);
        return Lowest + (1 - Lowest) * (1 + Kernels.SafeMath.Cos(Math.PI * share)) / 2;
    }
}
