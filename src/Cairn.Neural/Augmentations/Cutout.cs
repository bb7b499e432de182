using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Covers a square about a random pixel, which may reach over the border (DeVries and Taylor 2017).</summary>
public sealed record Cutout : Augmentation
{
    /// <summary>The side of the square in pixels, at least 1; 8 unless set.</summary>
    public int Side
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Side), value, "Side is at least 1");
    } = 8;

    /// <summary>What it is filled with; 0 unless set.</summary>
    public float Fill { get; init => field = Finite(value, nameof(Fill)); }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        int top = rng.Index(height) - Side / 2, left = rng.Index(width) - Side / 2;
        Cover(picture, channels, height, width, top, left, Side, Side, Fill);
    }

    /// <summary>Fills what of a box lies in the picture.</summary>
    internal static void Cover(Span<float> picture, int channels, int height, int width, int top, int left, int boxHeight, int boxWidth, float fill)
    {
        int firstRow = Math.Max(0, top), lastRow = Math.Min(height, top + boxHeight), first = Math.Max(0, left), last = Math.Min(width, left + boxWidth);
        for (int c = 0; c < channels; c++)
            for (int y = firstRow; y < lastRow; y++) picture[((c * height + y) * width + first)..((c * height + y) * width + last)].Fill(fill);
    }
}
