namespace Cairn.Optimization;

/// <summary>The least value of a function of one number between two bounds, or where it is 0, without derivatives (Brent 1973): parabolas
/// and secants where they lead on, golden sections and halves where they do not.</summary>
/// <remarks>With one valley between the bounds its bottom is found; with several, that of one of them. A root needs values of opposite
/// signs at the bounds.</remarks>
public sealed record Brent
{
    static readonly double Golden = (3 - Math.Sqrt(5)) / 2, Flat = Math.ScaleB(1, -26);

    /// <summary>How near the point is to the true one, relative to max(1, |point|), at least 1e-15; 1e-12 unless set. A minimum is never
    /// known better than to 1.5e-8: a function is flat there, and rounding hides what lies nearer.</summary>
    public double Tolerance
    {
        get;
        init => field = value is >= 1e-15 and < 1
            ? value : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "Tolerance must be from 1e-15 to 1");
    } = 1e-12;

    /// <summary>The most evaluations, at least 3; 200 unless set.</summary>
    public int MaxEvaluations
    {
        get;
        init => field = value >= 3 ? value : throw new ArgumentOutOfRangeException(nameof(MaxEvaluations), value, "MaxEvaluations is at least 3");
    } = 200;

    /// <summary>The point of the least value between two bounds.</summary>
    /// <param name="function">The function; where it is not a number it counts as infinitely high.</param>
    /// <param name="low">The lower bound, itself never evaluated.</param>
    /// <param name="high">The upper bound, itself never evaluated.</param>
    /// <exception cref="ArgumentException">The bounds are not finite, or the lower is not below the upper.</exception>
    public ScalarPoint Minimize(Func<double, double> function, double low, double high)
    {
        Check(nameof(Minimize), function, low, high);
        double At(double t) => function(t) is var value && double.IsNaN(value) ? double.PositiveInfinity : value;
        double x = low + Golden * (high - low), w = x, v = x, fx = At(x), fw = fx, fv = fx, step = 0, before = 0;
        int evaluations = 1;
        while (true)
        {
            double middle = low + (high - low) / 2, near = Math.Max(Tolerance, Flat) * Math.Max(1, Math.Abs(x));
            bool isNear = Math.Abs(x - middle) <= 2 * near - (high - low) / 2;
            if (isNear || evaluations >= MaxEvaluations) return new ScalarPoint(x, fx, evaluations, isNear);

            // the bottom of the parabola through the three lowest points, when it lies inside and the steps get shorter
            double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = (x - v) * q - (x - w) * r;
            q = 2 * (q - r);
            if (q > 0) p = -p;
            q = Math.Abs(q);
            if (Math.Abs(before) > near && Math.Abs(p) < Math.Abs(q * before / 2) && p > q * (low - x) && p < q * (high - x))
            {
                (before, step) = (step, p / q);
                if (x + step - low < 2 * near || high - x - step < 2 * near) step = Math.CopySign(near, middle - x);
            }
            else
            {
                before = (x < middle ? high : low) - x;
                step = Golden * before;
            }
            double u = x + (Math.Abs(step) >= near ? step : Math.CopySign(near, step)), fu = At(u);
            evaluations++;
            if (fu <= fx)
            {
                if (u < x) high = x;
                else low = x;
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            }
            else
            {
                if (u < x) low = u;
                else high = u;
                if (fu <= fw || w == x) (v, fv, w, fw) = (w, fw, u, fu);
                else if (fu <= fv || v == x || v == w) (v, fv) = (u, fu);
            }
        }
    }

    /// <summary>A point between two bounds where the function is 0 or changes its sign.</summary>
    /// <param name="function">The function.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound, where the function has the other sign.</param>
    /// <exception cref="ArgumentException">The bounds are not finite, or the lower is not below the upper; or the values there have the
    /// same sign.</exception>
    /// <exception cref="InvalidOperationException">The function is not a number at a point between.</exception>
    public ScalarPoint FindRoot(Func<double, double> function, double low, double high)
    {
        Check(nameof(FindRoot), function, low, high);
        double a = low, b = high, fa = function(a), fb = function(b);
        if (double.IsNaN(fa) || double.IsNaN(fb) || Math.Sign(fa) * Math.Sign(fb) > 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"FindRoot: the values {fa} at {low} and {fb} at {high} must have opposite signs"), nameof(high));
        double c = a, fc = fa, step = b - a, before = step;
        int evaluations = 2;
        while (true)
        {
            if (Math.Abs(fc) < Math.Abs(fb)) (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            double near = Tolerance * Math.Max(1, Math.Abs(b)) / 2, half = (c - b) / 2;
            bool isNear = Math.Abs(half) <= near || fb == 0;
            if (isNear || evaluations >= MaxEvaluations) return new ScalarPoint(b, fb, evaluations, isNear);

            if (Math.Abs(before) < near || Math.Abs(fa) <= Math.Abs(fb)) step = before = half;
            else
            {
                // a secant, or the parabola on its side through three points
                double s = fb / fa, p, q;
                if (a == c) (p, q) = (2 * half * s, 1 - s);
                else
                {
                    double t = fa / fc, r = fb / fc;
                    (p, q) = (s * (2 * half * t * (t - r) - (b - a) * (r - 1)), (t - 1) * (r - 1) * (s - 1));
                }
                if (p > 0) q = -q;
                p = Math.Abs(p);
                if (2 * p < Math.Min(3 * half * q - Math.Abs(near * q), Math.Abs(before * q))) (before, step) = (step, p / q);
                else step = before = half;
            }
            (a, fa) = (b, fb);
            b += Math.Abs(step) > near ? step : Math.CopySign(near, half);
            fb = function(b);
            evaluations++;
            if (double.IsNaN(fb)) throw new InvalidOperationException(FormattableString.Invariant($"FindRoot: the function is not a number at {b}"));
            if (Math.Sign(fb) == Math.Sign(fc)) (c, fc, step, before) = (a, fa, b - a, b - a);
        }
    }

    static void Check(string operation, Func<double, double> function, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!(low < high) || !double.IsFinite(high - low))
            throw new ArgumentException(FormattableString.Invariant(
                $"{operation}: no interval from {low} to {high}; both bounds must be finite, the first below the second"), nameof(low));
    }
}
