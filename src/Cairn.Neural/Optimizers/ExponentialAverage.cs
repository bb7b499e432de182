namespace Cairn.Optimizers;

/// <summary>a ← d a + (1 - d) w: a mean of the last 1 / (1 - d) or so, which begins with the first weights.</summary>
public sealed record ExponentialAverage : Averaging
{
    /// <summary>d, at least 0 and below 1; 0.999 unless set.</summary>
    public double Decay
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Decay), value, "Decay lies in [0, 1)");
    } = 0.999;

    internal override double ShareAt(long count) => count == 0 ? 1 : 1 - Decay;
}
