using System.Buffers;
using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Adds a normal number of mean 0 to every pixel.</summary>
public sealed record Noise : Augmentation
{
    /// <summary>The standard deviation, not negative; .05 unless set.</summary>
    public double Deviation { get; init => field = NotNegative(value, nameof(Deviation)); } = 0.05;

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        float[] noise = ArrayPool<float>.Shared.Rent(picture.Length);
        rng.FillNormal(noise.AsSpan(0, picture.Length));
        for (int i = 0; i < picture.Length; i++) picture[i] += (float)Deviation * noise[i];
        ArrayPool<float>.Shared.Return(noise);
    }
}
