using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>So many times as many elements along every axis behind the channels of [rows, channels, ...].</summary>
/// <remarks>Elements are areas with their value in the middle: result i lies at (i + ½) / factor - ½, see <see cref="Tensor.Resize"/>.</remarks>
public sealed class Upsample : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("upsample", 1), reader =>
        Enum.TryParse<Interpolation>(reader.Text("interpolation"), out var interpolation) && Enum.IsDefined(interpolation)
            ? new Upsample((int)reader.Integer("factor", 1, int.MaxValue), interpolation)
            : throw reader.Fail("there is no such interpolation"));

    /// <summary>A layer that makes axes longer.</summary>
    /// <param name="factor">How many times as long.</param>
    /// <param name="interpolation">What stands between the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1, or there is no such interpolation.</exception>
    public Upsample(int factor, Interpolation interpolation = Interpolation.Nearest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (!Enum.IsDefined(interpolation))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "No such interpolation");
        (Factor, Interpolation) = (factor, interpolation);
    }

    /// <summary>How many times as long the axes become.</summary>
    public int Factor { get; }

    /// <summary>What stands between the elements.</summary>
    public Interpolation Interpolation { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are not one to three axes behind the channels, or the result would be over 65,536 times as large.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckImages(x, this);
        long times = 1;
        for (int axis = 2; axis < x.Rank && times <= FilterShape.MostElements; axis++) times *= Factor;
        if (times > FilterShape.MostElements)
            throw new ArgumentException($"Upsample: {x.Shape} with a factor of {Factor} becomes over {FilterShape.MostElements} times as large",
                nameof(x));
        int factor = Factor;
        return Seen(x, x.Resize(PerAxis.Of([.. x.Shape.AsSpan()[2..].ToArray().Select(size => size * factor)]), Interpolation));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("factor", Factor);
        writer.Set("interpolation", Interpolation.ToString());
    }

    /// <summary>Its name, factor and interpolation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Upsample {Factor}, {Interpolation}");
}
