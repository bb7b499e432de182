using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Covers a rectangle of random place, area and proportions with some probability (Zhong et al. 2017).</summary>
public sealed record RandomErasing : Augmentation
{
    const int Attempts = 10; // for a rectangle that fits

    /// <summary>The probability, 0 to 1; 1/2 unless set.</summary>
    public double Probability { get; init => field = Share(value, nameof(Probability)); } = 0.5;

    /// <summary>The smallest and the largest part of the picture that is covered, 0 to 1; .02 to .33 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They lie outside, or in the wrong order.</exception>
    public (double Least, double Most) Area
    {
        get;
        init => field = value.Least > 0 && value.Least <= value.Most && value.Most <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Area), value, "Area: two parts above 0 up to 1, the smaller first");
    } = (0.02, 0.33);

    /// <summary>How much longer one side may be than the other, at least 1; 3 unless set.</summary>
    public double Elongation
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Elongation), value, "Elongation is at least 1 and finite");
    } = 3;

    /// <summary>What it is filled with; 0 unless set.</summary>
    public float Fill { get; init => field = Finite(value, nameof(Fill)); }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!rng.Bernoulli(Probability)) return;
        for (int i = 0; i < Attempts; i++)
        {
            double area = height * width * (Area.Least + (Area.Most - Area.Least) * rng.Uniform());
            double ratio = SafeMath.Exp(Within(SafeMath.Log(Elongation), rng)); // as often 2 to 1 as 1 to 2
            int boxHeight = (int)Math.Round(Math.Sqrt(area * ratio)), boxWidth = (int)Math.Round(Math.Sqrt(area / ratio));
            if (boxHeight < 1 || boxWidth < 1 || boxHeight > height || boxWidth > width) continue;
            int top = rng.Index(height - boxHeight + 1), left = rng.Index(width - boxWidth + 1);
            Cutout.Cover(picture, channels, height, width, top, left, boxHeight, boxWidth, Fill);
            return;
        }
    }
}
