using Cairn.Optimizers;

namespace Cairn.Training;

/// <summary>A training under way, as callbacks see it.</summary>
public sealed class TrainingRun
{
    readonly List<EpochRecord> _records = [];
    readonly List<string> _notes = [];
    bool _hasPredicted;

    internal TrainingRun(Trainer recipe, Module net, Stepper stepper, DataLoader train) =>
        (Recipe, Net, Stepper, Train, BatchesAnEpoch, RowsAnEpoch, MeanWeight) =
            (recipe, net, stepper, train, train.Batches, train.Rows, train.MeanWeight);

    /// <summary>The trainer.</summary>
    public Trainer Recipe { get; }

    /// <summary>The network being trained.</summary>
    public Module Net { get; }

    /// <summary>The optimizer at work.</summary>
    public Stepper Stepper { get; }

    /// <summary>The batches, and steps, of an epoch; null for a stream.</summary>
    public int? BatchesAnEpoch { get; }

    /// <summary>The rows of an epoch; null for a stream.</summary>
    public int? RowsAnEpoch { get; }

    /// <summary>The rows it learns from.</summary>
    internal DataLoader Train { get; }

    /// <summary>The mean weight of these rows; 1 when all are alike.</summary>
    internal double MeanWeight { get; }

    /// <summary>The epoch under way, counted from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The batches done in this epoch.</summary>
    public int Batch { get; internal set; }

    /// <summary>The loss of the last batch.</summary>
    public double BatchLoss { get; internal set; } = double.NaN;

    /// <summary>The mean loss over the rows of this epoch so far.</summary>
    public double Loss => LossSum / RowsDone;

    /// <summary>How far the last step went.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>The epochs that are done.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _records;

    /// <summary>What looks wrong, in words: a softmax before a loss that has one inside, for instance.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Why the training stops here; null while it goes on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>The epoch, counted from 1, to whose parameters the network goes back when the training ends now; null for those of the last
    /// step.</summary>
    public int? KeptEpoch { get; internal set; }

    /// <summary>True between the end of an epoch and the next one.</summary>
    internal bool IsBetweenEpochs { get; set; }

    internal IReadOnlyList<ITrainingWatcher> Watchers { get; init; } = [];

    internal double LossSum { get; set; }

    internal long RowsDone { get; set; }

    /// <summary>Ends the training after this step.</summary>
    /// <param name="reason">Why, in words.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        StopReason ??= reason;
    }

    /// <summary>Looks at the first predictions of all.</summary>
    internal void Look(Tensor predictions, Loss loss)
    {
        if (_hasPredicted) return;
        _hasPredicted = true;
        using var off = Autograd.Gradients.Off();
        if (loss.Doubt(predictions) is { } doubt) _notes.Add(doubt);
    }

    /// <summary>Notes an epoch, of this training or of the one it goes on with, and tells the optimizer's schedule.</summary>
    internal void Add(EpochRecord record)
    {
        _records.Add(record);
        Stepper.Observe(record.ValidationLoss ?? record.Loss);
    }
}
