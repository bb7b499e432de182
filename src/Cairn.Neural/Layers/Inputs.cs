using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>What layers ask of what they are given.</summary>
static class Inputs
{
    /// <summary>A layer in a message: its name, and where it stands in a network that was initialized.</summary>
    internal static string Named(Module layer) => layer.Path.Length == 0 ? layer.GetType().Name : $"{layer.GetType().Name} at {layer.Path}";

    /// <summary>A vector over the channels, shaped to stand beside x [rows, channels, ...].</summary>
    /// <exception cref="ArgumentException">x has no axis 1 of that size, or another type.</exception>
    internal static Tensor AlongChannels(Tensor vector, Tensor x, Module layer)
    {
        CheckChannels(x, vector.Length, layer);
        CheckType(x, vector, layer);
        return vector.Reshape([vector.Length, .. Enumerable.Repeat(1, x.Rank - 2)]);
    }

    /// <exception cref="ArgumentException">Axis 1 of x has another size.</exception>
    internal static void CheckChannels(Tensor x, int channels, Module layer)
    {
        if (x.Rank < 2 || x.Shape[1] != channels)
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, {channels}, ...] is expected",
                nameof(x));
    }

    /// <exception cref="ArgumentException">The last axes of x have other sizes.</exception>
    internal static void CheckLast(Tensor x, ReadOnlySpan<int> sizes, Module layer)
    {
        if (x.Rank <= sizes.Length || !x.Shape.AsSpan()[^sizes.Length..].SequenceEqual(sizes))
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, ..., "
                + $"{new Shape(sizes).ToString()[1..]} is expected", nameof(x));
    }

    /// <exception cref="ArgumentException">x is not [rows, places, features] with at most as many places as a table has.</exception>
    internal static void CheckPlaces(Tensor x, Shape table, Module layer)
    {
        if (x.Rank != 3 || x.Shape[2] != table[1] || x.Shape[1] > table[0])
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, at most {table[0]}, {table[1]}] "
                + "is expected", nameof(x));
    }

    /// <exception cref="ArgumentException">x is not [rows, times, features] with one time at least.</exception>
    internal static void CheckSequence(Tensor x, int features, Module layer)
    {
        if (x.Rank != 3 || x.Shape[2] != features || x.Shape[1] == 0)
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, times, {features}] with one time at least "
                + "is expected", nameof(x));
    }

    /// <exception cref="ArgumentException">x is not [rows, places, features].</exception>
    internal static void CheckPlacesOf(Tensor x, int features, Module layer)
    {
        if (x.Rank != 3 || x.Shape[2] != features)
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, places, {features}] is expected",
                nameof(x));
    }

    /// <exception cref="ArgumentException">x is not [rows, features].</exception>
    internal static void CheckRows(Tensor x, int features, Module layer)
    {
        if (x.Rank != 2 || x.Shape[1] != features)
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, {features}] is expected", nameof(x));
    }

    /// <exception cref="ArgumentException">x has fewer axes.</exception>
    internal static void CheckRank(Tensor x, int least, Module layer)
    {
        if (x.Rank < least)
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} has {x.Rank} axes where at least {least} are "
                + "expected, rows first", nameof(x));
    }

    /// <exception cref="ArgumentException">x is not floating [rows, channels, spatial...] with as many spatial axes as there are numbers
    /// for.</exception>
    internal static void CheckImages(Tensor x, Module layer, PerAxis numbers = default)
    {
        CheckFloating(x, layer);
        if (x.Rank is < 3 or > 5 || (numbers.Count > 1 && numbers.Count != x.Rank - 2))
            throw new ArgumentException($"{Named(layer)}: an input of {x.Shape} where [rows, channels, spatial...] with "
                + $"{(numbers.Count > 1 ? $"{numbers.Count}" : "one to three")} spatial axes is expected", nameof(x));
    }

    /// <summary>The activation that a layer was saved with.</summary>
    internal static Activation ReadActivation(ArtefactReader reader) =>
        Enum.TryParse<Activation>(reader.Text("activation"), out var activation) && Enum.IsDefined(activation)
            ? activation : throw reader.Fail("there is no such activation");

    /// <exception cref="ArgumentException">The elements of x are not floating.</exception>
    internal static void CheckFloating(Tensor x, Module layer)
    {
        if (!x.DType.IsFloating())
            throw new ArgumentException($"{Named(layer)}: an input {x.Shape} of {x.DType.Name()} where float32 or float64 is "
                + "expected; convert it with To<float>()", nameof(x));
    }

    /// <exception cref="ArgumentException">The elements of x are of another type than the parameters.</exception>
    internal static void CheckType(Tensor x, Tensor parameter, Module layer)
    {
        if (x.DType != parameter.DType)
            throw new ArgumentException($"{Named(layer)}: an input {x.Shape} of {x.DType.Name()} meets parameters of "
                + $"{parameter.DType.Name()}; convert one with To(DType)", nameof(x));
    }

    /// <exception cref="ArgumentOutOfRangeException">What is added to a variance is not above 0 and finite.</exception>
    internal static double Epsilon(double epsilon) => epsilon > 0 && double.IsFinite(epsilon)
        ? epsilon : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon must be above 0 and finite");
}
