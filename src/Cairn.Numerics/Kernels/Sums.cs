using System.Numerics;

namespace Cairn.Kernels;

/// <summary>
/// Sums, dot products, means, variances and norms of spans. The order of the additions is fixed by the length alone (256 bytes of lanes,
/// chunks of 16,384 elements, neighbouring pairs of chunks; docs/decisions/0003), so that the bits are the same for any vector width and
/// any number of threads. Products are fused into the sum with one rounding. NaN and infinity follow IEEE 754 arithmetic.
/// Spans of more than 262,144 elements are shared among the threads of <see cref="WorkTeam"/>.
/// </summary>
public static class Sums
{
    /// <summary>sum x; +0 for no elements.</summary>
    public static double Sum(ReadOnlySpan<double> x) => Lanes.Sum(x, default, default(Plain<double>));

    /// <inheritdoc cref="Sum(ReadOnlySpan{double})"/>
    /// <remarks>Adds in single precision.</remarks>
    public static float Sum(ReadOnlySpan<float> x) => Lanes.Sum(x, default, default(Plain<float>));

    /// <summary>sum x, exact: a span cannot hold enough 32-bit numbers to leave the range of the result.</summary>
    public static long Sum(ReadOnlySpan<int> x)
    {
        long sum = 0;
        foreach (int value in x) sum += value;
        return sum;
    }

    /// <summary>sum x, exact.</summary>
    /// <exception cref="ArgumentException">The sum is outside the range of 64 bits (sums on the way to it may be).</exception>
    public static long Sum(ReadOnlySpan<long> x)
    {
        Int128 sum = 0;
        foreach (long value in x) sum += value;
        return sum >= long.MinValue && sum <= long.MaxValue
            ? (long)sum
            : throw new ArgumentException(FormattableString.Invariant(
                $"Sum: the sum of these {x.Length} numbers, {sum}, is outside the range of Int64; convert them to double"), nameof(x));
    }

    /// <summary>sum x y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x.Length, y.Length);
        return Lanes.Sum(x, y, default(Product<double>));
    }

    /// <inheritdoc cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    /// <remarks>Adds in single precision.</remarks>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        RequireSameLength(x.Length, y.Length);
        return Lanes.Sum(x, y, default(Product<float>));
    }

    /// <summary>sum (x - centre)^2.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="centre">What they are measured from, such as their mean.</param>
    public static double SumOfSquares(ReadOnlySpan<double> x, double centre = 0) =>
        Lanes.Sum(x, default, new SquaredDeviation<double>(centre));

    /// <inheritdoc cref="SumOfSquares(ReadOnlySpan{double}, double)"/>
    public static float SumOfSquares(ReadOnlySpan<float> x, float centre = 0) =>
        Lanes.Sum(x, default, new SquaredDeviation<float>(centre));

    /// <summary>sum x / n, finite for all finite numbers.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static double Mean(ReadOnlySpan<double> x) => Mean<double>(x);

    /// <inheritdoc cref="Mean(ReadOnlySpan{double})"/>
    public static float Mean(ReadOnlySpan<float> x) => Mean<float>(x);

    /// <summary>
    /// The variance, (sum (x - m)^2 - (sum (x - m))^2 / n) / (n - d) with m the mean: the second sum takes out what rounding left in m
    /// (the corrected two-pass algorithm, <see href="https://doi.org/10.1080/00031305.1983.10483115">Chan, Golub, LeVeque 1983</see>).
    /// </summary>
    /// <param name="x">The numbers.</param>
    /// <param name="degreesOfFreedom">d: 0 for the variance of these numbers, 1 to estimate that of what they are a sample of.</param>
    /// <exception cref="ArgumentOutOfRangeException">d is negative.</exception>
    /// <exception cref="ArgumentException">Not more than d elements.</exception>
    public static double Variance(ReadOnlySpan<double> x, int degreesOfFreedom = 0) => Variance<double>(x, degreesOfFreedom);

    /// <inheritdoc cref="Variance(ReadOnlySpan{double}, int)"/>
    public static float Variance(ReadOnlySpan<float> x, int degreesOfFreedom = 0) => Variance<float>(x, degreesOfFreedom);

    /// <summary>sqrt(sum x^2), also where squares would overflow or vanish: the numbers are first scaled by a power of two.</summary>
    public static double Norm2(ReadOnlySpan<double> x) => Norm2<double>(x);

    /// <inheritdoc cref="Norm2(ReadOnlySpan{double})"/>
    public static float Norm2(ReadOnlySpan<float> x) => Norm2<float>(x);

    internal static T Mean<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty) throw new ArgumentException("Mean: there are no elements", nameof(x));
        var n = T.CreateChecked(x.Length);
        var sum = Lanes.Sum(x, default, default(Plain<T>));
        if (T.IsFinite(sum) || !T.IsFinite(Extremes.MaxAbs(x))) return sum / n;
        var scale = T.ScaleB(T.One, -32); // finite numbers, but their sum overflows: add them smaller
        return Lanes.Sum(x, default, new Scaled<T>(scale)) / n / scale;
    }

    internal static T Variance<T>(ReadOnlySpan<T> x, int degreesOfFreedom) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedom);
        if (x.Length <= degreesOfFreedom || x.IsEmpty)
            throw new ArgumentException(FormattableString.Invariant(
                $"Variance: {x.Length} elements are not more than the {degreesOfFreedom} degrees of freedom"), nameof(x));
        var mean = Mean(x);
        var squares = Lanes.Sum(x, default, new SquaredDeviation<T>(mean));
        var rest = Lanes.Sum(x, default, new Deviation<T>(mean));
        return (squares - rest * rest / T.CreateChecked(x.Length)) / T.CreateChecked(x.Length - degreesOfFreedom);
    }

    internal static T Norm2<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = Extremes.MaxAbs(x);
        if (T.IsZero(largest) || !T.IsFinite(largest)) return largest;
        return Norm2(largest, Lanes.Sum(x, default, new ScaledSquare<T>(T.ScaleB(T.One, -Exponent(largest)))));
    }

    /// <summary>The norm of numbers of the largest magnitude given, whose squares, scaled by 2^-<see cref="Exponent"/>, have this sum.</summary>
    internal static T Norm2<T>(T largest, T sum) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsZero(largest) || !T.IsFinite(largest) ? largest : T.ScaleB(T.Sqrt(sum), Exponent(largest));

    /// <summary>The exponent by which a norm scales, so that no square overflows or vanishes; 0 where there is nothing to scale.</summary>
    internal static int Exponent<T>(T largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int most = typeof(T) == typeof(float) ? 126 : 1022;
        return T.IsZero(largest) || !T.IsFinite(largest) ? 0 : Math.Clamp(T.ILogB(largest), -most, most);
    }

    static void RequireSameLength(int x, int y)
    {
        if (x != y) throw new ArgumentException(FormattableString.Invariant($"Dot: the lengths {x} and {y} differ"), nameof(y));
    }
}
