namespace Cairn.Schedules;

/// <summary>1 throughout.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override double Factor(long step, IReadOnlyList<double> losses) => 1;
}
