using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x Φ(x) with the distribution function Φ of the standard normal distribution (Hendrycks and Gimpel 2016).</summary>
public sealed class Gelu : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("gelu", 1), reader => new Gelu(reader.Flag("is-approximate")));

    /// <summary>The function itself or its approximation.</summary>
    /// <param name="approximate">True for ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), with which some networks were trained.</param>
    public Gelu(bool approximate = false) => IsApproximate = approximate;

    /// <summary>True for the approximation by tanh.</summary>
    public bool IsApproximate { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, IsApproximate ? ByTanh(x) : x.Gelu());
    }

    static Tensor ByTanh(Tensor x)
    {
        var inner = x.Clamp(-10, 10); // where tanh is 1 already, and the cube finite
        return x * 0.5 * (((inner + inner.Square() * inner * 0.044715) * Math.Sqrt(2 / Math.PI)).Tanh() + 1);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("is-approximate", IsApproximate);

    /// <summary>Its name, and whether it is the approximation.</summary>
    public override string ToString() => IsApproximate ? "Gelu by tanh" : "Gelu";
}
