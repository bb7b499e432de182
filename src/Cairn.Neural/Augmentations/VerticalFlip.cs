using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Exchanges top and bottom with some probability.</summary>
public sealed record VerticalFlip : Augmentation
{
    /// <summary>The probability, 0 to 1; 1/2 unless set.</summary>
    public double Probability { get; init => field = Share(value, nameof(Probability)); } = 0.5;

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!rng.Bernoulli(Probability)) return;
        for (int c = 0; c < channels; c++)
        {
            var plane = picture.Slice(c * height * width, height * width);
            plane.Reverse();
            for (int y = 0; y < height; y++) plane.Slice(y * width, width).Reverse();
        }
    }
}
