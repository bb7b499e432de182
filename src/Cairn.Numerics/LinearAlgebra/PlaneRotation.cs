using System.Runtime.CompilerServices;

namespace Cairn.LinearAlgebra;

/// <summary>The rotation that takes (f, g) to (r, 0).</summary>
static class PlaneRotation
{
    /// <summary>c = f / r, s = g / r, r = sqrt(f² + g²); (1, 0) of (0, 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Of(double f, double g, out double c, out double s)
    {
        double square = Math.FusedMultiplyAdd(f, f, g * g);
        if (square is > 1e-280 and < 1e280)
        {
            double r = Math.Sqrt(square);
            c = f / r;
            s = g / r;
            return r;
        }
        return Scaled(f, g, out c, out s);
    }

    static double Scaled(double f, double g, out double c, out double s)
    {
        double larger = Math.Max(Math.Abs(f), Math.Abs(g));
        if (larger == 0)
        {
            (c, s) = (1, 0);
            return 0;
        }
        int power = Math.ILogB(larger);
        (f, g) = (Math.ScaleB(f, -power), Math.ScaleB(g, -power));
        double r = Math.Sqrt(Math.FusedMultiplyAdd(f, f, g * g));
        (c, s) = (f / r, g / r);
        return Math.ScaleB(r, power);
    }
}
