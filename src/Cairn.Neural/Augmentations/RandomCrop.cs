using System.Buffers;
using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Puts a border around the picture and cuts a picture of the old size out of it anywhere.</summary>
public sealed record RandomCrop : Augmentation
{
    /// <summary>The pixels of the border on each side, at least 0; 4 unless set.</summary>
    public int Padding
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Padding), value, "Padding cannot be negative");
    } = 4;

    /// <summary>What the border is filled with; 0 unless set.</summary>
    public float Fill { get; init => field = Finite(value, nameof(Fill)); }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        int down = rng.Index(2 * Padding + 1) - Padding, across = rng.Index(2 * Padding + 1) - Padding;
        if (down == 0 && across == 0) return;
        float[] old = ArrayPool<float>.Shared.Rent(picture.Length);
        picture.CopyTo(old);
        picture.Fill(Fill);
        int first = Math.Max(0, across), count = width - Math.Abs(across);
        for (int c = 0; c < channels && count > 0; c++)
            for (int y = Math.Max(0, down); y < Math.Min(height, height + down); y++)
                old.AsSpan((c * height + y - down) * width + first - across, count).CopyTo(picture[((c * height + y) * width + first)..]);
        ArrayPool<float>.Shared.Return(old);
    }
}
