using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Moves the picture by a random part of its size, read between the pixels.</summary>
public sealed record Translation : Augmentation
{
    /// <summary>The largest way up or down, as a part of the height, 0 to 1; .1 unless set.</summary>
    public double Vertical { get; init => field = Share(value, nameof(Vertical)); } = 0.1;

    /// <summary>The largest way left or right, as a part of the width, 0 to 1; .1 unless set.</summary>
    public double Horizontal { get; init => field = Share(value, nameof(Horizontal)); } = 0.1;

    /// <summary>What comes in from outside; 0 unless set.</summary>
    public float Fill { get; init => field = Finite(value, nameof(Fill)); }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        double down = Within(Vertical * height, rng), right = Within(Horizontal * width, rng);
        new Warp(1, 0, 0, 1, -right, -down).Apply(picture, channels, height, width, Fill);
    }
}
