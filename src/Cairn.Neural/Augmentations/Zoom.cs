using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Makes the picture larger or smaller about its centre by a random factor, read between the pixels.</summary>
public sealed record Zoom : Augmentation
{
    /// <summary>The smallest and the largest factor, positive; .9 to 1.1 unless set. Above 1 things grow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not positive and finite, or in the wrong order.</exception>
    public (double Least, double Most) Factor
    {
        get;
        init => field = value.Least > 0 && value.Least <= value.Most && double.IsFinite(value.Most)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Factor), value, "Factor: two positive numbers, the smaller first");
    } = (0.9, 1.1);

    /// <summary>True to draw a factor for each axis, which stretches; false, the default, for one.</summary>
    public bool Stretches { get; init; }

    /// <summary>What comes in from outside; 0 unless set.</summary>
    public float Fill { get; init => field = Finite(value, nameof(Fill)); }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        double across = Drawn(rng), down = Stretches ? Drawn(rng) : across;
        new Warp(1 / across, 0, 0, 1 / down).Apply(picture, channels, height, width, Fill);
    }

    double Drawn(Rng rng) => Factor.Least + (Factor.Most - Factor.Least) * rng.Uniform();
}
