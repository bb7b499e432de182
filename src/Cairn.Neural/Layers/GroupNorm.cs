using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = γ (x - m) / √(s² + ε) + β with mean m and variance s² of a row's group of channels, and all that is behind them: the same
/// in training and evaluation, whatever the batch (Wu and He 2018). For [rows, channels, ...].</summary>
public sealed class GroupNorm : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("group-norm", 1), reader =>
    {
        int groups = (int)reader.Integer("groups", 1, int.MaxValue), channels = (int)reader.Integer("channels", 1, int.MaxValue);
        if (channels % groups != 0) throw reader.Fail($"{channels} channels make no {groups} groups");
        return reader.Into(new GroupNorm(groups, channels, reader.Number("epsilon")));
    });

    readonly Parameter _weight, _bias;

    /// <summary>A layer of so many groups.</summary>
    /// <param name="groups">How many groups; the channels are a multiple of it.</param>
    /// <param name="channels">The size of axis 1 of what comes in.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1, or ε not above 0.</exception>
    /// <exception cref="ArgumentException">The channels are no multiple of the groups.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: {channels} channels make no {groups} groups of one size", nameof(groups));
        (Groups, Channels, Epsilon) = (groups, channels, Inputs.Epsilon(epsilon));
        (_weight, _bias) = (new(Initializer.Ones, channels), new(Initializer.Zeros, channels));
    }

    /// <summary>How many groups.</summary>
    public int Groups { get; }

    /// <summary>The size of axis 1 of what comes in.</summary>
    public int Channels { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>γ, [channels].</summary>
    public Parameter Weight => _weight;

    /// <summary>β, [channels].</summary>
    public Parameter Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Axis 1 has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var weight = Inputs.AlongChannels(_weight, x, this);
        int size = Channels / Groups;
        foreach (int s in x.Shape.AsSpan()[2..]) size *= s;
        var y = x.Reshape(x.Shape[0], Groups, size).LayerNorm(epsilon: Epsilon).Reshape(x.Shape.AsSpan());
        return Seen(x, y * weight + Inputs.AlongChannels(_bias, x, this));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("groups", Groups);
        writer.Set("channels", Channels);
        writer.Set("epsilon", Epsilon);
        writer.Set(this);
    }

    /// <summary>One line: groups and channels.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"GroupNorm {Groups} of {Channels}");
}
