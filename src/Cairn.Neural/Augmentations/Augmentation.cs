using System.Globalization;
using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>A random change of a picture that leaves its class as it is: a recipe, which a <see cref="Training.DataLoader"/> applies anew each
/// epoch. A change of one's own derives from this record.</summary>
public abstract record Augmentation : Recipe
{
    /// <summary>Changes a picture in place.</summary>
    /// <param name="picture">The pixels, channel after channel, row after row.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="height">The rows of a channel.</param>
    /// <param name="width">The columns of a channel.</param>
    /// <param name="rng">Where all that is random comes from; no other picture draws from it.</param>
    public abstract void Apply(Span<float> picture, int channels, int height, int width, Rng rng);

    /// <summary>Changes each of some pictures, as a look at what a recipe does.</summary>
    /// <param name="pictures">Float32 [rows, channels, height, width].</param>
    /// <param name="seed">The seed; picture i draws its own numbers.</param>
    /// <exception cref="ArgumentException">They are no such pictures.</exception>
    public Tensor Apply(Tensor pictures, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank != 4 || pictures.DType != DType.Float32)
            throw new ArgumentException($"{GetType().Name}: float32 pictures [rows, channels, height, width] are changed, got {pictures.DType.Name()} {pictures.Shape}",
                nameof(pictures));
        return Training.SampleChanges.Augmented(pictures, [this], seed, 0, 0);
    }

    internal static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} lies between 0 and 1");

    internal static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative");

    internal static float Finite(float value, string name) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value.ToString(CultureInfo.InvariantCulture), $"{name} must be finite");

    /// <summary>A number from -reach to reach.</summary>
    internal static double Within(double reach, Rng rng) => reach * (2 * rng.Uniform() - 1);
}
