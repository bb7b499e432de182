using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>Normal numbers.</summary>
public sealed record RandomNormal : Initializer
{
    /// <summary>Their mean; 0 unless set.</summary>
    public double Mean
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Mean), value, "Mean must be finite");
    }

    /// <summary>Their standard deviation, not negative; 1 unless set.</summary>
    public double Deviation
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Deviation), value, "Deviation must be finite and not negative");
    } = 1;

    /// <inheritdoc/>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        var values = new double[shape.Elements];
        var rng = stream.Start();
        rng.FillNormal(values);
        for (int i = 0; i < values.Length; i++) values[i] = Mean + Deviation * values[i];
        return Tensor.From<double>(values, shape.AsSpan());
    }
}
