using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>P A = L U by elimination with row exchanges: the largest element of a column, the first of equals, is its pivot.</summary>
/// <remarks>The columns are halved until a panel of them fits a vector
/// (<see href="https://doi.org/10.1137/S0895479896297744">Toledo 1997</see>); everything else is products and triangles.</remarks>
static unsafe class LuFactor
{
    /// <summary>Replaces A [rows, columns] by U, on and above the diagonal, and L, whose diagonal of ones is left out.</summary>
    /// <param name="rows">The rows of A.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="a">The matrix.</param>
    /// <param name="aRow">From one row to the next.</param>
    /// <param name="order">Which row of A each row of the factors comes from.</param>
    internal static void Run<T>(int rows, int columns, T* a, nint aRow, int* order) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++) order[i] = i;
        int square = Math.Min(rows, columns);
        if (square == 0) return;
        var whole = new Whole<T>(rows, columns, a, aRow, order);
        whole.Factor(0, square);
        Triangles.Solve(square, columns - square, a, aRow, 1, isLower: true, hasUnits: true, a + square, aRow);
    }

    readonly struct Whole<T>(int rows, int columns, T* a, nint aRow, int* order) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Factors some columns, from their diagonal down.</summary>
        internal void Factor(int first, int width)
        {
            int lanes = Vector512<T>.Count;
            if (width <= lanes)
            {
                FactorFew(first, width);
                return;
            }
            int left = (width / 2 + lanes - 1) & -lanes, right = width - left, below = first + left;
            T* corner = a + first * (aRow + 1), beside = corner + left, under = corner + left * aRow;
            Factor(first, left);
            Triangles.Solve(left, right, corner, aRow, 1, isLower: true, hasUnits: true, beside, aRow);
            GemmInside.Subtract(rows - below, right, left, under, aRow, 1, beside, aRow, under + left, aRow);
            Factor(below, right);
        }

        void FactorFew(int first, int width)
        {
            int lanes = Vector512<T>.Count, height = rows - first;
            T* p = Workspace.Rent<T>(Workspace.Use.Chunk, (long)height * lanes), from = a + first * (aRow + 1);
            Narrow.Take(from, aRow, height, width, p);
            int pivot = Largest(p, height);
            for (int j = 0; j < width; j++)
            {
                if (pivot != j)
                {
                    Exchange(p + j * lanes, p + (nint)pivot * lanes, lanes);
                    Exchange(a + (first + j) * aRow, a + (first + pivot) * aRow, columns);
                    (order[first + j], order[first + pivot]) = (order[first + pivot], order[first + j]);
                }
                pivot = Eliminate(p, height, j);
            }
            Narrow.Put(p, height, width, from, aRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Exchange<T>(T* x, T* y, int count) where T : unmanaged
    {
        int lanes = Vector512<T>.Count, j = 0;
        for (; j <= count - lanes; j += lanes)
        {
            var kept = Vector512.Load(x + j);
            Vector512.Load(y + j).Store(x + j);
            kept.Store(y + j);
        }
        for (; j < count; j++) (x[j], y[j]) = (y[j], x[j]);
    }

    /// <summary>The row of the largest magnitude in the first column.</summary>
    static int Largest<T>(T* p, int rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int largest = 0;
        for (int i = 1; i < rows; i++)
            if (T.Abs(p[(nint)i * Vector512<T>.Count]) > T.Abs(p[(nint)largest * Vector512<T>.Count])) largest = i;
        return largest;
    }

    /// <summary>Takes multiples of row j from those below; the row of the next pivot, which is looked for in all columns at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Eliminate<T>(T* p, int rows, int j) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count, next = Math.Min(j + 1, lanes - 1), i = j + 1;
        T* pivotRow = p + j * lanes;
        T pivot = pivotRow[j], inverse = T.One / pivot;
        bool divides = !T.IsFinite(inverse) && !T.IsZero(pivot); // so small a pivot that its inverse overflows
        if (T.IsZero(pivot)) inverse = T.Zero; // all below it is 0 too
        var at = Vector512.Create(T.CreateTruncating(j));
        var place = Vector512.Equals(Vector512<T>.Indices, at);
        var row = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512<T>.Indices, at), Vector512.Load(pivotRow), Vector512<T>.Zero);
        // even and odd rows apart, which hides the latency of comparing
        Vector512<T> most0 = Vector512.Create(-T.One), most1 = most0, where0 = default, where1 = default;
        Vector512<T> place0 = Vector512.Create(T.CreateTruncating(i)), place1 = place0 + Vector512<T>.One, two = Vector512.Create(T.One + T.One);
        for (; i <= rows - 2; i += 2)
        {
            T* here = p + (nint)i * lanes;
            T x = here[j], y = here[lanes + j];
            var first = Taken(here, divides ? x / pivot : x * inverse, row, place);
            var second = Taken(here + lanes, divides ? y / pivot : y * inverse, row, place);
            Note(first, place0, ref most0, ref where0);
            Note(second, place1, ref most1, ref where1);
            place0 += two;
            place1 += two;
        }
        if (i < rows)
        {
            T* here = p + (nint)i * lanes;
            var last = Taken(here, divides ? here[j] / pivot : here[j] * inverse, row, place);
            Note(last, place0, ref most0, ref where0);
        }
        T even = most0[next], odd = most1[next];
        bool isOdd = odd > even || (odd == even && where1[next] < where0[next]);
        int found = int.CreateTruncating(isOdd ? where1[next] : where0[next]);
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> Taken<T>(T* here, T factor, Vector512<T> row, Vector512<T> place) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rest = Fused.MultiplyAdd(Vector512.Create(-factor), row, Vector512.Load(here));
        rest = Vector512.ConditionalSelect(place, Vector512.Create(factor), rest);
        rest.Store(here);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Note<T>(Vector512<T> row, Vector512<T> at, ref Vector512<T> most, ref Vector512<T> where) where T : unmanaged
    {
        var size = Vector512.Abs(row);
        var isMore = Vector512.GreaterThan(size, most);
        most = Vector512.ConditionalSelect(isMore, size, most);
        where = Vector512.ConditionalSelect(isMore, at, where);
    }
}
