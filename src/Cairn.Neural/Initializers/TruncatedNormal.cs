using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>Normal numbers of mean 0 without those farther than some deviations from it.</summary>
public sealed record TruncatedNormal : Initializer
{
    /// <summary>The standard deviation of the normal distribution before it is cut, above 0; 1 unless set.</summary>
    public double Deviation
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Deviation), value, "Deviation must be above 0 and finite");
    } = 1;

    /// <summary>How many deviations away the numbers end, above 0; 2 unless set.</summary>
    public double Bound
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Bound), value, "Bound must be above 0 and finite");
    } = 2;

    /// <inheritdoc/>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        var values = new double[shape.Elements];
        var rng = stream.Start();
        rng.FillTruncatedNormal(values, -Bound, Bound);
        for (int i = 0; i < values.Length; i++) values[i] *= Deviation;
        return Tensor.From<double>(values, shape.AsSpan());
    }
}
