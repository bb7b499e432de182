using Cairn.Persistence;

namespace Cairn.Training;

/// <summary>Looks on at one training, and may stop it.</summary>
public interface ITrainingWatcher
{
    /// <summary>Before the first step, or the first one after resuming.</summary>
    void Began(TrainingRun run) { }

    /// <summary>In every step, when the gradients are computed and before the optimizer takes them.</summary>
    void GradientsComputed(TrainingRun run) { }

    /// <summary>After every step of the optimizer.</summary>
    void StepEnded(TrainingRun run) { }

    /// <summary>After every epoch, measured on the validation rows too.</summary>
    void EpochEnded(TrainingRun run) { }

    /// <summary>After the last step, also of a training that was stopped.</summary>
    void Ended(TrainingRun run) { }

    /// <summary>Writes what must be known to go on after a checkpoint.</summary>
    void Write(ArtefactWriter writer) { }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    void Read(ArtefactReader reader) { }
}
