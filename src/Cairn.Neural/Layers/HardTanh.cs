using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x held between two numbers; its derivative is 1 between them and 0 outside. <c>new HardTanh(0, 6)</c> is ReLU6.</summary>
public sealed class HardTanh : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("hard-tanh", 1), reader => new HardTanh(reader.Number("lowest"), reader.Number("highest")));

    /// <summary>The function between these numbers.</summary>
    /// <param name="lowest">The lowest result.</param>
    /// <param name="highest">The highest result, above the lowest.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not finite, or not in this order.</exception>
    public HardTanh(double lowest = -1, double highest = 1)
    {
        if (!double.IsFinite(lowest)) throw new ArgumentOutOfRangeException(nameof(lowest), lowest, "The lowest result must be finite");
        if (!(highest > lowest) || !double.IsFinite(highest))
            throw new ArgumentOutOfRangeException(nameof(highest), highest,
                $"The highest result must be finite and above the lowest, {lowest}");
        (Lowest, Highest) = (lowest, highest);
    }

    /// <summary>The lowest result.</summary>
    public double Lowest { get; }

    /// <summary>The highest result.</summary>
    public double Highest { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.Clamp(Lowest, Highest));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("lowest", Lowest);
        writer.Set("highest", Highest);
    }

    /// <summary>Its name and bounds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"HardTanh {Lowest} to {Highest}");
}
