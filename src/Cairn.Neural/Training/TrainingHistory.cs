using Cairn.Plotting;

namespace Cairn.Training;

/// <summary>How a training went, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(IReadOnlyList<EpochRecord> epochs, string stopReason) => (Epochs, StopReason) = (epochs, stopReason);

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; }

    /// <summary>Why it ended, in words.</summary>
    public string StopReason { get; }

    /// <summary>What looked wrong, in words; empty where nothing did.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>The epoch, counted from 1, with the smallest validation loss, or training loss without validation.</summary>
    public int BestEpoch => Epochs.MinBy(e => e.ValidationLoss ?? e.Loss)?.Epoch ?? 0;

    /// <summary>The epoch, counted from 1, to whose parameters <see cref="EarlyStopping"/> went back at the end; null when the network was left as the last step
    /// made it.</summary>
    public int? KeptEpoch { get; internal init; }

    /// <summary>Validation loss less training loss in the last epoch: how much was learned by heart; null without validation.</summary>
    public double? OverfitGap => Epochs.Count == 0 ? null : Epochs[^1].ValidationLoss - Epochs[^1].Loss;

    /// <summary>True when it was broken off by a divergence or a cancellation, and the best epoch before was kept.</summary>
    internal bool WasBroken { get; init; }

    /// <summary>The losses over the epochs, the best epoch marked, and the overfit gap.</summary>
    public Chart LearningCurve() => LossCurve.Of([.. Epochs.Select(e => e.Loss)],
        [.. Epochs.Where(e => e.ValidationLoss is not null).Select(e => e.ValidationLoss!.Value)]);

    /// <summary>One line: epochs, last losses, best epoch, notes.</summary>
    public override string ToString() => Epochs.Count == 0 ? "no epochs" : string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Epochs.Count} epochs, loss {Epochs[^1].Loss:G4}{(Epochs[^1].ValidationLoss is { } v ? $", validation {v:G4}" : "")}, best in epoch {BestEpoch}; {StopReason}")
        + string.Concat(Notes.Select(n => "; note: " + n));
}
