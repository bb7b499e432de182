using System.Runtime.CompilerServices;

namespace Cairn.LinearAlgebra;

/// <summary>The eigenvalues of a symmetric tridiagonal matrix by the implicit QR method.</summary>
/// <remarks>Shifts by Wilkinson's rule; a block is worked on from the end where its elements are small (Parlett, The Symmetric
/// Eigenvalue Problem, 1980, chapter 8). An element beside the diagonal counts as 0 when its square is below 2^-104 of the product of its
/// neighbours on the diagonal.</remarks>
static unsafe class TridiagonalIteration
{
    internal const int SweepsPerValue = 30;
    const double Negligible = 1.0 / (1L << 52) / (1L << 52), Smallest = 1e-300;

    /// <summary>Makes <paramref name="d"/> the eigenvalues, in no order.</summary>
    /// <param name="d">The diagonal.</param>
    /// <param name="e">The elements beside it; they become 0.</param>
    /// <param name="size">The elements of the diagonal.</param>
    /// <param name="sweeps">Takes the rotations, or null.</param>
    /// <param name="sweepsPerValue">How many sweeps are allowed for each value.</param>
    /// <returns>False when so many did not suffice.</returns>
    internal static bool Run(double* d, double* e, int size, RotationSweeps? sweeps, int sweepsPerValue = SweepsPerValue)
    {
        long left = (long)sweepsPerValue * size;
        int end = size - 1, first = -1, last = -1;
        bool isReversed = false;
        while (end > 0)
        {
            int start = end;
            while (start > 0 && !Vanishes(d, e, start - 1)) start--;
            if (start == end)
            {
                end--;
                continue;
            }
            if (start > last || end < first) isReversed = Math.Abs(d[end]) > Math.Abs(d[start]);
            (first, last) = (start, end);
            if (left-- == 0) return false;

            double* c = null, s = null;
            if (isReversed)
            {
                int from = size - 1 - end;
                sweeps?.Begin(true, from, size - 1 - start, out c, out s);
                Sweep(d + end, e + end - 1, -1, end - start + 1, c + from, s + from, sweeps is not null);
            }
            else
            {
                sweeps?.Begin(false, start, end, out c, out s);
                Sweep(d + start, e + start, 1, end - start + 1, c + start, s + start, sweeps is not null);
            }
        }
        sweeps?.Flush();
        return true;
    }

    static bool Vanishes(double* d, double* e, int i)
    {
        if (e[i] * e[i] > Negligible * Math.Abs(d[i]) * Math.Abs(d[i + 1]) + Smallest) return false;
        e[i] = 0;
        return true;
    }

    /// <summary>One step of QR from the first element to the last, each <paramref name="step"/> after the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sweep(double* d, double* e, nint step, int size, double* cosines, double* sines, bool keeps)
    {
        nint last = (size - 1) * step;
        double beside = e[last - step], half = (d[last - step] - d[last]) / (2 * beside);
        double g = d[0] - d[last] + beside / (half + Math.CopySign(Math.Sqrt(Math.FusedMultiplyAdd(half, half, 1)), half));
        double s = 1, c = 1, p = 0;
        for (int i = 0; i < size - 1; i++, d += step, e += step)
        {
            double f = s * *e, b = c * *e, r = PlaneRotation.Of(g, f, out c, out s);
            if (i > 0) e[-step] = r;
            g = *d - p;
            r = Math.FusedMultiplyAdd(d[step] - g, s, 2 * c * b);
            p = s * r;
            *d = g + p;
            g = Math.FusedMultiplyAdd(c, r, -b);
            if (!keeps) continue;
            cosines[i] = c;
            sines[i] = s;
        }
        *d -= p;
        e[-step] = g;
    }
}
