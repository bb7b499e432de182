using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Shares eˣ / Σ eˣ along an axis, computed without overflow: positive numbers that add up to 1.</summary>
/// <remarks>Losses whose name says <c>FromLogits</c> have it inside: do not put this layer before them.</remarks>
public sealed class Softmax : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("softmax", 1),
        reader => new Softmax((int)reader.Integer("axis", int.MinValue, int.MaxValue)));

    /// <summary>Shares along this axis.</summary>
    /// <param name="axis">The axis of the classes; negative counts from the last.</param>
    public Softmax(int axis = -1) => Axis = axis;

    /// <summary>The axis of the classes; negative counts from the last.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.Softmax(Axis));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("axis", Axis);

    /// <summary>Its name, and its axis when it is not the last.</summary>
    public override string ToString() => Axis == -1 ? "Softmax" : string.Create(CultureInfo.InvariantCulture, $"Softmax along {Axis}");
}
