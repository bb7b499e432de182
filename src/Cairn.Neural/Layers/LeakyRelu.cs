using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x above 0 and α x elsewhere; its derivative is 1 above 0 and α elsewhere.</summary>
public sealed class LeakyRelu : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("leaky-relu", 1), reader => new LeakyRelu(reader.Number("slope")));

    /// <summary>The function with this α.</summary>
    /// <param name="slope">α.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public LeakyRelu(double slope = 0.01) => Slope = double.IsFinite(slope)
        ? slope : throw new ArgumentOutOfRangeException(nameof(slope), slope, "Slope must be finite");

    /// <summary>α.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, Tensor.Where(x > 0, x, x * Slope));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("slope", Slope);

    /// <summary>Its name and number.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"LeakyRelu {Slope}");
}
