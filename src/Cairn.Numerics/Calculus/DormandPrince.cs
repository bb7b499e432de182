using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn.Calculus;

/// <summary>Ordinary differential equations y' = f(t, y) from a start on: Dormand and Prince's pair of Runge-Kutta formulas of orders 5
/// and 4 (1980), whose difference sets the length of the steps.</summary>
/// <remarks>For equations that are not stiff. A step is kept when the root mean square of error / (absolute + relative |y|) is at most
/// 1.</remarks>
public sealed record DormandPrince
{
    /// <summary>The error of a step allowed relative to y, from 1e-13 to 1; 1e-8 unless set.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = value is >= 1e-13 and <= 1
            ? value : throw new ArgumentOutOfRangeException(nameof(RelativeTolerance), value, "RelativeTolerance must be from 1e-13 to 1");
    } = 1e-8;

    /// <summary>The error of a step allowed however small y is, above 0; 1e-10 unless set.</summary>
    public double AbsoluteTolerance
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(AbsoluteTolerance), value, "AbsoluteTolerance must be above 0 and finite");
    } = 1e-10;

    /// <summary>The most steps, kept and repeated, at least 1; 100,000 unless set.</summary>
    public int MaxSteps
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxSteps), value, "MaxSteps is at least 1");
    } = 100_000;

    // row s: the slopes that lead to the s-th place of a step; the last row is the step itself
    static readonly double[][] Shares =
    [
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];
    static readonly double[] Places = [1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];
    static readonly double[] Errors = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    /// <summary>The states from one time to another.</summary>
    /// <param name="derivative">y' for a time and a state, float64, of the shape of the state.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="to">When it ends; before the beginning it runs backwards.</param>
    /// <param name="start">The state at the beginning, of any shape.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <exception cref="ArgumentException">The start is empty or not finite, the times are equal or not finite, or y' is not finite at the
    /// start.</exception>
    /// <exception cref="InvalidOperationException">The derivative has another shape; the steps are used up, or as short as rounding
    /// allows: the solution runs to infinity, or the equation is stiff.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SolutionCurve Solve(Func<double, Tensor, Tensor> derivative, double from, double to, Tensor start,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(derivative);
        ArgumentNullException.ThrowIfNull(start);
        if (from == to || !double.IsFinite(to - from))
            throw new ArgumentException(FormattableString.Invariant($"Solve: no way from time {from} to {to}"), nameof(to));
        double[] y = start.Detach().To<double>().ToArray<double>();
        if (y.Length == 0 || !Array.TrueForAll(y, double.IsFinite))
            throw new ArgumentException($"Solve: the start of shape {start.Shape} must have elements, all finite", nameof(start));

        var shape = start.Shape;
        int evaluations = 0;
        var slopes = new double[Errors.Length][];
        slopes[0] = SlopeAt(from, y);
        if (!Array.TrueForAll(slopes[0], double.IsFinite))
            throw new ArgumentException("Solve: the derivative at the start is not finite", nameof(start));
        var times = new List<double> { from };
        var states = new List<double[]> { y };
        var directions = new List<double[]> { slopes[0] };
        double time = from, step = FirstStep(y, slopes[0], to - from);
        for (int tried = 0; time != to; tried++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Math.Abs(step) >= Math.Abs(to - time)) step = to - time;
            if (tried == MaxSteps || time + step == time)
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Solve: stopped at time {time} after {tried} steps, the next of length {Math.Abs(step):G3}: the solution runs to infinity ")
                    + "there, or the equation is stiff, or MaxSteps is too few");
            double[] next = y;
            for (int s = 0; s < Shares.Length; s++)
            {
                next = [.. y];
                for (int j = 0; j <= s; j++) Dots.Axpy(step * Shares[s][j], slopes[j], next);
                slopes[s + 1] = SlopeAt(time + step * Places[s], next);
            }
            double error = ErrorOf(y, next, slopes, step);
            if (error <= 1)
            {
                time = step == to - time ? to : time + step;
                (y, slopes[0]) = (next, slopes[^1]);
                times.Add(time);
                states.Add(y);
                directions.Add(slopes[0]);
            }
            double share = error > 0 ? 0.9 * SafeMath.Pow(error, -0.2) : 5;
            step *= double.IsFinite(error) ? Math.Clamp(share, 0.2, 5) : 0.1;
        }
        return new SolutionCurve(shape, [.. times], [.. states], [.. directions], evaluations);

        double[] SlopeAt(double t, double[] state)
        {
            evaluations++;
            var slope = derivative(t, Tensor.From<double>(state, shape.AsSpan()));
            return slope?.Shape == shape
                ? slope.Detach().To<double>().ToArray<double>()
                : throw new InvalidOperationException($"Solve: the derivative has shape {slope?.Shape}, the state {shape}");
        }
    }

    /// <summary>A hundredth of how long the state takes to change as much as it is, at the start's speed.</summary>
    double FirstStep(double[] y, double[] slope, double span)
    {
        double size = 0, speed = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double scale = AbsoluteTolerance + RelativeTolerance * Math.Abs(y[i]);
            size += y[i] / scale * (y[i] / scale);
            speed += slope[i] / scale * (slope[i] / scale);
        }
        double first = size > 0 && speed > 0 ? 0.01 * Math.Sqrt(size / speed) : 1e-6 * Math.Abs(span);
        return Math.CopySign(Math.Min(first, Math.Abs(span)), span);
    }

    double ErrorOf(double[] y, double[] next, double[][] slopes, double step)
    {
        var error = new double[y.Length];
        for (int s = 0; s < Errors.Length; s++) Dots.Axpy(step * Errors[s], slopes[s], error);
        double squares = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double share = error[i] / (AbsoluteTolerance + RelativeTolerance * Math.Max(Math.Abs(y[i]), Math.Abs(next[i])));
            squares += share * share;
        }
        return Math.Sqrt(squares / y.Length);
    }
}
