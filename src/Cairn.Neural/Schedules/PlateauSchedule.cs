namespace Cairn.Schedules;

/// <summary>Less by a factor whenever the measured loss has not become smaller for longer than a patience.</summary>
/// <remarks>The losses come from <see cref="Optimizers.Stepper.Observe"/>.</remarks>
public sealed record PlateauSchedule : Schedule
{
    /// <summary>What the factor is multiplied by, from 0 to 1; 0.1 unless set.</summary>
    public double Decay { get; init => field = Share(value, nameof(Decay)); } = 0.1;

    /// <summary>How many losses may be no better before the one at which it falls, at least 0; 10 unless set.</summary>
    public int Patience
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Patience), value, "Patience is at least 0");
    } = 10;

    /// <summary>By what share of the best loss another must be below it to be better, from 0 to 1; 0.0001 unless set.</summary>
    public double Threshold { get; init => field = Share(value, nameof(Threshold)); } = 1e-4;

    /// <summary>The least factor, from 0 to 1; 0 unless set.</summary>
    public double Lowest { get; init => field = Share(value, nameof(Lowest)); }

    /// <inheritdoc/>
    public override double Factor(long step, IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        double factor = 1, best = double.PositiveInfinity;
        int worse = 0;
        foreach (double loss in losses)
        {
            if (double.IsPositiveInfinity(best) ? loss < best : loss < best - Threshold * Math.Abs(best)) (best, worse) = (loss, 0);
            else worse++;
            if (worse <= Patience) continue;
            factor = Math.Max(factor * Decay, Lowest);
            worse = 0;
        }
        return factor;
    }
}
