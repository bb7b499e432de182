using System.Globalization;
using Cairn.Autograd;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = γ (x - m) / √(s² + ε) + β, channel by channel: m and s² are mean and variance of the batch while training, and their
/// running means in evaluation (Ioffe and Szegedy 2015). For [rows, channels] and [rows, channels, ...].</summary>
/// <remarks>While training, the running means move by <see cref="Momentum"/> toward the batch's, the variance's as the unbiased
/// estimate.</remarks>
public sealed class BatchNorm : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("batch-norm", 1), reader => reader.Into(
        new BatchNorm((int)reader.Integer("channels", 1, int.MaxValue), reader.Number("momentum"), reader.Number("epsilon"),
            reader.Flag("is-scaled"))));

    readonly Parameter? _weight, _bias;
    readonly Parameter _runningMean, _runningVar;

    /// <summary>A layer whose running statistics are mean 0 and variance 1.</summary>
    /// <param name="channels">The size of axis 1 of what comes in.</param>
    /// <param name="momentum">How far the running statistics move toward a batch's, from 0 to 1.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="scaled">False to leave γ and β out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public BatchNorm(int channels, double momentum = 0.1, double epsilon = 1e-5, bool scaled = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (momentum is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum lies in [0, 1]");
        (Channels, Momentum, Epsilon) = (channels, momentum, Inputs.Epsilon(epsilon));
        if (scaled) (_weight, _bias) = (new(Initializer.Ones, channels), new(Initializer.Zeros, channels));
        _runningMean = Parameter.Running(Initializer.Zeros, channels);
        _runningVar = Parameter.Running(Initializer.Ones, channels);
    }

    /// <summary>The size of axis 1 of what comes in.</summary>
    public int Channels { get; }

    /// <summary>How far the running statistics move toward a batch's.</summary>
    public double Momentum { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>γ, [channels]; null when left out.</summary>
    public Parameter? Weight => _weight;

    /// <summary>β, [channels]; null when left out.</summary>
    public Parameter? Bias => _bias;

    /// <summary>The running mean, [channels].</summary>
    public Parameter RunningMean => _runningMean;

    /// <summary>The running variance, [channels].</summary>
    public Parameter RunningVariance => _runningVar;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Axis 1 has another size, or a training batch has no two numbers a channel.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckChannels(x, Channels, this);
        Inputs.CheckType(x, _runningMean, this);
        return Seen(x, Mode.IsTraining ? ByBatch(x) : _weight is null ? Unscaled(x)
            : x.BatchNormWith(_runningMean, _runningVar, _weight, _bias!, Epsilon));
    }

    Tensor ByBatch(Tensor x)
    {
        int count = x.Length / Channels;
        if (count < 2)
            throw new ArgumentException($"BatchNorm: a training batch of {x.Shape} has {count} numbers a channel and no variance; "
                + "give it more rows", nameof(x));
        var (y, mean, variance) = x.BatchNorm(_weight?.Value, _bias?.Value, Epsilon);
        using (Gradients.Off())
        {
            Follow(_runningMean, mean);
            Follow(_runningVar, variance * (count / (count - 1.0)));
        }
        return y;
    }

    void Follow(Parameter running, Tensor batch) => running.Value.CopyFrom(running.Value * (1 - Momentum) + batch * Momentum);

    /// <summary>Divided by the deviations, whose reciprocals would round once more.</summary>
    Tensor Unscaled(Tensor x)
    {
        Tensor Wide(Tensor vector) => vector.Reshape([Channels, .. Enumerable.Repeat(1, x.Rank - 2)]);
        return (x - Wide(_runningMean)) / (Wide(_runningVar) + Epsilon).Sqrt();
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("channels", Channels);
        writer.Set("momentum", Momentum);
        writer.Set("epsilon", Epsilon);
        writer.Set("is-scaled", _weight is not null);
        writer.Set(this);
    }

    /// <summary>One line: channels, and whether it is unscaled.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"BatchNorm {Channels}{(_weight is null ? ", unscaled" : "")}");
}
