using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Makes a change, or several one after the other, with some probability.</summary>
public sealed record Sometimes : Augmentation
{
    /// <summary>The probability, 0 to 1; 1/2 unless set.</summary>
    public double Probability { get; init => field = Share(value, nameof(Probability)); } = 0.5;

    /// <summary>The changes.</summary>
    public required ValueList<Augmentation> Changes { get; init; }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!rng.Bernoulli(Probability)) return;
        foreach (var change in Changes) change.Apply(picture, channels, height, width, rng);
    }
}
