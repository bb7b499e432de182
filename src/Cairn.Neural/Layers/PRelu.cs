using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x above 0 and a x elsewhere, with a slope a that is learned, one for all or one a channel (He et al. 2015).</summary>
public sealed class PRelu : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("p-relu", 1),
        reader => reader.Into(new PRelu((int)reader.Integer("channels", 1, int.MaxValue))));

    readonly Parameter _slope;

    /// <summary>A layer whose slopes are not drawn yet.</summary>
    /// <param name="channels">The size of axis 1 of what comes in, for a slope each; 1 for one slope for all.</param>
    /// <param name="slope">What the slopes start from.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or the slope is not finite.</exception>
    public PRelu(int channels = 1, double slope = 0.25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        _slope = new(new Constant { Value = slope }, channels);
    }

    /// <summary>How many slopes there are.</summary>
    public int Channels { get; }

    /// <summary>a, [channels].</summary>
    public Parameter Slope => _slope;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Axis 1 has another size than there are slopes.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckType(x, _slope, this);
        var slope = Channels == 1 ? _slope.Value : Inputs.AlongChannels(_slope, x, this);
        return Seen(x, Tensor.Where(x > 0, x, x * slope));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("channels", Channels);
        writer.Set(this);
    }

    /// <summary>Its name, and how many slopes when several.</summary>
    public override string ToString() => Channels == 1 ? "PRelu" : string.Create(CultureInfo.InvariantCulture, $"PRelu {Channels}");
}
