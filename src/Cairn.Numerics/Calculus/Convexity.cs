namespace Cairn.Calculus;

/// <summary>Whether a function of one number looks convex: whether its chords lie nowhere below it.</summary>
/// <remarks>A test of values, no proof: it looks at the places of a grid. A sum of convex functions is convex, and of a convex function every
/// local minimum is the global one; a function that fails may trap a descent.</remarks>
public static class Convexity
{
    /// <summary>True when f(m) &lt;= (f(m - h) + f(m + h)) / 2 at every place of a grid and for every distance on it, rounding aside.</summary>
    /// <param name="function">f.</param>
    /// <param name="from">The lower end of the interval.</param>
    /// <param name="to">Its upper end.</param>
    /// <param name="places">The number of places, 3 to 10,000; 201 unless set.</param>
    /// <exception cref="ArgumentException">The interval is not finite and increasing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of places is outside 3 to 10,000.</exception>
    /// <exception cref="InvalidOperationException">The function is not finite at a place.</exception>
    public static bool Holds(Func<double, double> function, double from, double to, int places = 201) => FirstBreach(function, from, to, places) is null;

    /// <summary>The middle of the first chord that lies below the function, or null where there is none.</summary>
    /// <inheritdoc cref="Holds"/>
    public static double? FirstBreach(Func<double, double> function, double from, double to, int places = 201)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (places is < 3 or > 10_000) throw new ArgumentOutOfRangeException(nameof(places), places, "Convexity: 3 to 10,000 places");
        if (!double.IsFinite(to - from) || !(to > from))
            throw new ArgumentException(FormattableString.Invariant($"Convexity: the interval from {from} to {to} must be finite and increasing"), nameof(to));
        double[] x = new double[places], f = new double[places];
        double largest = 0;
        for (int i = 0; i < places; i++)
        {
            x[i] = from + (to - from) * i / (places - 1);
            f[i] = function(x[i]);
            if (!double.IsFinite(f[i])) throw new InvalidOperationException(FormattableString.Invariant($"Convexity: the function is {f[i]} at {x[i]}"));
            largest = Math.Max(largest, Math.Abs(f[i]));
        }
        double rounding = 16 * largest / (1L << 52);
        for (int m = 1; m < places - 1; m++)
            for (int h = 1; h <= Math.Min(m, places - 1 - m); h++)
                if (f[m] > f[m - h] / 2 + f[m + h] / 2 + rounding) return x[m];
        return null;
    }
}
