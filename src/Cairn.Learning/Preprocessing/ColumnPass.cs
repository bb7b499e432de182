using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.Preprocessing;

/// <summary>
/// Walks over the rows of a matrix and gathers something for every column: rows in order within a chunk of 1024, then the chunks in order,
/// whoever walked over them. A column is one lane of a vector, so that the width of the vectors changes nothing.
/// </summary>
readonly unsafe ref struct ColumnPass
{
    const int RowsPerChunk = 1024;

    readonly ReadOnlySpan<double> _x;
    readonly int _columns, _rows, _chunks;

    /// <param name="x">The matrix, row by row, at least one row.</param>
    /// <param name="columns">Its columns.</param>
    internal ColumnPass(ReadOnlySpan<double> x, int columns)
    {
        _x = x;
        _columns = columns;
        _rows = columns == 0 ? 0 : x.Length / columns;
        _chunks = (_rows + RowsPerChunk - 1) / RowsPerChunk;
    }

    /// <summary>The smallest and the largest number of every column; of equal ones the first.</summary>
    internal (double[] Low, double[] High) Ranges()
    {
        double[][] parts = Run(new Range());
        if (parts.Length == 0) return ([], []);
        double[] low = parts[0][.._columns], high = parts[0][_columns..];
        foreach (double[] part in parts)
            for (int j = 0; j < _columns; j++)
            {
                if (part[j] < low[j]) low[j] = part[j];
                if (part[_columns + j] > high[j]) high[j] = part[_columns + j];
            }
        return (low, high);
    }

    /// <summary>sum w u of every column, with u = x * perUnit.</summary>
    internal double[] Sum(double[] w, double[] perUnit) => Total(Run(new Weighted(w, perUnit)), 0);

    /// <summary>sum w (u - centre) and sum w (u - centre)^2 of every column.</summary>
    internal (double[] Rests, double[] Squares) SumsAbout(double[] w, double[] perUnit, double[] centre)
    {
        double[][] parts = Run(new About(w, perUnit, centre));
        return (Total(parts, 0), Total(parts, _columns));
    }

    double[] Total(double[][] parts, int from)
    {
        var totals = new double[_columns];
        foreach (double[] part in parts)
            for (int j = 0; j < _columns; j++) totals[j] += part[from + j];
        return totals;
    }

    double[][] Run<TGather>(TGather gather) where TGather : struct, IGather
    {
        var parts = new double[_chunks][];
        fixed (double* x = _x)
            WorkTeam.For(_chunks, new Walk<TGather>(x, _rows, _columns, gather, parts), threads: _x.Length < 1 << 16 ? 1 : 0);
        return parts;
    }

    /// <summary>What is gathered: the numbers of a row, 8 columns or 1 at a time, into two sums of each column.</summary>
    interface IGather
    {
        /// <summary>What the two sums start as: the first row's numbers, or 0.</summary>
        static abstract bool StartsWithRow { get; }

        void Add(Vector512<double> x, int row, int column, ref Vector512<double> a, ref Vector512<double> b);

        void Add(double x, int row, int column, ref double a, ref double b);
    }

    readonly struct Walk<TGather>(double* x, int rows, int columns, TGather gather, double[][] parts) : IChunkJob
        where TGather : struct, IGather
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int first = chunk * RowsPerChunk, end = Math.Min(first + RowsPerChunk, rows);
            var part = new double[2 * columns];
            ref double a = ref MemoryMarshal.GetArrayDataReference(part);
            ref double b = ref Unsafe.Add(ref a, columns);
            if (TGather.StartsWithRow)
                for (int j = 0; j < columns; j++) part[j] = part[columns + j] = x[(nuint)first * (nuint)columns + (nuint)j];
            int whole = columns / 8 * 8;
            for (int i = first; i < end; i++)
            {
                double* row = x + (nuint)i * (nuint)columns;
                for (int j = 0; j < whole; j += 8)
                {
                    Vector512<double> sumA = Vector512.LoadUnsafe(ref a, (nuint)j), sumB = Vector512.LoadUnsafe(ref b, (nuint)j);
                    gather.Add(Vector512.Load(row + j), i, j, ref sumA, ref sumB);
                    sumA.StoreUnsafe(ref a, (nuint)j);
                    sumB.StoreUnsafe(ref b, (nuint)j);
                }
                for (int j = whole; j < columns; j++) gather.Add(row[j], i, j, ref Unsafe.Add(ref a, j), ref Unsafe.Add(ref b, j));
            }
            parts[chunk] = part;
        }
    }

    readonly struct Range : IGather
    {
        public static bool StartsWithRow => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector512<double> x, int row, int column, ref Vector512<double> low, ref Vector512<double> high)
        {
            low = Vector512.ConditionalSelect(Vector512.LessThan(x, low), x, low);
            high = Vector512.ConditionalSelect(Vector512.GreaterThan(x, high), x, high);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(double x, int row, int column, ref double low, ref double high)
        {
            if (x < low) low = x;
            if (x > high) high = x;
        }
    }

    readonly struct Weighted(double[] w, double[] perUnit) : IGather
    {
        public static bool StartsWithRow => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector512<double> x, int row, int column, ref Vector512<double> sum, ref Vector512<double> _) =>
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(w[row]), x * At(perUnit, column), sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(double x, int row, int column, ref double sum, ref double _) =>
            sum = Math.FusedMultiplyAdd(w[row], x * perUnit[column], sum);
    }

    readonly struct About(double[] w, double[] perUnit, double[] centre) : IGather
    {
        public static bool StartsWithRow => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector512<double> x, int row, int column, ref Vector512<double> rest, ref Vector512<double> square)
        {
            var (weight, u) = (Vector512.Create(w[row]), x * At(perUnit, column) - At(centre, column));
            rest = Vector512.FusedMultiplyAdd(weight, u, rest);
            square = Vector512.FusedMultiplyAdd(weight * u, u, square);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(double x, int row, int column, ref double rest, ref double square)
        {
            double u = x * perUnit[column] - centre[column];
            rest = Math.FusedMultiplyAdd(w[row], u, rest);
            square = Math.FusedMultiplyAdd(w[row] * u, u, square);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> At(double[] values, int column) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)column);
}
