namespace Cairn.Training;

/// <summary>Something done while a network trains: a recipe. <see cref="Watch"/> makes what looks on at one training.</summary>
public abstract record Callback : Recipe
{
    /// <summary>What looks on at one training.</summary>
    public abstract ITrainingWatcher Watch();

    /// <summary>Does something after every step of the optimizer.</summary>
    /// <param name="act">What; <see cref="TrainingRun.Stop"/> ends the training.</param>
    public static Callback AfterStep(Action<TrainingRun> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return new Acting(act, null);
    }

    /// <summary>Does something after every epoch, when the validation rows are measured: <c>Callback.AfterEpoch(run =>
    /// Console.WriteLine(run.Epochs[^1]))</c>.</summary>
    /// <param name="act">What; <see cref="TrainingRun.Stop"/> ends the training.</param>
    public static Callback AfterEpoch(Action<TrainingRun> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return new Acting(null, act);
    }

    sealed record Acting(Action<TrainingRun>? Step, Action<TrainingRun>? Epoch) : Callback, ITrainingWatcher
    {
        public override ITrainingWatcher Watch() => this;

        public void StepEnded(TrainingRun run) => Step?.Invoke(run);

        public void EpochEnded(TrainingRun run) => Epoch?.Invoke(run);
    }
}
