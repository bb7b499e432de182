using System.Collections;
using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Modules one after the other: each takes the result of the one before.</summary>
public sealed class Sequential : Module, IReadOnlyList<Module>, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("sequential", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(FileKind,
        reader => new Sequential([.. reader.Children<Module>("layers")]) { Facts = reader.Facts });

    readonly Module[] _layers;

    /// <summary>A network of the modules in their order; none passes its input on.</summary>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        _layers = layers.ToArray();
        foreach (var layer in _layers) ArgumentNullException.ThrowIfNull(layer, nameof(layers));
    }

    /// <summary>What happened while it was trained.</summary>
    public TrainingFacts Facts { get; internal set; } = new();

    /// <inheritdoc/>
    public int Count => _layers.Length;

    /// <summary>The module at a place.</summary>
    public Module this[int index] => _layers[index];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in _layers) x = layer.Forward(x);
        return x;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)_layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override IEnumerable<(string, object)> Held =>
        _layers.Select((layer, i) => (i.ToString(CultureInfo.InvariantCulture), (object)layer));

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        if (Array.Find(_layers, l => l is not IArtefact) is { } foreign)
            throw new NotSupportedException($"Sequential: {foreign.GetType().Name} is no layer of Cairn and cannot be saved whole; "
                + "save the weights with SaveWeights(path) and load them into a network made by the same code");
        writer.Set("layers", [.. _layers.Cast<IArtefact>()]);
    }

    /// <summary>The layers, one a line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, _layers.Select((l, i) => $"{i}: {l}"));
}
