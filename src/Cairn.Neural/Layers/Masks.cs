namespace Cairn.Layers;

/// <summary>Which elements stay in this step.</summary>
static class Masks
{
    /// <summary>1 with the given probability, else 0: element i by draw i of the layer's numbers in this step.</summary>
    internal static Tensor Draw(DType dtype, Shape shape, double kept, string path, string purpose)
    {
        var rng = Mode.Stream(path, purpose).Start();
        var draws = new float[shape.Elements];
        rng.Fill(draws);
        for (int i = 0; i < draws.Length; i++) draws[i] = draws[i] < kept ? 1 : 0;
        return Tensor.Own(draws, shape).To(dtype);
    }
}
