using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The logarithms x - ln Σ eˣ of the shares along an axis, exact where the shares are tiny.</summary>
/// <remarks>Losses whose name says <c>FromLogits</c> have it inside: do not put this layer before them.</remarks>
public sealed class LogSoftmax : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("log-softmax", 1),
        reader => new LogSoftmax((int)reader.Integer("axis", int.MinValue, int.MaxValue)));

    /// <summary>Shares along this axis.</summary>
    /// <param name="axis">The axis of the classes; negative counts from the last.</param>
    public LogSoftmax(int axis = -1) => Axis = axis;

    /// <summary>The axis of the classes; negative counts from the last.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.LogSoftmax(Axis));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("axis", Axis);

    /// <summary>Its name, and its axis when it is not the last.</summary>
    public override string ToString() =>
        Axis == -1 ? "LogSoftmax" : string.Create(CultureInfo.InvariantCulture, $"LogSoftmax along {Axis}");
}
