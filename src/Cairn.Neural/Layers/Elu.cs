using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x above 0 and α (eˣ - 1) elsewhere; its derivative is 1 above 0 and α eˣ elsewhere (Clevert et al. 2016).</summary>
public sealed class Elu : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("elu", 1), reader => new Elu(reader.Number("alpha")));

    /// <summary>The function with this α.</summary>
    /// <param name="alpha">α.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public Elu(double alpha = 1) => Alpha = double.IsFinite(alpha)
        ? alpha : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha must be finite");

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, Tensor.Where(x > 0, x, x.Clamp(double.NegativeInfinity, 0).ExpM1() * Alpha));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("alpha", Alpha);

    /// <summary>Its name and number.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Elu {Alpha}");
}
