using System.Runtime.CompilerServices;

namespace Cairn.LinearAlgebra;

/// <summary>The singular values of an upper bidiagonal matrix by the implicit QR method that keeps small values right in all digits.</summary>
/// <remarks>Demmel, Kahan, SIAM J. Sci. Stat. Comput. 11(5), 1990: shifts only where they cannot harm the smallest value, else
/// the sweep with shift 0, which has no subtractions; a block is worked on from its small end. Working from the last element to the first is
/// the same on the transpose with rows and columns in reverse, where the two sides change places.</remarks>
static unsafe class BidiagonalIteration
{
    internal const int SweepsPerValue = 30;
    const double Epsilon = 1.0 / (1L << 53), Tolerance = 16 * Epsilon;

    /// <summary>Makes <paramref name="d"/> the singular values, in no order and of either sign.</summary>
    /// <param name="d">The diagonal.</param>
    /// <param name="e">The elements above it; they become 0.</param>
    /// <param name="size">The elements of the diagonal.</param>
    /// <param name="left">Takes the rotations of the left vectors, or null.</param>
    /// <param name="right">Takes those of the right vectors, or null.</param>
    /// <param name="sweepsPerValue">How many sweeps of full length are allowed for each value.</param>
    /// <returns>False when so many did not suffice.</returns>
    internal static bool Run(double* d, double* e, int size, RotationSweeps? left, RotationSweeps? right, int sweepsPerValue = SweepsPerValue)
    {
        double threshold = Threshold(d, e, size);
        double budget = (double)sweepsPerValue * size * size;
        int end = size - 1, first = -1, last = -1;
        bool isReversed = false;
        while (end > 0)
        {
            int start = end;
            double largest = Math.Abs(d[end]);
            while (start > 0)
            {
                if (Math.Abs(e[start - 1]) <= threshold)
                {
                    e[start - 1] = 0;
                    break;
                }
                start--;
                largest = Math.Max(largest, Math.Max(Math.Abs(d[start]), Math.Abs(e[start])));
            }
            if (start == end)
            {
                end--;
                continue;
            }
            if (start > last || end < first) isReversed = Math.Abs(d[start]) < Math.Abs(d[end]);
            (first, last) = (start, end);
            int count = end - start + 1;
            var block = isReversed ? new Chain(d + end, e + end - 1, -1) : new Chain(d + start, e + start, 1);
            if (block.Splits(count, out double least)) continue;
            budget -= count;
            if (budget < 0) return false;

            double shift = block.Shift(count, size, least, largest);
            int from = isReversed ? size - 1 - end : start;
            double* cosLeft = null, sinLeft = null, cosRight = null, sinRight = null;
            (isReversed ? right : left)?.Begin(isReversed, from, from + count - 1, out cosLeft, out sinLeft);
            (isReversed ? left : right)?.Begin(isReversed, from, from + count - 1, out cosRight, out sinRight);
            var turns = new Turns(cosLeft, sinLeft, cosRight, sinRight, from);
            if (shift == 0) block.SweepUnshifted(count, turns);
            else block.SweepShifted(count, shift, turns);
            if (Math.Abs(block.E[(count - 2) * block.Step]) <= threshold) block.E[(count - 2) * block.Step] = 0;
        }
        left?.Flush();
        right?.Flush();
        return true;
    }

    /// <summary>What is below this is 0 whatever stands around it: a little of a lower bound of the smallest value.</summary>
    static double Threshold(double* d, double* e, int size)
    {
        double least = Math.Abs(d[0]), mu = least;
        for (int i = 1; i < size && least > 0; i++)
        {
            mu = Math.Abs(d[i]) * (mu / (mu + Math.Abs(e[i - 1])));
            least = Math.Min(least, mu);
        }
        return Math.Max(Tolerance * (least / Math.Sqrt(size)), 1e-300);
    }

