using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>
/// Sequences of plane rotations of neighbouring columns, as the QR iterations make them, collected and then applied many at a time.
/// </summary>
/// <remarks>
/// <para>One sweep after the other would read and write the whole matrix for six operations an element. The matrix lies in strips of
/// sixteen rows instead, column after column, which stay in the second cache while a batch of sweeps goes over them; and four sweeps run as one wave, the second one
/// column behind the first and so on, so that a column is loaded and stored once for all four (Van Zee, van de Geijn, Quintana-Ortí,
/// ACM TOMS 40(3), 2014).</para>
/// <para>A rotation takes columns x, t to c x + s t, c t - s x, each element by a product and a fused multiply-add: the same bits for
/// every batch, vector width and number of threads.</para>
/// </remarks>
sealed unsafe class RotationSweeps
{
    internal const int Height = 16;
    const int Wave = 4, Most = 32, Lanes = 8;

    readonly int _columns, _strips, _row;
    readonly double* _z, _c, _s;
    readonly int[] _from = new int[Most], _to = new int[Most];
    int _count;
    bool _isReversed;

    /// <summary>The elements that <see cref="RotationSweeps"/> needs for so many rows and columns.</summary>
    internal static long Room(int rows, int columns) =>
        (long)(columns + 2 * Wave) * ((rows + Height - 1) / Height * Height + 2 * Most);

    /// <summary>Begins with a matrix in rows.</summary>
    /// <param name="room"><see cref="Room"/> elements.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="matrix">Its first element.</param>
    /// <param name="row">The distance between its rows.</param>
    internal RotationSweeps(double* room, int rows, int columns, double* matrix, nint row)
    {
        _columns = columns;
        _row = columns + 2 * Wave;
        _strips = (rows + Height - 1) / Height;
        _z = room;
        _c = room + (long)_strips * Height * _row;
        _s = _c + (long)Most * _row;
        new Span<double>(_z, _strips * Height * _row).Clear();
        for (int strip = 0; strip < _strips; strip++)
            GemmPacking.Panel(matrix + strip * Height * row, 1, row, columns, Math.Min(Height, rows - strip * Height), Strip(strip), Height);
    }

    /// <summary>The first column of a strip; four columns of zeros stand before it and after the last one.</summary>
    double* Strip(int strip) => _z + ((long)strip * _row + Wave) * Height;

    /// <summary>Room for a sweep's rotations: the i-th of columns i and i + 1, or counted from the last column.</summary>
    /// <param name="isReversed">Whether column 0 means the last one, 1 the one before it.</param>
    /// <param name="from">The first rotation.</param>
    /// <param name="to">The one after the last.</param>
    /// <param name="c">Where the cosines are to be written, from <paramref name="from"/> on.</param>
    /// <param name="s">Where the sines are to be written.</param>
    internal void Begin(bool isReversed, int from, int to, out double* c, out double* s)
    {
        if (_count == Most || (_count > 0 && _isReversed != isReversed)) Flush();
        _isReversed = isReversed;
        (_from[_count], _to[_count]) = (from, to);
        c = _c + (long)_count * _row + Wave;
        s = _s + (long)_count * _row + Wave;
        _count++;
    }

