using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x / (1 + e⁻ᵝˣ), for β = 1 also called SiLU (Ramachandran et al. 2017).</summary>
public sealed class Swish : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("swish", 1), reader => new Swish(reader.Number("beta")));

    /// <summary>The function with this β.</summary>
    /// <param name="beta">β.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public Swish(double beta = 1) => Beta = double.IsFinite(beta)
        ? beta : throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta must be finite");

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x * (Beta == 1 ? x : x * Beta).Sigmoid());
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("beta", Beta);

    /// <summary>Its name and number.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Swish {Beta}");
}
