using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Adds a random amount to every pixel. Nothing is clipped: normalized pictures have no bounds.</summary>
public sealed record Brightness : Augmentation
{
    /// <summary>The largest amount either way, not negative; .2 unless set.</summary>
    public double Change { get; init => field = NotNegative(value, nameof(Change)); } = 0.2;

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        float amount = (float)Within(Change, rng);
        foreach (ref float pixel in picture) pixel += amount;
    }
}
