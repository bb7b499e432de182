namespace Cairn.Plotting;

/// <summary>
/// The decimal logarithm by exact operations alone, the same bits everywhere; some 1e-15 relative, far finer than a pixel.
/// </summary>
static class Logarithm
{
    const double Log10Of2 = 0.30102999566398120, Log10OfE = 0.43429448190325183;

    /// <summary>log10(value) for a positive finite value: value = m 2^e with m in [0.7, 1.4), ln m = 2 artanh((m - 1) / (m + 1)).</summary>
    public static double Base10(double value)
    {
        var e = Math.ILogB(value);
        var m = Math.ScaleB(value, -e);
        if (m > 1.4142135623730951)
            (m, e) = (m / 2, e + 1);
        var t = (m - 1) / (m + 1);
        var square = t * t;
        var series = 0.0;
        for (var k = 23; k >= 1; k -= 2)
            series = series * square + 1.0 / k;
        return e * Log10Of2 + 2 * t * series * Log10OfE;
    }
}
