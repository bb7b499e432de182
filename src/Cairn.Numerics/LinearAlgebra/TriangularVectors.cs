namespace Cairn.LinearAlgebra;

/// <summary>The eigenvectors of a matrix that is triangular but for blocks of two rows, by back substitution (EISPACK's hqr2).</summary>
readonly unsafe struct TriangularVectors
{
    const double Epsilon = 1.0 / (1L << 52);

    readonly double* _t, _real, _imaginary;
    readonly int _size;
    readonly nint _row;
    readonly double _norm;

    /// <summary>Begins with T in rows and its values.</summary>
    internal TriangularVectors(double* t, int size, nint row, double* real, double* imaginary)
    {
        _t = t;
        _real = real;
        _imaginary = imaginary;
        _size = size;
        _row = row;
        for (int i = 0; i < size; i++)
        {
            double sum = 0;
            for (int j = Math.Max(i - 1, 0); j < size; j++) sum += Math.Abs(t[i * row + j]);
            _norm = Math.Max(_norm, sum);
        }
        if (_norm == 0) _norm = 1;
    }

    double At(int i, int j) => _t[i * _row + j];

    double Dot(int i, int from, int to, double* x) =>
        Dots.Dot(new ReadOnlySpan<double>(_t + i * _row + from, to - from), new ReadOnlySpan<double>(x + from, to - from));

    /// <summary>The vector of a real value: elements 0 to <paramref name="k"/>, the later ones being 0.</summary>
    internal void Real(int k, double* x)
    {
        double p = _real[k], z = 0, s = 0;
        int known = k;
        x[k] = 1;
        for (int i = k - 1; i >= 0; i--)
        {
            double w = At(i, i) - p, r = Dot(i, known, k + 1, x);
            if (_imaginary[i] < 0)
            {
                (z, s) = (w, r);
                continue;
            }
            known = i;
            if (_imaginary[i] == 0) x[i] = -r / (w != 0 ? w : Epsilon * _norm);
            else
            {
                double beside = At(i, i + 1), below = At(i + 1, i), apart = _real[i] - p;
                double t = (beside * s - z * r) / (apart * apart + _imaginary[i] * _imaginary[i]);
                x[i] = t;
                x[i + 1] = Math.Abs(beside) > Math.Abs(z) ? (-r - w * t) / beside : (-s - below * t) / z;
            }
            double size = Math.Abs(x[i]);
            if (Epsilon * size * size > 1)
                for (int j = i; j <= k; j++) x[j] /= size;
        }
    }

    /// <summary>The vector of the complex value in rows k - 1 and <paramref name="k"/> that has the positive imaginary part.</summary>
    internal void Complex(int k, double* re, double* im)
    {
        double p = _real[k], q = _imaginary[k], z = 0, r = 0, s = 0;
        int known = k - 1;
        if (Math.Abs(At(k, k - 1)) > Math.Abs(At(k - 1, k)))
            (re[k - 1], im[k - 1]) = (q / At(k, k - 1), -(At(k, k) - p) / At(k, k - 1));
        else (re[k - 1], im[k - 1]) = Quotient(0, -At(k - 1, k), At(k - 1, k - 1) - p, q);
        (re[k], im[k]) = (0, 1);
        for (int i = k - 2; i >= 0; i--)
        {
            double ra = Dot(i, known, k + 1, re), sa = Dot(i, known, k + 1, im), w = At(i, i) - p;
            if (_imaginary[i] < 0)
            {
                (z, r, s) = (w, ra, sa);
                continue;
            }
            known = i;
            if (_imaginary[i] == 0) (re[i], im[i]) = Quotient(-ra, -sa, w, q);
            else
            {
                double beside = At(i, i + 1), below = At(i + 1, i), apart = _real[i] - p;
                double vr = apart * apart + _imaginary[i] * _imaginary[i] - q * q, vi = apart * 2 * q;
                if (vr == 0 && vi == 0) vr = Epsilon * _norm * (Math.Abs(w) + Math.Abs(q) + Math.Abs(beside) + Math.Abs(below) + Math.Abs(z));
                (re[i], im[i]) = Quotient(beside * r - z * ra + q * sa, beside * s - z * sa - q * ra, vr, vi);
                (re[i + 1], im[i + 1]) = Math.Abs(beside) > Math.Abs(z) + Math.Abs(q)
                    ? ((-ra - w * re[i] + q * im[i]) / beside, (-sa - w * im[i] - q * re[i]) / beside)
                    : Quotient(-r - below * re[i], -s - below * im[i], z, q);
            }
            double size = Math.Max(Math.Abs(re[i]), Math.Abs(im[i]));
            if (Epsilon * size * size > 1)
                for (int j = i; j <= k; j++) (re[j], im[j]) = (re[j] / size, im[j] / size);
        }
    }

    /// <summary>(a + b i) / (c + d i).</summary>
    static (double, double) Quotient(double a, double b, double c, double d)
    {
        if (Math.Abs(c) > Math.Abs(d))
        {
            double ratio = d / c, below = c + ratio * d;
            return ((a + ratio * b) / below, (b - ratio * a) / below);
        }
        else
        {
            double ratio = c / d, below = d + ratio * c;
            return ((ratio * a + b) / below, (ratio * b - a) / below);
        }
    }
}
