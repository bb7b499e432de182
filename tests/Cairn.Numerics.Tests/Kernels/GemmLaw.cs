using System.Numerics;

namespace Cairn.Tests;

/// <summary>The law of matrix products, written down once more and as plainly as can be.</summary>
static class GemmLaw
{
    public static T[] Product<T>(int m, int n, int k, T[] a, T[] b, T[]? c = null, T[]? bias = null, bool relu = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = new T[m * n];
        int blocks = (int)Math.Ceiling(k / 768.0), length = (int)Math.Ceiling((double)k / Math.Max(blocks, 1));
        length = (length + 7) / 8 * 8;
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                T? sum = c?[i * n + j];
                for (int p = 0; p < k; p += length)
                {
                    var chain = T.Zero;
                    for (int q = p; q < Math.Min(k, p + length); q++) chain = T.FusedMultiplyAdd(a[i * k + q], b[q * n + j], chain);
                    sum = sum is { } before ? before + chain : chain;
                }
                var value = sum ?? T.Zero;
                if (bias is not null) value += bias[j];
                if (relu) value = T.IsNaN(value) || value > T.Zero ? value : T.Zero;
                result[i * n + j] = value;
            }
        return result;
    }
}
