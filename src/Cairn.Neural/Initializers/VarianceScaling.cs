using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>Which fan a variance is divided by.</summary>
public enum Fan
{
    /// <summary>What flows into one output.</summary>
    In,

    /// <summary>What flows out of one input.</summary>
    Out,

    /// <summary>The mean of both.</summary>
    Mean,
}

/// <summary>Numbers of mean 0 and variance gain / fan, so that signals keep their size through the layers.</summary>
/// <remarks>The gain that makes up for what an activation takes: 1 for none, sigmoid and selu, 25/9 for tanh, 2 for relu, 2 / (1 + a²) for leaky relu
/// of slope a. It is the square of what PyTorch calls gain, since the variance is multiplied by it.</remarks>
public sealed record VarianceScaling : Initializer
{
    /// <summary>The factor of the variance, above 0; 1 unless set.</summary>
    public double Gain
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Gain), value, "Gain must be above 0 and finite");
    } = 1;

    /// <summary>Which fan; that into an output unless set.</summary>
    public Fan Fan
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Fan), value, "No such fan");
    }

    /// <summary>True for normal numbers, false, the default, for uniform ones within ± √(3 variance).</summary>
    public bool IsNormal { get; init; }

    /// <inheritdoc/>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        var (fanIn, fanOut) = FansOf(shape);
        double fan = Fan switch { Fan.In => fanIn, Fan.Out => fanOut, _ => (fanIn + fanOut) / 2.0 };
        double variance = Gain / Math.Max(fan, 1);
        var values = new double[shape.Elements];
        var rng = stream.Start();
        if (IsNormal)
        {
            rng.FillNormal(values);
            double deviation = Math.Sqrt(variance);
            for (int i = 0; i < values.Length; i++) values[i] *= deviation;
        }
        else
        {
            rng.Fill(values);
            double bound = Math.Sqrt(3 * variance);
            for (int i = 0; i < values.Length; i++) values[i] = bound * (2 * values[i] - 1);
        }
        return Tensor.From<double>(values, shape.AsSpan());
    }
}
