using Cairn.Autograd;

namespace Cairn.Calculus;

/// <summary>Derivatives of functions of numbers, from their values alone.</summary>
/// <remarks>Of functions made of tensor operations <see cref="Derivative"/> finds them exactly.</remarks>
public static class Slope
{
    const int Rows = 10;
    const double Shrink = 1.4;

    /// <summary>f'(x), by central quotients of shrinking steps, extrapolated to the step 0 (Ridders 1982). Of a smooth function some 10
    /// digits.</summary>
    /// <param name="function">The function, defined about x.</param>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not finite.</exception>
    public static double At(Func<double, double> function, double x)
    {
        Check(function, x);
        return Extrapolated(h => (function(x + h) - function(x - h)) / (x + h - (x - h)), x);
    }

    /// <summary>(f(x + h) - f(x)) / h: the slope from a point to one a step further, which comes near f'(x) as the step gets
    /// small.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="step">h, not 0.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not finite, or the step is 0 or not finite.</exception>
    public static double At(Func<double, double> function, double x, double step)
    {
        Check(function, x);
        if (step == 0 || !double.IsFinite(step))
            throw new ArgumentOutOfRangeException(nameof(step), step, "Slope: the step must be finite and not 0");
        return (function(x + step) - function(x)) / step;
    }

    /// <summary>The slope of the line through two points of the function's curve.</summary>
    /// <param name="function">The function.</param>
    /// <param name="a">A place.</param>
    /// <param name="b">Another.</param>
    /// <exception cref="ArgumentException">The places are equal or not finite.</exception>
    public static double Between(Func<double, double> function, double a, double b)
    {
        Check(function, a);
        Check(function, b);
        if (a == b) throw new ArgumentException("Slope: two different points are needed; at one it is Slope.At", nameof(b));
        return (function(b) - function(a)) / (b - a);
    }

    /// <summary>f''(x), by central quotients of second order, extrapolated to the step 0. Of a smooth function some 8 digits.</summary>
    /// <param name="function">The function, defined about x.</param>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not finite.</exception>
    public static double Second(Func<double, double> function, double x)
    {
        Check(function, x);
        double here = function(x);
        return Extrapolated(h => (function(x + h) - here - (here - function(x - h))) / (h * h), x);
    }

    /// <summary>The line that touches the curve: y = slope · x + intercept.</summary>
    /// <param name="function">The function, defined about x.</param>
    /// <param name="x">Where it touches.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not finite.</exception>
    public static (double Slope, double Intercept) Tangent(Func<double, double> function, double x)
    {
        double slope = At(function, x);
        return (slope, function(x) - slope * x);
    }

    /// <summary>How fast a function of a tensor grows along a direction: its gradient times the direction.</summary>
    /// <param name="function">A function made of tensor operations, whose value is a single number.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">Of the shape of x.</param>
    /// <param name="perUnit">True to divide by the length of the direction: the slope per unit of distance.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the direction has no length that one could divide by.</exception>
    public static double Along(Func<Tensor, Tensor> function, Tensor x, Tensor direction, bool perUnit = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(direction);
        if (x.Shape != direction.Shape)
            throw new ArgumentException($"Slope: a direction of {direction.Shape} for x of {x.Shape}: the shapes differ", nameof(direction));
        double length = perUnit ? (double)direction.Detach().To<double>().Square().Sum().Sqrt() : 1;
        if (!(length > 0)) throw new ArgumentException("Slope: the direction has no length", nameof(direction));
        return (double)(Derivative.Gradient(function, x) * direction).Sum() / length;
    }

    /// <summary>Neville's table: each column takes another power of the step out of the error; the entry that differs least from its
    /// neighbours is the answer, before rounding grows.</summary>
    static double Extrapolated(Func<double, double> quotient, double x)
    {
        var table = new double[Rows, Rows];
        double h = 0.1 * Math.Max(1, Math.Abs(x)), least = double.PositiveInfinity;
        double best = table[0, 0] = quotient(h);
        for (int i = 1; i < Rows; i++)
        {
            h /= Shrink;
            table[0, i] = quotient(h);
            double power = Shrink * Shrink;
            for (int j = 1; j <= i; j++, power *= Shrink * Shrink)
            {
                table[j, i] = (table[j - 1, i] * power - table[j - 1, i - 1]) / (power - 1);
                double error = Math.Max(Math.Abs(table[j, i] - table[j - 1, i]), Math.Abs(table[j, i] - table[j - 1, i - 1]));
                if (error <= least) (least, best) = (error, table[j, i]);
            }
            if (Math.Abs(table[i, i] - table[i - 1, i - 1]) >= 2 * least) break;
        }
        return best;
    }

    static void Check(Func<double, double> function, double x)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!double.IsFinite(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "Slope: the place must be finite");
    }
}
