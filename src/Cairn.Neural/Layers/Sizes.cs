using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Lists of sizes in the fields of a layer.</summary>
static class Sizes
{
    internal static void Set(ArtefactWriter writer, string name, ReadOnlySpan<int> sizes) =>
        writer.Set(name, Tensor.From(sizes, sizes.Length));

    internal static int[] Read(ArtefactReader reader, string name) => reader.Tensor(name, DType.Int32, -1).ToArray<int>();

    internal static void Set(ArtefactWriter writer, string name, PerAxis numbers) =>
        Set(writer, name, [.. Enumerable.Range(0, numbers.Count).Select(a => numbers.At(a, 0))]);

    internal static PerAxis ReadPerAxis(ArtefactReader reader, string name) => PerAxis.Of(Read(reader, name));
}
