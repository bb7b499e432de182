namespace Cairn.Optimizers;

/// <summary>Adam (Kingma and Ba 2015): m and v are running means of the gradient and of its square, and
/// w ← w - η m̂ / (√v̂ + ε) with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ).</summary>
public sealed record Adam : Optimizer
{
    /// <summary>Adam with a learning rate of 0.001.</summary>
    public Adam() => LearningRate = 0.001;

    /// <summary>β₁, at least 0 and below 1; 0.9 unless set.</summary>
    public double Beta1
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta1), value, "Beta1 lies in [0, 1)");
    } = 0.9;

    /// <summary>β₂, at least 0 and below 1; 0.999 unless set.</summary>
    public double Beta2
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta2), value, "Beta2 lies in [0, 1)");
    } = 0.999;

    /// <summary>ε, above 0; 1e-8 unless set.</summary>
    public double Epsilon
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, "Epsilon must be above 0 and finite");
    } = 1e-8;

    internal override IReadOnlyList<string> Slots { get; } = ["mean", "square"];

    internal override void Update(in ParameterStep step)
    {
        var (m, v, g) = (step.Slots[0], step.Slots[1], step.Gradient);
        m.CopyFrom(m * Beta1 + g * (1 - Beta1));
        v.CopyFrom(v * Beta2 + g.Square() * (1 - Beta2));
        double bias1 = 1 - PowerOf(Beta1, step.Count), bias2 = 1 - PowerOf(Beta2, step.Count);
        step.Value.CopyFrom(step.Value - m * (step.LearningRate / bias1) / ((v / bias2).Sqrt() + Epsilon));
    }

    static double PowerOf(double x, long n) => Kernels.SafeMath.Pow(x, n);
}
