using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = (x - m) / √(s² + ε) with mean m and variance s² of each channel of each row, over all that is behind it
/// (Ulyanov et al. 2016). For [rows, channels, ...].</summary>
public sealed class InstanceNorm : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("instance-norm", 1), reader => reader.Into(
        new InstanceNorm((int)reader.Integer("channels", 1, int.MaxValue), reader.Number("epsilon"), reader.Flag("is-scaled"))));

    readonly Parameter? _weight, _bias;

    /// <summary>A layer for so many channels.</summary>
    /// <param name="channels">The size of axis 1 of what comes in.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="scaled">True for a learned γ and β a channel: γ y + β.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or ε is not above 0.</exception>
    public InstanceNorm(int channels, double epsilon = 1e-5, bool scaled = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (Channels, Epsilon) = (channels, Inputs.Epsilon(epsilon));
        if (scaled) (_weight, _bias) = (new(Initializer.Ones, channels), new(Initializer.Zeros, channels));
    }

    /// <summary>The size of axis 1 of what comes in.</summary>
    public int Channels { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>γ, [channels]; null when left out.</summary>
    public Parameter? Weight => _weight;

    /// <summary>β, [channels]; null when left out.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Axis 1 has another size, or nothing is behind it.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckChannels(x, Channels, this);
        Inputs.CheckRank(x, 3, this);
        var y = x.LayerNorm(epsilon: Epsilon, axes: x.Rank - 2);
        return Seen(x, _weight is null ? y : y * Inputs.AlongChannels(_weight, x, this) + Inputs.AlongChannels(_bias!, x, this));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("channels", Channels);
        writer.Set("epsilon", Epsilon);
        writer.Set("is-scaled", _weight is not null);
        writer.Set(this);
    }

    /// <summary>One line: channels, and whether it is scaled.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"InstanceNorm {Channels}{(_weight is null ? "" : ", scaled")}");
}
