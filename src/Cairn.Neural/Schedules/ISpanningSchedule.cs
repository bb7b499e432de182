namespace Cairn.Schedules;

/// <summary>A schedule that may span a whole training, however long that is: a <see cref="Trainer"/> asks it for the one over its steps.</summary>
/// <remarks>The number of steps follows from the trainer's epochs and the batches of one, so that a training resumed by the same trainer goes
/// on along the same line.</remarks>
public interface ISpanningSchedule
{
    /// <summary>The schedule over so many steps: itself where its own steps are set.</summary>
    /// <param name="steps">The steps of the training, all epochs together; at least 1.</param>
    Schedule Over(long steps);
}
