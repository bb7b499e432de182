using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Turns the picture about its centre by a random angle, read between the pixels.</summary>
public sealed record Rotation : Augmentation
{
    /// <summary>The largest angle either way, in degrees; 10 unless set.</summary>
    public double Degrees { get; init => field = NotNegative(value, nameof(Degrees)); } = 10;

    /// <summary>What comes in from outside; 0 unless set.</summary>
    public float Fill { get; init => field = Finite(value, nameof(Fill)); }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Turn(picture, channels, height, width, Within(Degrees, rng), Fill);
    }

    /// <summary>Turns counter-clockwise.</summary>
    internal static void Turn(Span<float> picture, int channels, int height, int width, double degrees, float fill)
    {
        if (degrees == 0) return;
        double angle = degrees * (Math.PI / 180), cos = SafeMath.Cos(angle), sin = SafeMath.Sin(angle);
        new Warp(cos, -sin, sin, cos).Apply(picture, channels, height, width, fill);
    }
}
