using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>Numbers anywhere between two, with equal chance.</summary>
public sealed record RandomUniform : Initializer
{
    /// <summary>The lowest number; -0.05 unless set.</summary>
    public double Low
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Low), value, "Low must be finite");
    } = -0.05;

    /// <summary>The end of the numbers, itself left out; 0.05 unless set.</summary>
    public double High
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(High), value, "High must be finite");
    } = 0.05;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">High is below low.</exception>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        if (High < Low) throw new InvalidOperationException($"RandomUniform: High {High} is below Low {Low}; exchange them");
        var values = new double[shape.Elements];
        var rng = stream.Start();
        rng.Fill(values);
        for (int i = 0; i < values.Length; i++) values[i] = Low + (High - Low) * values[i];
        return Tensor.From<double>(values, shape.AsSpan());
    }
}
