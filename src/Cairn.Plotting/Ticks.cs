namespace Cairn.Plotting;

/// <summary>A value of an axis and how it is written.</summary>
readonly record struct Tick(double Value, string Label);

/// <summary>
/// Round places on an axis. Steps are 1, 2 or 5 times a power of ten; a tick is a whole number times its step, held in decimal, so that
/// neither the place nor the label carries float noise.
/// </summary>
static class Ticks
{
    /// <summary>Ticks from low to high, about <paramref name="wanted"/> of them.</summary>
    public static Tick[] Linear(double low, double high, int wanted)
    {
        var (factor, exponent) = Step(high / wanted - low / wanted);
        var step = Decimals.Value(factor, exponent);
        // A hair of tolerance: 0.3 / 0.1 is 2.9999999999999996.
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        // One tick measures nothing: a finer step gives two.
        if (last <= first && wanted < 10)
            return Linear(low, high, wanted + 1);
        var digits = new long[Math.Max(0, last - first + 1)];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = (first + i) * factor;
        var labels = Labels(digits, exponent);
        return [.. digits.Select((d, i) => new Tick(Math.Clamp(Decimals.Value(d, exponent), low, high), labels[i]))];
    }

    /// <summary>Ticks at powers of ten, with 2 and 5 between where there is room; plain ticks within one decade.</summary>
    public static Tick[] Logarithmic(double low, double high, int wanted)
    {
        var first = Decimals.Exponent(low);
        var last = Decimals.Exponent(high);
        var decades = Logarithm.Base10(high) - Logarithm.Base10(low);
        if (decades < 1)
            return Linear(low, high, wanted);
        var every = Math.Max(1, (int)Math.Ceiling(decades / wanted));
        int[] factors = 3 * decades <= wanted ? [1, 2, 5] : [1];
        var ticks = new List<Tick>();
        for (var e = first; e <= last; e++)
            foreach (var factor in factors)
            {
                var value = Decimals.Value(factor, e);
                if (e % every == 0 && value >= low && value <= high)
                    ticks.Add(new Tick(value, Labels([factor], e)[0]));
            }
        return [.. ticks];
    }

    /// <summary>The least of 1, 2, 5, 10 times a power of ten that is not below <paramref name="raw"/> and finite.</summary>
    public static (int Factor, int Exponent) Step(double raw)
    {
        var exponent = Decimals.Exponent(raw);
        foreach (var factor in (ReadOnlySpan<int>)[1, 2, 5])
            if (Decimals.Value(factor, exponent) is var step && step >= raw * (1 - 1e-9) && double.IsFinite(step))
                return (factor, exponent);
        // At the end of the doubles there is no greater step: the greatest there is.
        return exponent < Decimals.GreatestExponent ? (1, exponent + 1) : (1, exponent);
    }

    /// <summary>digits[i] * 10^exponent, written alike: plain, with a letter for thousands and more, or scientific.</summary>
    public static string[] Labels(ReadOnlySpan<long> digits, int exponent)
    {
        long greatest = 0;
        foreach (var d in digits)
            greatest = Math.Max(greatest, Math.Abs(d));
        var top = exponent + Decimals.Plain(greatest, 0).Length - 1;
        var unit = top is >= 4 and < 15 ? top / 3 * 3 : 0;
        if (unit - exponent > 2)
            unit = 0;
        var scientific = greatest > 0 && top is >= 15 or < -4;
        var labels = new string[digits.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = scientific ? Decimals.Scientific(digits[i], exponent)
                : unit > 0 && digits[i] == 0 ? "0"
                : Decimals.Plain(digits[i], exponent - unit) + Decimals.Suffix(unit);
        return labels;
    }
}