    /// <summary>Where the rotations of a sweep go.</summary>
    readonly struct Turns(double* cosLeft, double* sinLeft, double* cosRight, double* sinRight, int from)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(int i, double cl, double sl, double cr, double sr)
        {
            if (cosLeft == null) return;
            (cosLeft[from + i], sinLeft[from + i], cosRight[from + i], sinRight[from + i]) = (cl, sl, cr, sr);
        }
    }

    /// <summary>A block of the matrix, seen from one of its ends.</summary>
    readonly struct Chain(double* d, double* e, nint step)
    {
        internal readonly double* D = d, E = e;

        internal nint Step { get; } = step;

        /// <summary>Sets an element above the diagonal to 0 if that changes no value much; else tells a lower bound of the values.</summary>
        internal bool Splits(int count, out double least)
        {
            double mu = Math.Abs(*D);
            least = mu;
            double* end = E + (count - 2) * Step;
            if (Math.Abs(*end) <= Tolerance * Math.Abs(D[(count - 1) * Step]))
            {
                *end = 0;
                return true;
            }
            for (int i = 0; i < count - 1; i++)
            {
                double beside = Math.Abs(E[i * Step]);
                if (beside <= Tolerance * mu)
                {
                    E[i * Step] = 0;
                    return true;
                }
                mu = Math.Abs(D[(i + 1) * Step]) * (mu / (mu + beside));
                least = Math.Min(least, mu);
            }
            return false;
        }

        /// <summary>The smaller singular value of the last two rows and columns, or 0 where the shift could cost digits.</summary>
        internal double Shift(int count, int size, double least, double largest)
        {
            if (size * Tolerance * (least / largest) <= Math.Max(Epsilon, 0.01 * Tolerance)) return 0;
            double* d = D + (count - 2) * Step;
            double shift = SmallerOf(d[0], E[(count - 2) * Step], d[Step]), ratio = shift / Math.Abs(*D);
            return ratio * ratio < Epsilon ? 0 : shift;
        }

        static double SmallerOf(double f, double g, double h)
        {
            (f, g, h) = (Math.Abs(f), Math.Abs(g), Math.Abs(h));
            double small = Math.Min(f, h), large = Math.Max(f, h);
            if (small == 0) return 0;
            double near = 1 + small / large, apart = (large - small) / large, beside = g / large;
            if (g < large)
            {
                double square = beside * beside;
                return small * (2 / (Math.Sqrt(near * near + square) + Math.Sqrt(apart * apart + square)));
            }
            double over = large / g;
            if (over == 0) return small * large / g;
            double a = near * over, b = apart * over;
            return 2 * (small * (1 / (Math.Sqrt(1 + a * a) + Math.Sqrt(1 + b * b)))) * over;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void SweepUnshifted(int count, Turns turns)
        {
            double* d = D, e = E;
            nint step = Step;
            double c = 1, before = 1, s, sBefore = 0;
            for (int i = 0; i < count - 1; i++, d += step, e += step)
            {
                double r = PlaneRotation.Of(*d * c, *e, out c, out s);
                if (i > 0) e[-step] = sBefore * r;
                *d = PlaneRotation.Of(before * r, d[step] * s, out before, out sBefore);
                turns.Add(i, before, sBefore, c, s);
            }
            double h = *d * c;
            *d = h * before;
            e[-step] = h * sBefore;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void SweepShifted(int count, double shift, Turns turns)
        {
            double* d = D, e = E;
            nint step = Step;
            double f = (Math.Abs(*d) - shift) * (Math.CopySign(1, *d) + shift / *d), g = *e;
            for (int i = 0; i < count - 1; i++, d += step, e += step)
            {
                double r = PlaneRotation.Of(f, g, out double cr, out double sr);
                if (i > 0) e[-step] = r;
                f = cr * *d + sr * *e;
                double beside = cr * *e - sr * *d;
                g = sr * d[step];
                double under = cr * d[step];
                *d = PlaneRotation.Of(f, g, out double cl, out double sl);
                f = cl * beside + sl * under;
                d[step] = cl * under - sl * beside;
                turns.Add(i, cl, sl, cr, sr);
                if (i == count - 2) break;
                g = sl * e[step];
                e[step] = cl * e[step];
            }
            E[(count - 2) * step] = f;
        }
    }
}
