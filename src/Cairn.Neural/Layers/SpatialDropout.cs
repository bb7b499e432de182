using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Dropout of whole channels of [rows, channels, ...]: neighbours in a feature map say the same, so that dropping single ones
/// drops nothing (Tompson et al. 2015).</summary>
public sealed class SpatialDropout : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("spatial-dropout", 1), reader => new SpatialDropout(reader.Number("rate")));

    /// <summary>A layer that drops at this rate while training.</summary>
    /// <param name="rate">p: the share of channels to drop, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside.</exception>
    public SpatialDropout(double rate = 0.5) => Rate = rate is >= 0 and <= 1
        ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate lies in [0, 1]");

    /// <summary>The share of channels to drop.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has no axes behind the channels.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckRank(x, 3, this);
        if (!Mode.IsTraining || Rate == 0) return Seen(x, x);
        var mask = Masks.Draw(x.DType, new Shape(x.Shape[0], x.Shape[1]), 1 - Rate, Path, "dropout");
        return Seen(x, Dropout.Kept(x, mask.Reshape([.. mask.Shape.AsSpan(), .. Enumerable.Repeat(1, x.Rank - 2)]), Rate));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("rate", Rate);

    /// <summary>Its name and rate.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SpatialDropout {Rate}");
}
