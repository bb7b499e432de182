using Cairn.Persistence;

namespace Cairn.Training;

/// <summary>Saves the whole state of a training now and then, so that <see cref="Trainer.Resume(string, Module, DataLoader, DataLoader?, FitContext?)"/>
/// goes on with the bits of never having stopped.</summary>
/// <remarks>A file is whole or not there: it is written beside and renamed, so that a crash loses no completed checkpoint.</remarks>
public sealed record Checkpointing : Callback
{
    /// <summary>The file, replaced each time.</summary>
    public required string Path
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Path));
            field = value;
        }
    }

    /// <summary>After how many steps to save, at least 1; null, the default, means after each epoch.</summary>
    public int? EverySteps
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(EverySteps), value, "EverySteps is at least 1");
    }

    /// <inheritdoc/>
    public override ITrainingWatcher Watch() => new Watcher(this);

    sealed class Watcher(Checkpointing recipe) : ITrainingWatcher
    {
        public void StepEnded(TrainingRun run)
        {
            if (recipe.EverySteps is { } every && run.Stepper.Steps % every == 0) Save(run);
        }

        public void EpochEnded(TrainingRun run)
        {
            if (recipe.EverySteps is null) Save(run);
        }

        void Save(TrainingRun run) => ModelFile.Save(new TrainingCheckpoint(run), recipe.Path);
    }
}
