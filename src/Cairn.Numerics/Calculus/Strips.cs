namespace Cairn.Calculus;

/// <summary>The area under a curve as a sum of strips of equal width: how integrals are explained. <see cref="Quadrature"/> is how they are
/// computed.</summary>
public static class Strips
{
    /// <summary>The sum of the strips' areas.</summary>
    /// <param name="function">The curve.</param>
    /// <param name="from">Where the first strip begins.</param>
    /// <param name="to">Where the last one ends; before <paramref name="from"/> the area counts negative.</param>
    /// <param name="count">How many strips.</param>
    /// <param name="height">Where a strip takes its height.</param>
    /// <exception cref="ArgumentException">A bound is not finite, there is no strip, or no such height.</exception>
    public static double Area(Func<double, double> function, double from, double to, int count, StripHeight height = StripHeight.Left)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!Enum.IsDefined(height)) throw new ArgumentOutOfRangeException(nameof(height), height, "Strips: no such height");
        if (!double.IsFinite(to - from))
            throw new ArgumentException(FormattableString.Invariant($"Strips: no strips from {from} to {to}"), nameof(to));
        double sum = 0, lost = 0;
        for (int i = 0; i < count; i++)
        {
            double term = height switch
            {
                StripHeight.Left => At(i),
                StripHeight.Middle => At(i + 0.5),
                StripHeight.Right => At(i + 1),
                _ => (At(i) + At(i + 1)) / 2,
            };
            double next = sum + term;
            lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum; // what rounding took
            sum = next;
        }
        return (sum + lost) * ((to - from) / count);

        double At(double strip) => function(strip == count ? to : from + (to - from) * (strip / count));
    }
}

/// <summary>Where a strip under a curve takes its height.</summary>
public enum StripHeight
{
    /// <summary>At its beginning.</summary>
    Left,
    /// <summary>In its middle.</summary>
    Middle,
    /// <summary>At its end.</summary>
    Right,
    /// <summary>Half of it at the beginning and half at the end: a trapezoid.</summary>
    Both,
}
