using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Draws the pixels of the picture away from its mean, or towards it, by a random factor: mean + f (x - mean).</summary>
public sealed record Contrast : Augmentation
{
    /// <summary>How far f lies from 1 at most, 0 to 1; .2 unless set.</summary>
    public double Change { get; init => field = Share(value, nameof(Change)); } = 0.2;

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        double sum = 0;
        foreach (float pixel in picture) sum += pixel;
        float mean = (float)(sum / picture.Length), factor = (float)(1 + Within(Change, rng));
        foreach (ref float pixel in picture) pixel = mean + factor * (pixel - mean);
    }
}
