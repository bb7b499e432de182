namespace Cairn.Trees;

/// <summary>Numbers of extreme size are worked on in other units, a power of two apart, so that nothing is rounded.</summary>
static class PowerOfTwo
{
    /// <summary>The power of two near the largest number; 0 when that is of a size whose squares and sums are safe.</summary>
    internal static int Near(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        int power = largest > 0 ? Math.ILogB(largest) : 0;
        return Math.Abs(power) < 100 ? 0 : power;
    }

    internal static void Scale(Span<double> values, int power)
    {
        if (power == 0) return;
        foreach (ref double value in values) value = Math.ScaleB(value, power);
    }
}
