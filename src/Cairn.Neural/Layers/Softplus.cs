using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = ln(1 + eᵝˣ) / β, a smooth relu; its derivative is the sigmoid of βx.</summary>
public sealed class Softplus : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("softplus", 1), reader => new Softplus(reader.Number("beta")));

    /// <summary>The function with this β.</summary>
    /// <param name="beta">β, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and finite.</exception>
    public Softplus(double beta = 1) => Beta = beta > 0 && double.IsFinite(beta)
        ? beta : throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta must be above 0 and finite");

    /// <summary>β, above 0.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, Beta == 1 ? x.Softplus() : (x * Beta).Softplus() / Beta);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("beta", Beta);

    /// <summary>Its name and number.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Softplus {Beta}");
}
