using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>The reflections of a panel of few columns, by halves: the factors of what is too narrow for products.</summary>
static unsafe class ReflectorPanel
{
    /// <summary>Factors a panel, A = Q R: the columns left of the middle, what they do to the others, then these.</summary>
    /// <param name="rows">The rows of the panel, at least as many as its columns.</param>
    /// <param name="width">The columns of the panel.</param>
    /// <param name="v">The panel; becomes V.</param>
    /// <param name="vRow">From one row of the panel to the next.</param>
    /// <param name="r">Where R goes, [width, width]; below its diagonal nothing is written. Its diagonal is of either sign.</param>
    /// <param name="rRow">From one row of R to the next.</param>
    /// <param name="n">Where N goes, [width, width], the zeros below its diagonal too.</param>
    /// <param name="nRow">From one row of N to the next.</param>
    /// <param name="work">As much memory as <see cref="Reflectors.Work"/> says.</param>
    internal static void Factor<T>(int rows, int width, T* v, nint vRow, T* r, nint rRow, T* n, nint nRow, T* work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        if (width <= lanes)
        {
            FactorFew(rows, width, v, vRow, r, rRow, n, nRow);
            return;
        }
        int left = (width / 2 + lanes - 1) & -lanes, right = width - left;
        Factor(rows, left, v, vRow, r, rRow, n, nRow, work);
        T* beside = v + left;
        Reflectors.Apply(transposed: true, rows, left, v, vRow, 1, n, nRow, right, beside, vRow, work);
        for (int i = 0; i < left; i++)
            for (int j = 0; j < right; j++)
            {
                r[i * rRow + left + j] = beside[i * vRow + j];
                beside[i * vRow + j] = T.Zero;
            }
        T* below = v + left * (vRow + 1), corner = n + left * (nRow + 1);
        Factor(rows - left, right, below, vRow, r + left * (rRow + 1), rRow, corner, nRow, work);
        Join(rows - left, left, v + left * vRow, right, below, vRow, n, corner, nRow, work);
    }

    /// <summary>N of two blocks of reflections as of one: its corner is N_1 (V_1ᵀ V_2) N_2.</summary>
    static void Join<T>(int rows, int left, T* v1, int right, T* v2, nint vRow, T* n, T* corner, nint nRow, T* work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* between = work + left * right;
        GemmInside.Multiply(left, right, rows, v1, 1, vRow, v2, vRow, work, right);
        GemmInside.Multiply(left, right, right, work, right, 1, corner, nRow, between, right);
        GemmInside.Multiply(left, right, left, n, nRow, 1, between, right, n + left, nRow);
        for (int i = left; i < left + right; i++) new Span<T>(n + i * nRow, left).Clear();
    }

    // A row of so few columns is one vector: one pass over the rows reflects them all and finds the products with the next column.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FactorFew<T>(int rows, int width, T* v, nint vRow, T* r, nint rRow, T* n, nint nRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        T* p = Workspace.Rent<T>(Workspace.Use.Chunk, (long)rows * lanes), s = stackalloc T[lanes], change = stackalloc T[lanes];
        Narrow.Take(v, vRow, rows, width, p);
        Products(p, rows).Store(s);
        for (int j = 0; j < width; j++)
        {
            T* row = p + j * lanes;
            var (beta, scale, turn) = Reflectors.Of(row[j], s[j]);
            for (int k = 0; k < lanes; k++)
            {
                s[k] = T.FusedMultiplyAdd(scale, s[k], row[k]); // vᵀ times column k
                change[k] = k > j ? turn * s[k] : T.Zero;
            }
            Reflectors.Column(j, -turn, s, 1, n, nRow, width);
            r[j * rRow + j] = beta;
            for (int k = j + 1; k < width; k++) r[j * rRow + k] = row[k] - change[k];
            row[j] = T.One;
            for (int k = j + 1; k < lanes; k++) row[k] = T.Zero;
            Reflect(p, rows, j, scale, change).Store(s);
        }
        Narrow.Put(p, rows, width, v, vRow);
    }

    /// <summary>The products of the first column with all columns, from the second row on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector512<T> Products<T>(T* p, int rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count, i = 1;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i <= rows - 4; i += 4)
        {
            T* row = p + (nint)i * lanes;
            s0 = Fused.MultiplyAdd(Vector512.Create(row[0]), Vector512.Load(row), s0);
            s1 = Fused.MultiplyAdd(Vector512.Create(row[lanes]), Vector512.Load(row + lanes), s1);
            s2 = Fused.MultiplyAdd(Vector512.Create(row[2 * lanes]), Vector512.Load(row + 2 * lanes), s2);
            s3 = Fused.MultiplyAdd(Vector512.Create(row[3 * lanes]), Vector512.Load(row + 3 * lanes), s3);
        }
        for (; i < rows; i++)
        {
            T* row = p + (nint)i * lanes;
            s0 = Fused.MultiplyAdd(Vector512.Create(row[0]), Vector512.Load(row), s0);
        }
        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>Reflects the rows below row j, leaving v in column j; the products of column j + 1, below its own row, with all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector512<T> Reflect<T>(T* p, int rows, int j, T scale, T* change) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count, i = j + 1, next = Math.Min(j + 1, lanes - 1);
        var c = Vector512.Load(change);
        var place = Vector512.Equals(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(j)));
        T at = change[next];
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        if (i < rows) Reflect(p + (nint)i++ * lanes, j, next, scale, at, c, place, default);
        for (; i <= rows - 4; i += 4)
        {
            T* row = p + (nint)i * lanes;
            s0 = Reflect(row, j, next, scale, at, c, place, s0);
            s1 = Reflect(row + lanes, j, next, scale, at, c, place, s1);
            s2 = Reflect(row + 2 * lanes, j, next, scale, at, c, place, s2);
            s3 = Reflect(row + 3 * lanes, j, next, scale, at, c, place, s3);
        }
        for (; i < rows; i++) s0 = Reflect(p + (nint)i * lanes, j, next, scale, at, c, place, s0);
        return (s0 + s1) + (s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> Reflect<T>(T* row, int j, int next, T scale, T change, Vector512<T> changes, Vector512<T> place, Vector512<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T v = row[j] * scale, x = T.FusedMultiplyAdd(-v, change, row[next]); // x again as in the vector: the same rounding
        var reflected = Fused.MultiplyAdd(Vector512.Create(-v), changes, Vector512.Load(row));
        reflected = Vector512.ConditionalSelect(place, Vector512.Create(v), reflected);
        reflected.Store(row);
        return Fused.MultiplyAdd(Vector512.Create(x), reflected, sum);
    }
}