    /// <summary>Applies what has been collected.</summary>
    internal void Flush()
    {
        if (_count == 0) return;
        while (_count % Wave != 0)
        {
            (_from[_count], _to[_count]) = (_from[_count - 1], _from[_count - 1]);
            _count++;
        }
        var groups = new (int From, int To)[_count / Wave];
        long work = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            int from = int.MaxValue, to = 0;
            for (int k = g * Wave; k < (g + 1) * Wave; k++) (from, to) = (Math.Min(from, _from[k]), Math.Max(to, _to[k]));
            for (int k = g * Wave; k < (g + 1) * Wave; k++) FillUp(k, from, to);
            groups[g] = (from, to);
            work += to - from;
        }
        var job = new StripJob(this, groups);
        WorkTeam.For(_strips, job, threads: work * _strips * Height < 4096 ? 1 : 0);
        _count = 0;
    }

    /// <summary>Outside its own range a sweep turns nothing.</summary>
    void FillUp(int sweep, int from, int to)
    {
        double* c = _c + (long)sweep * _row + Wave, s = _s + (long)sweep * _row + Wave;
        for (int i = from - Wave + 1; i < _from[sweep]; i++) (c[i], s[i]) = (1, 0);
        for (int i = _to[sweep]; i < to + Wave - 1; i++) (c[i], s[i]) = (1, 0);
    }

    /// <summary>
    /// For each column the sign that makes positive the first of its elements that come within an eighth of the largest in magnitude: so that
    /// elements equal but for rounding do not decide by their last digits.
    /// </summary>
    internal double[] Signs(int rows)
    {
        double[] largest = new double[_columns], signs = new double[_columns];
        for (int i = 0; i < rows; i++)
        {
            double* row = Strip(i / Height) + i % Height;
            for (int j = 0; j < largest.Length; j++) largest[j] = Math.Max(largest[j], Math.Abs(row[(long)j * Height]));
        }
        int left = _columns;
        for (int i = 0; i < rows && left > 0; i++)
        {
            double* row = Strip(i / Height) + i % Height;
            for (int j = 0; j < signs.Length; j++)
            {
                double x = row[(long)j * Height];
                if (signs[j] != 0 || Math.Abs(x) < 0.875 * largest[j]) continue;
                signs[j] = Math.CopySign(1, x);
                left--;
            }
        }
        return signs;
    }

    /// <summary>Writes the matrix back in rows, its columns in the order given, each times its sign.</summary>
    internal void Unpack(int rows, int[] order, double[] signs, double* matrix, nint row)
    {
        for (int i = 0; i < rows; i++)
        {
            double* strip = Strip(i / Height) + i % Height, to = matrix + i * row;
            for (int j = 0; j < order.Length; j++) to[j] = signs[order[j]] * strip[(long)order[j] * Height];
        }
    }

    readonly struct StripJob(RotationSweeps sweeps, (int From, int To)[] groups) : IChunkJob
    {
        public void Run(int strip)
        {
            double* z = sweeps.Strip(strip);
            nint step = Height;
            if (sweeps._isReversed)
            {
                z += (long)(sweeps._columns - 1) * Height;
                step = -Height;
            }
            for (int g = 0; g < groups.Length; g++)
                Turn(z, step, groups[g].From, groups[g].To, sweeps._c + (long)g * Wave * sweeps._row + Wave,
                    sweeps._s + (long)g * Wave * sweeps._row + Wave, sweeps._row);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static void Turn(double* z, nint step, int from, int to, double* c, double* s, nint row)
        {
            double* c1 = c + row - 1, c2 = c + 2 * row - 2, c3 = c + 3 * row - 3, s1 = s + row - 1, s2 = s + 2 * row - 2, s3 = s + 3 * row - 3;
            double* at = z + (from - 3) * step;
            Vector512<double> x0 = Vector512.Load(at), y0 = Vector512.Load(at + Lanes);
            Vector512<double> x1 = Vector512.Load(at + step), y1 = Vector512.Load(at + step + Lanes);
            Vector512<double> x2 = Vector512.Load(at + 2 * step), y2 = Vector512.Load(at + 2 * step + Lanes);
            Vector512<double> x3 = Vector512.Load(at + 3 * step), y3 = Vector512.Load(at + 3 * step + Lanes);
            for (int i = from; i < to + 3; i++, at += step)
            {
                Vector512<double> x4 = Vector512.Load(at + 4 * step), y4 = Vector512.Load(at + 4 * step + Lanes);
                Vector512<double> cc = Vector512.Create(c[i]), ss = Vector512.Create(s[i]);
                var x = Vector512.FusedMultiplyAdd(ss, x4, cc * x3);
                var y = Vector512.FusedMultiplyAdd(ss, y4, cc * y3);
                x4 = Vector512.FusedMultiplyAdd(-ss, x3, cc * x4);
                y4 = Vector512.FusedMultiplyAdd(-ss, y3, cc * y4);
                (cc, ss) = (Vector512.Create(c1[i]), Vector512.Create(s1[i]));
                x3 = Vector512.FusedMultiplyAdd(-ss, x2, cc * x);
                y3 = Vector512.FusedMultiplyAdd(-ss, y2, cc * y);
                x = Vector512.FusedMultiplyAdd(ss, x, cc * x2);
                y = Vector512.FusedMultiplyAdd(ss, y, cc * y2);
                (cc, ss) = (Vector512.Create(c2[i]), Vector512.Create(s2[i]));
                x2 = Vector512.FusedMultiplyAdd(-ss, x1, cc * x);
                y2 = Vector512.FusedMultiplyAdd(-ss, y1, cc * y);
                x = Vector512.FusedMultiplyAdd(ss, x, cc * x1);
                y = Vector512.FusedMultiplyAdd(ss, y, cc * y1);
                (cc, ss) = (Vector512.Create(c3[i]), Vector512.Create(s3[i]));
                x1 = Vector512.FusedMultiplyAdd(-ss, x0, cc * x);
                y1 = Vector512.FusedMultiplyAdd(-ss, y0, cc * y);
                Vector512.FusedMultiplyAdd(ss, x, cc * x0).Store(at);
                Vector512.FusedMultiplyAdd(ss, y, cc * y0).Store(at + Lanes);
                (x0, y0, x1, y1, x2, y2, x3, y3) = (x1, y1, x2, y2, x3, y3, x4, y4);
            }
            x0.Store(at);
            y0.Store(at + Lanes);
            x1.Store(at + step);
            y1.Store(at + step + Lanes);
            x2.Store(at + 2 * step);
            y2.Store(at + 2 * step + Lanes);
            x3.Store(at + 3 * step);
            y3.Store(at + 3 * step + Lanes);
        }
    }
}
