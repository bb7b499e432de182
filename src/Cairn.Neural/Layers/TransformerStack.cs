using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Layers one above the other, and a normalization at the end where one is given: what <see cref="TransformerEncoder"/> and
/// <see cref="TransformerDecoder"/> have in common.</summary>
sealed class TransformerStack<TLayer>(TLayer[] layers, LayerNorm? norm) where TLayer : Module, ILayer
{
    internal IReadOnlyList<TLayer> Layers => layers;

    internal LayerNorm? Norm => norm;

    internal static TransformerStack<TLayer> Of(int count, Func<TLayer> layer, LayerNorm? norm)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(layer);
        return new([.. Enumerable.Range(0, count).Select(_ => layer())], norm);
    }

    /// <summary>The result, each layer taking what the one below gave.</summary>
    internal Tensor Through(Tensor x, Func<TLayer, Tensor, Tensor> step)
    {
        foreach (var layer in layers) x = step(layer, x);
        return norm?.Forward(x) ?? x;
    }

    internal IEnumerable<(string, object)> Held => norm is null ? [("layers", layers)] : [("layers", layers), ("norm", norm)];

    internal void Write(ArtefactWriter writer)
    {
        writer.Set("layers", [.. layers.Cast<IArtefact>()]);
        if (norm is not null) writer.Set("norm", (IArtefact)norm);
    }

    internal static TransformerStack<TLayer> Read(ArtefactReader reader) => reader.Children<TLayer>("layers") is { Count: > 0 } layers
        ? new([.. layers], reader.Has("norm") ? reader.Child<LayerNorm>("norm") : null)
        : throw reader.Fail("it has no layers");

    /// <summary>How many layers, and the first of them.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{layers.Length} x ({layers[0]}){(norm is null ? "" : ", normalized")}");
}
