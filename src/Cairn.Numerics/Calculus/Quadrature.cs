namespace Cairn.Calculus;

/// <summary>Integrals of functions of one number: Gauss's and Kronrod's rule of 7 and 15 points on intervals that are halved where it is
/// not exact enough.</summary>
/// <remarks>The bounds may be infinite, and the function may grow without bound towards them, where it is never evaluated. The difference
/// of the two rules, as QUADPACK (Piessens et al. 1983) weighs it, is the estimate of the error.</remarks>
public sealed record Quadrature
{
    /// <summary>The error allowed relative to the integral, from 1e-14 to 1; 1e-10 unless set.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = value is >= 1e-14 and <= 1
            ? value : throw new ArgumentOutOfRangeException(nameof(RelativeTolerance), value, "RelativeTolerance must be from 1e-14 to 1");
    } = 1e-10;

    /// <summary>The error allowed however small the integral is, not negative; 1e-14 unless set.</summary>
    public double AbsoluteTolerance
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(AbsoluteTolerance), value, "AbsoluteTolerance must be finite and not negative");
    } = 1e-14;

    /// <summary>The most intervals, at least 1; 500 unless set.</summary>
    public int MaxIntervals
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxIntervals), value, "MaxIntervals is at least 1");
    } = 500;

    /// <summary>∫ f(x) dx between two bounds.</summary>
    /// <param name="function">f.</param>
    /// <param name="from">The lower bound; minus infinity is one.</param>
    /// <param name="to">The upper bound; infinity is one. Below the lower bound the integral counts negative.</param>
    /// <exception cref="ArgumentException">A bound is NaN.</exception>
    /// <exception cref="InvalidOperationException">The function is not finite at a point between.</exception>
    public Integral Integrate(Func<double, double> function, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (double.IsNaN(from) || double.IsNaN(to))
            throw new ArgumentException(FormattableString.Invariant($"Integrate: no integral from {from} to {to}"), nameof(to));
        if (from == to) return new Integral(0, 0, 0, true);
        if (from > to) return Integrate(function, to, from) is var back ? new(-back.Value, back.Error, back.Evaluations, back.Converged) : null!;

        // infinite bounds: x = t / (1 - t²), or x = bound ± t / (1 - t)
        bool isOpenBelow = double.IsInfinity(from), isOpenAbove = double.IsInfinity(to);
        Func<double, double> f = (isOpenBelow, isOpenAbove) switch
        {
            (false, false) => function,
            (true, true) => t => function(t / ((1 - t) * (1 + t))) * (1 + t * t) / ((1 - t) * (1 - t) * (1 + t) * (1 + t)),
            (false, true) => t => function(from + t / (1 - t)) / ((1 - t) * (1 - t)),
            (true, false) => t => function(to - t / (1 - t)) / ((1 - t) * (1 - t)),
        };
        var (low, high) = (isOpenBelow, isOpenAbove) switch { (false, false) => (from, to), (true, true) => (-1.0, 1.0), _ => (0.0, 1.0) };

        var parts = new List<Part> { Part.Of(f, low, high) };
        while (true)
        {
            double value = parts.Sum(p => p.Value), error = parts.Sum(p => p.Error);
            bool isExact = error <= Math.Max(AbsoluteTolerance, RelativeTolerance * Math.Abs(value));
            var worst = parts.MaxBy(p => p.Error);
            double middle = worst.Low + (worst.High - worst.Low) / 2;
            if (isExact || parts.Count >= MaxIntervals || middle == worst.Low || middle == worst.High)
                return new Integral(value, error, Part.Points * (2 * parts.Count - 1), isExact);
            int at = parts.IndexOf(worst);
            parts[at] = Part.Of(f, worst.Low, middle);
            parts.Insert(at + 1, Part.Of(f, middle, worst.High));
        }
    }

    /// <summary>The integral over an interval, and about how wrong it is.</summary>
    readonly record struct Part(double Low, double High, double Value, double Error)
    {
        internal const int Points = 15;

        static readonly double[] Nodes =
        [
            0, 0.20778495500789847, 0.4058451513773972, 0.5860872354676911, 0.7415311855993945, 0.8648644233597691, 0.9491079123427585,
            0.9914553711208126,
        ];
        static readonly double[] Kronrod =
        [
            0.20948214108472782, 0.20443294007529889, 0.19035057806478542, 0.1690047266392679, 0.14065325971552592, 0.10479001032225019,
            0.06309209262997856, 0.022935322010529224,
        ];
        static readonly double[] Gauss = [0.4179591836734694, 0, 0.3818300505051189, 0, 0.27970539148927664, 0, 0.1294849661688697, 0];

        internal static Part Of(Func<double, double> f, double low, double high)
        {
            double middle = low + (high - low) / 2, half = (high - low) / 2, sum = 0, rough = 0, size = 0, spread = 0;
            var heights = new double[Points];
            for (int i = 0; i < Points; i++)
            {
                int k = (i + 1) / 2;
                double x = middle + (i % 2 == 0 ? half : -half) * Nodes[k];
                heights[i] = f(x);
                if (!double.IsFinite(heights[i]))
                    throw new InvalidOperationException(FormattableString.Invariant(
                        $"Integrate: the function is {heights[i]} between the bounds, at {x}; part the integral where it is infinite"));
                sum += Kronrod[k] * heights[i];
                rough += Gauss[k] * heights[i];
                size += Kronrod[k] * Math.Abs(heights[i]);
            }
            for (int i = 0; i < Points; i++) spread += Kronrod[(i + 1) / 2] * Math.Abs(heights[i] - sum / 2);
            double error = Math.Abs(sum - rough) * half;
            size *= half;
            spread *= half;
            if (spread > 0 && error > 0)
            {
                double share = 200 * error / spread;
                error = spread * Math.Min(1, share * Math.Sqrt(share));
            }
            return new Part(low, high, sum * half, Math.Max(error, Math.ScaleB(size, -50)));
        }
    }
}
