using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Dropout for networks of <see cref="Selu"/>: dropped elements take selu's lowest value, and all are scaled and shifted so that
/// mean 0 and variance 1 stay (Klambauer et al. 2017).</summary>
public sealed class AlphaDropout : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("alpha-dropout", 1), reader => new AlphaDropout(reader.Number("rate")));

    /// <summary>A layer that drops at this rate while training.</summary>
    /// <param name="rate">p: the share of elements to drop, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside.</exception>
    public AlphaDropout(double rate = 0.5) => Rate = rate is >= 0 and < 1
        ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate lies in [0, 1)");

    /// <summary>The share of elements to drop.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        if (!Mode.IsTraining || Rate == 0) return Seen(x, x);
        var mask = Masks.Draw(x.DType, x.Shape, 1 - Rate, Path, "dropout");
        const double Lowest = -Selu.Scale * Selu.Alpha;
        double scale = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Lowest * Lowest)), shift = -scale * Rate * Lowest;
        return Seen(x, (x * mask + (1 - mask) * Lowest) * scale + shift);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("rate", Rate);

    /// <summary>Its name and rate.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AlphaDropout {Rate}");
}
