using System.Numerics;

namespace Cairn.Layers;

/// <summary>Which elements stay in this step.</summary>
static class Masks
{
    /// <summary>1 with the given probability, else 0: element i by draw i of the layer's numbers in this step.</summary>
    internal static Tensor Draw(DType dtype, Shape shape, double kept, string path, string purpose)
    {
        var rng = Mode.Stream(path, purpose).Start();
        var mask = Tensor.Unfilled<float>(shape, out var draws);
        rng.Fill(draws);
        Choose(draws, kept);
        return mask.To(dtype);
    }

    /// <summary>1 for what is below the bound, else 0.</summary>
    static void Choose(Span<float> draws, double kept)
    {
        // the least float that is not below the bound: so floats can be compared
        float bound = (float)kept;
        if (bound < kept) bound = MathF.BitIncrement(bound);
        int i = 0;
        for (; i <= draws.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var below = Vector.LessThan(new Vector<float>(draws[i..]), new Vector<float>(bound));
            Vector.ConditionalSelect(below, Vector<float>.One, Vector<float>.Zero).CopyTo(draws[i..]);
        }
        for (; i < draws.Length; i++) draws[i] = draws[i] < bound ? 1 : 0;
    }
}
