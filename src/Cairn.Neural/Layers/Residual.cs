using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x + f(x), or s(x) + f(x): a way around a module, through which gradients reach what is before it (He et al.
/// 2016).</summary>
public sealed class Residual : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("residual", 1), reader =>
        new Residual(reader.Child<Module>("inner"), reader.Has("shortcut") ? reader.Child<Module>("shortcut") : null));

    readonly Module _inner;
    readonly Module? _shortcut;

    /// <summary>A way around a module.</summary>
    /// <param name="inner">f.</param>
    /// <param name="shortcut">s, where f changes the shape; x itself when null.</param>
    public Residual(Module inner, Module? shortcut = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        (_inner, _shortcut) = (inner, shortcut);
    }

    /// <summary>f.</summary>
    public Module Inner => _inner;

    /// <summary>s; null for x itself.</summary>
    public Module? Shortcut => _shortcut;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The two ways end in different shapes.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var (through, around) = (_inner.Forward(x), _shortcut?.Forward(x) ?? x);
        return through.Shape == around.Shape
            ? through + around : throw new ArgumentException($"Residual: {x.Shape} becomes {through.Shape} "
            + $"inside and {around.Shape} around; give a shortcut that ends in the same shape", nameof(x));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inner", ILayer.Whole(_inner, nameof(Residual)));
        if (_shortcut is not null) writer.Set("shortcut", ILayer.Whole(_shortcut, nameof(Residual)));
    }

    /// <summary>What is inside, and the shortcut.</summary>
    public override string ToString() =>
        $"Residual ({Line(_inner)}){(_shortcut is null ? "" : $" around ({Line(_shortcut)})")}";

    /// <summary>A module in one line.</summary>
    internal static string Line(Module module) => module.ToString()!.ReplaceLineEndings(", ");
}
