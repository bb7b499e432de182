using System.Numerics;

namespace Cairn.Kernels;

/// <summary>Roots of unity.</summary>
static class Roots
{
    /// <summary>The cosine and the sine of 2π k / n, reduced to an eighth of a circle before any rounding.</summary>
    internal static (double Cosine, double Sine) Of(long k, long n)
    {
        k %= n;
        long quarter = 4 * k / n, rest = 4 * k - quarter * n;
        bool mirrored = 2 * rest > n;
        double angle = Math.PI / 2 * ((double)(mirrored ? n - rest : rest) / n), c = SafeMath.Cos(angle), s = SafeMath.Sin(angle);
        if (mirrored) (c, s) = (s, c);
        return quarter switch { 0 => (c, s), 1 => (-s, c), 2 => (-c, -s), _ => (s, -c) };
    }

    /// <summary>e^(-πi k / n) for k from 0 to n, cosine and sine.</summary>
    internal static T[] HalfTurns<T>(int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var turns = new T[2 * n + 2];
        for (int k = 0; k <= n; k++)
        {
            var (c, s) = Of(k, 2L * n);
            (turns[2 * k], turns[2 * k + 1]) = (T.CreateChecked(c), T.CreateChecked(-s));
        }
        return turns;
    }
}
