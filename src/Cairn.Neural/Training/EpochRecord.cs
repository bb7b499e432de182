using System.Globalization;

namespace Cairn.Training;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Loss">The mean training loss over the epoch, as the parameters moved.</param>
/// <param name="ValidationLoss">The loss on the validation rows after it; null without such rows.</param>
/// <param name="LearningRate">How far its last step went.</param>
/// <param name="Seconds">How long it took; no part of what a resumed training repeats.</param>
public sealed record EpochRecord(int Epoch, double Loss, double? ValidationLoss, double LearningRate, double Seconds)
{
    /// <summary>The trainer's metrics on the validation rows, in their order; empty without such rows.</summary>
    public ValueList<double> Metrics { get; init; }

    /// <summary>One line: the epoch, its losses and metrics.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"epoch {Epoch}: loss {Loss:G4}{(ValidationLoss is { } v ? $", validation {v:G4}" : "")}")
        + (Metrics.Count == 0 ? "" : ", metrics " + string.Join(" ", Metrics.Select(m => m.ToString("G4", CultureInfo.InvariantCulture))));
}
