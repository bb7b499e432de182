using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.LinearAlgebra;

/// <summary>
/// Z' H Z = T of a Hessenberg matrix: T upper triangular but for blocks of two rows with complex values, by Francis's double shifts.
/// </summary>
/// <remarks>An element below the diagonal counts as 0 by the test of Ahues and Tisseur (LAPACK Working Note 122, 1997); exceptional shifts
/// in every tenth step of a value. Z is kept transposed, so that its rows are turned.</remarks>
readonly unsafe struct SchurIteration
{
    internal const int StepsPerValue = 30;
    const double Epsilon = 1.0 / (1L << 52), Smallest = 1e-292;

    readonly double* _h, _z;
    readonly int _size;
    readonly nint _row;

    /// <summary>Begins with H and Z', both in rows of the same distance; Z' may be null, when only the values are wanted.</summary>
    internal SchurIteration(double* h, double* z, int size, nint row)
    {
        _h = h;
        _z = z;
        _size = size;
        _row = row;
    }

    ref double this[int i, int j] => ref _h[i * _row + j];

    /// <summary>Makes H into T, and tells the values.</summary>
    /// <returns>False when the steps did not suffice.</returns>
    internal bool Run(double* real, double* imaginary, int stepsPerValue = StepsPerValue)
    {
        long left = (long)stepsPerValue * Math.Max(_size, 10);
        for (int end = _size - 1; end >= 0;)
        {
            int start, step = 0;
            while (true)
            {
                start = BlockStart(end);
                if (start >= end - 1) break;
                if (left-- == 0) return false;
                Step(start, end, ++step);
            }
            if (start == end) (real[end], imaginary[end]) = (this[end, end], 0);
            else Standardize(end, real, imaginary);
            end = start - 1;
        }
        return true;
    }

    /// <summary>The first row of the block that ends in row <paramref name="end"/>.</summary>
    int BlockStart(int end)
    {
        int k = end;
        for (; k > 0; k--)
        {
            double below = Math.Abs(this[k, k - 1]);
            if (below <= Smallest) break;
            double around = Math.Abs(this[k - 1, k - 1]) + Math.Abs(this[k, k]);
            if (around == 0)
            {
                if (k >= 2) around += Math.Abs(this[k - 1, k - 2]);
                if (k + 1 < _size) around += Math.Abs(this[k + 1, k]);
            }
            if (below > Epsilon * around) continue;
            double above = Math.Abs(this[k - 1, k]), apart = Math.Abs(this[k - 1, k - 1] - this[k, k]), last = Math.Abs(this[k, k]);
            double ab = Math.Max(below, above), ba = Math.Min(below, above), aa = Math.Max(last, apart), bb = Math.Min(last, apart), sum = aa + ab;
            if (ba * (ab / sum) <= Math.Max(Smallest, Epsilon * (bb * (aa / sum)))) break;
        }
        if (k > 0) this[k, k - 1] = 0;
        return k;
    }

    void Step(int start, int end, int step)
    {
        double h11 = this[end - 1, end - 1], h21 = this[end, end - 1], h12 = this[end - 1, end], h22 = this[end, end];
        if (step % 10 == 0)
        {
            double s = step % 20 != 0
                ? Math.Abs(this[start + 1, start]) + Math.Abs(this[start + 2, start + 1])
                : Math.Abs(this[end, end - 1]) + Math.Abs(this[end - 1, end - 2]);
            h11 = h22 = 0.75 * s + (step % 20 != 0 ? this[start, start] : this[end, end]);
            (h12, h21) = (-0.4375 * s, s);
        }
        var (real1, real2, imaginary) = Shifts(h11, h12, h21, h22);

        // where two elements below the diagonal are small together, the step may begin between them
        int m = end - 2;
        double v0, v1, v2;
        for (; ; m--)
        {
            double s = Math.Abs(this[m, m] - real2) + Math.Abs(imaginary) + Math.Abs(this[m + 1, m]), beside = this[m + 1, m] / s;
            v0 = beside * this[m, m + 1] + (this[m, m] - real1) * ((this[m, m] - real2) / s) + imaginary * (imaginary / s);
            v1 = beside * (this[m, m] + this[m + 1, m + 1] - real1 - real2);
            v2 = beside * this[m + 2, m + 1];
            s = Math.Abs(v0) + Math.Abs(v1) + Math.Abs(v2);
            (v0, v1, v2) = (v0 / s, v1 / s, v2 / s);
            if (m == start) break;
            double diagonal = Math.Abs(this[m - 1, m - 1]) + Math.Abs(this[m, m]) + Math.Abs(this[m + 1, m + 1]);
            if (Math.Abs(this[m, m - 1]) * (Math.Abs(v1) + Math.Abs(v2)) <= Epsilon * Math.Abs(v0) * diagonal) break;
        }
        for (int k = m; k < end; k++)
        {
            int count = Math.Min(3, end - k + 1);
            if (k > m) (v0, v1, v2) = (this[k, k - 1], this[k + 1, k - 1], count == 3 ? this[k + 2, k - 1] : 0);
            else if (count == 2) v2 = 0;
            double beta = Reflect(ref v0, ref v1, ref v2, out double tau);
            if (k > m)
            {
                this[k, k - 1] = beta;
                this[k + 1, k - 1] = 0;
                if (count == 3) this[k + 2, k - 1] = 0;
            }
            else if (m > start) this[k, k - 1] *= 1 - tau; // exact where underflow made the vector a mere sign
            if (tau == 0) continue;
            double* third = count == 3 ? _h + (k + 2) * _row : null;
            Rows(_h + k * _row, _h + (k + 1) * _row, third, k, _size, v1, v2, tau);
            Columns(k, count, Math.Min(k + 3, end) + 1, v1, v2, tau);
            if (_z != null) Rows(_z + k * _row, _z + (k + 1) * _row, count == 3 ? _z + (k + 2) * _row : null, 0, _size, v1, v2, tau);
        }
    }

    static (double, double, double) Shifts(double h11, double h12, double h21, double h22)
    {
        double s = Math.Abs(h11) + Math.Abs(h12) + Math.Abs(h21) + Math.Abs(h22);
        if (s == 0) return (0, 0, 0);
        (h11, h12, h21, h22) = (h11 / s, h12 / s, h21 / s, h22 / s);
        double mean = (h11 + h22) / 2, determinant = (h11 - mean) * (h22 - mean) - h12 * h21, root = Math.Sqrt(Math.Abs(determinant));
        if (determinant >= 0) return (mean * s, mean * s, root * s);
        double one = mean + root, two = mean - root, nearer = Math.Abs(one - h22) <= Math.Abs(two - h22) ? one : two;
        return (nearer * s, nearer * s, 0);
    }

    /// <summary>The reflection (1, v1, v2) with <paramref name="tau"/> that takes the vector to (beta, 0, 0).</summary>
    static double Reflect(ref double v0, ref double v1, ref double v2, out double tau)
    {
        double alpha = v0, scale = Math.Max(Math.Abs(v0), Math.Max(Math.Abs(v1), Math.Abs(v2)));
        v0 = 1;
        if (v1 == 0 && v2 == 0)
        {
            tau = 0;
            return alpha;
        }
        double a = alpha / scale, b = v1 / scale, c = v2 / scale;
        double beta = -Math.CopySign(Math.Sqrt(a * a + b * b + c * c), a);
        tau = (beta - a) / beta;
        v1 = b / (a - beta);
        v2 = c / (a - beta);
        return beta * scale;
    }

    /// <summary>Turns two or three rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows(double* x, double* y, double* z, int j, int end, double v1, double v2, double tau)
    {
        double t1 = tau * v1, t2 = tau * v2;
        for (; j <= end - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            Vector512<double> a = Vector512.Load(x + j), b = Vector512.Load(y + j);
            var sum = a + Vector512.Create(v1) * b;
            if (z != null)
            {
                var c = Vector512.Load(z + j);
                sum += Vector512.Create(v2) * c;
                (c - Vector512.Create(t2) * sum).Store(z + j);
            }
            (a - Vector512.Create(tau) * sum).Store(x + j);
            (b - Vector512.Create(t1) * sum).Store(y + j);
        }
        for (; j < end; j++)
        {
            double sum = x[j] + v1 * y[j];
            if (z != null)
            {
                sum += v2 * z[j];
                z[j] -= t2 * sum;
            }
            x[j] -= tau * sum;
            y[j] -= t1 * sum;
        }
    }

    /// <summary>Turns two or three columns from row 0 to before row <paramref name="end"/>.</summary>
    void Columns(int k, int count, int end, double v1, double v2, double tau)
    {
        double t1 = tau * v1, t2 = tau * v2;
        double* x = _h + k;
        for (int i = 0; i < end; i++, x += _row)
        {
            double sum = x[0] + v1 * x[1];
            if (count == 3)
            {
                sum += v2 * x[2];
                x[2] -= t2 * sum;
            }
            x[0] -= tau * sum;
            x[1] -= t1 * sum;
        }
    }

    /// <summary>Turns the last two rows of a block so that it is triangular, or its two values are complex and its diagonal elements equal.</summary>
    void Standardize(int end, double* real, double* imaginary)
    {
        int k = end - 1;
        double a = this[k, k], b = this[k, end], c = this[end, k], d = this[end, end], cos = 1, sin = 0;
        if (c == 0) { }
        else if (b == 0)
        {
            (cos, sin) = (0, 1);
            (a, d, b, c) = (d, a, -c, 0);
        }
        else if (a != d || Math.Sign(b) == Math.Sign(c))
        {
            double apart = a - d, p = 0.5 * apart, larger = Math.Max(Math.Abs(b), Math.Abs(c));
            double smaller = Math.Min(Math.Abs(b), Math.Abs(c)) * Math.Sign(b) * Math.Sign(c), scale = Math.Max(Math.Abs(p), larger);
            double z = p / scale * p + larger / scale * smaller;
            if (z >= 4 * Epsilon)
            {
                z = p + Math.CopySign(Math.Sqrt(scale) * Math.Sqrt(z), p);
                a = d + z;
                d -= larger / z * smaller;
                PlaneRotation.Of(z, c, out cos, out sin);
                (b, c) = (b - c, 0);
            }
            else
            {
                double sigma = b + c, tau = PlaneRotation.Of(sigma, apart, out _, out _);
                cos = Math.Sqrt(0.5 * (1 + Math.Abs(sigma) / tau));
                sin = -(p / (tau * cos)) * Math.CopySign(1, sigma);
                double aa = a * cos + b * sin, bb = -a * sin + b * cos, cc = c * cos + d * sin, dd = -c * sin + d * cos;
                (a, b, c, d) = (aa * cos + cc * sin, bb * cos + dd * sin, -aa * sin + cc * cos, -bb * sin + dd * cos);
                double mean = 0.5 * (a + d);
                (a, d) = (mean, mean);
                if (c != 0 && b == 0) (b, c, cos, sin) = (-c, 0, -sin, cos);
                else if (c != 0 && Math.Sign(b) == Math.Sign(c))
                {
                    double rootB = Math.Sqrt(Math.Abs(b)), rootC = Math.Sqrt(Math.Abs(c)), shift = Math.CopySign(rootB * rootC, c);
                    double scaled = 1 / Math.Sqrt(Math.Abs(b + c)), cos1 = rootB * scaled, sin1 = rootC * scaled;
                    (a, d, b, c) = (mean + shift, mean - shift, b - c, 0);
                    (cos, sin) = (cos * cos1 - sin * sin1, cos * sin1 + sin * cos1);
                }
            }
        }
        (this[k, k], this[k, end], this[end, k], this[end, end]) = (a, b, c, d);
        (real[k], real[end]) = (a, d);
        double size = c == 0 ? 0 : Math.Sqrt(Math.Abs(b)) * Math.Sqrt(Math.Abs(c));
        (imaginary[k], imaginary[end]) = (size, -size);

        double* x = _h + k * _row, y = _h + end * _row;
        for (int j = end + 1; j < _size; j++) (x[j], y[j]) = (cos * x[j] + sin * y[j], cos * y[j] - sin * x[j]);
        for (int i = 0; i < k; i++)
        {
            double* at = _h + i * _row + k;
            (at[0], at[1]) = (cos * at[0] + sin * at[1], cos * at[1] - sin * at[0]);
        }
        if (_z == null) return;
        x = _z + k * _row;
        y = _z + end * _row;
        for (int j = 0; j < _size; j++) (x[j], y[j]) = (cos * x[j] + sin * y[j], cos * y[j] - sin * x[j]);
    }
}
