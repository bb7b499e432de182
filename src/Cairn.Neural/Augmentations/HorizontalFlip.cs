using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Exchanges left and right with some probability.</summary>
public sealed record HorizontalFlip : Augmentation
{
    /// <summary>The probability, 0 to 1; 1/2 unless set.</summary>
    public double Probability { get; init => field = Share(value, nameof(Probability)); } = 0.5;

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!rng.Bernoulli(Probability)) return;
        for (int row = 0; row < channels * height; row++) picture.Slice(row * width, width).Reverse();
    }
}
