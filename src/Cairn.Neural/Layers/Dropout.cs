using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>While training, each element is 0 with probability p and else divided by 1 - p, so that its mean stays; in evaluation y = x
/// (Srivastava et al. 2014).</summary>
public sealed class Dropout : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("dropout", 1), reader => new Dropout(reader.Number("rate")));

    /// <summary>A layer that drops at this rate while training.</summary>
    /// <param name="rate">p: the share of elements to drop, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside.</exception>
    public Dropout(double rate = 0.5) => Rate = rate is >= 0 and <= 1
        ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate lies in [0, 1]");

    /// <summary>The share of elements to drop.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        return Seen(x, Mode.IsTraining && Rate > 0 ? Kept(x, Masks.Draw(x.DType, x.Shape, 1 - Rate, Path, "dropout"), Rate) : x);
    }

    /// <summary>x where the mask is 1, divided by what is kept, and 0 where it is 0.</summary>
    internal static Tensor Kept(Tensor x, Tensor mask, double rate) => x * (rate < 1 ? mask / (1 - rate) : mask);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("rate", Rate);

    /// <summary>Its name and rate.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Dropout {Rate}");
}
