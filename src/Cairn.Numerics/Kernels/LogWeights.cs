using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Weights given by their logarithms, row by row, shifted by the largest so that nothing overflows: ln Σ eˣ, eˣ / Σ eˣ and what
/// follows from them. In the type of the elements. Exponentials of all rows of a block are taken together, which is much faster for
/// short ones.</summary>
static unsafe class LogWeights
{
    /// <summary>ln Σ eˣ of each row: the largest + ln(1 + the others relative to it).</summary>
    internal readonly struct LogSums<T> : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static bool GivesOne => true;

        public void Run(T* x, T* y, int length, int first, int rows)
        {
            var rented = ArrayPool<T>.Shared.Rent(length * rows + rows);
            fixed (T* weights = rented)
            {
                T* largest = weights + (nint)length * rows;
                for (int i = 0; i < rows; i++) largest[i] = Shift(x + (nint)i * length, weights + (nint)i * length, length);
                LogsOfOthers(weights, length, rows, y, null);
                for (int i = 0; i < rows; i++) y[i] = T.IsFinite(largest[i]) ? largest[i] + y[i] : largest[i];
            }
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>The shares eˣ / Σ eˣ of each row; the largest share equally at the infinities.</summary>
    internal readonly struct Shares<T> : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            for (int i = 0; i < rows; i++) Shift(x + (nint)i * length, y + (nint)i * length, length);
            Exp(y, length * rows);
            for (int i = 0; i < rows; i++)
            {
                T* row = y + (nint)i * length;
                RowLoops.Divide(row, Sum(row, length), length);
            }
        }
    }

    /// <summary>The logarithms of the shares.</summary>
    internal readonly struct LogShares<T> : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            var rented = ArrayPool<T>.Shared.Rent(length * rows + rows);
            fixed (T* weights = rented)
            {
                T* logs = weights + (nint)length * rows;
                for (int i = 0; i < rows; i++) Shift(x + (nint)i * length, y + (nint)i * length, length);
                Unsafe.CopyBlockUnaligned(weights, y, (uint)(length * rows * sizeof(T)));
                LogsOfOthers(weights, length, rows, logs, y);
                for (int i = 0; i < rows; i++) RowLoops.Subtract(y + (nint)i * length, logs[i], y + (nint)i * length, length);
            }
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>Minus the logarithm of one share of each row, to full precision where that share is nearly all.</summary>
    internal readonly struct Losses<T>(int* places) : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static bool GivesOne => true;

        public void Run(T* x, T* y, int length, int first, int rows)
        {
            var rented = ArrayPool<T>.Shared.Rent(length * rows + rows);
            fixed (T* weights = rented)
            {
                T* chosen = weights + (nint)length * rows;
                for (int i = 0; i < rows; i++)
                {
                    T* row = weights + (nint)i * length;
                    Shift(x + (nint)i * length, row, length);
                    chosen[i] = row[places[first + i]];
                }
                LogsOfOthers(weights, length, rows, y, null);
                for (int i = 0; i < rows; i++) y[i] -= chosen[i];
            }
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>The derivative of the losses by the scores, (share - 1 at the place) times the derivative by the loss.</summary>
    internal readonly struct LossSlopes<T>(int* places, T* factors) : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            default(Shares<T>).Run(x, y, length, first, rows);
            for (int i = 0; i < rows; i++)
            {
                T* row = y + (nint)i * length;
                row[places[first + i]] -= T.One;
                RowLoops.Multiply(row, factors[first + i], length);
            }
        }
    }

    /// <summary>The derivative by the logarithms, y (dy - Σ dy y), from the shares y.</summary>
    internal readonly struct ShareSlopes<T>(T* slopes) : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            for (int i = 0; i < rows; i++)
            {
                T* shares = x + (nint)i * length, dy = slopes + (nint)(first + i) * length;
                T sum = Lanes.Sum(new ReadOnlySpan<T>(dy, length), new ReadOnlySpan<T>(shares, length), default(RoundedProduct<T>));
                RowLoops.SubtractThenMultiply(dy, sum, shares, y + (nint)i * length, length);
            }
        }
    }

    /// <summary>The derivative by the logarithms, dy - eʸ Σ dy, from the logarithms of the shares y.</summary>
    internal readonly struct LogShareSlopes<T>(T* slopes) : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            Unsafe.CopyBlockUnaligned(y, x, (uint)(length * rows * sizeof(T)));
            Exp(y, length * rows);
            for (int i = 0; i < rows; i++)
            {
                T* dy = slopes + (nint)(first + i) * length;
                RowLoops.SubtractProduct(dy, Sum(dy, length), y + (nint)i * length, length);
            }
        }
    }

    /// <summary>ln(1 + Σ of the others' weights) of rows shifted so that their largest is 0; overwrites the rows, which start as
    /// <paramref name="shifted"/>, or as themselves.</summary>
    static void LogsOfOthers<T>(T* rows, int length, int count, T* logs, T* shifted) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<int> places = count <= 512 ? stackalloc int[count] : new int[count];
        for (int i = 0; i < count; i++) places[i] = Math.Max(0, Extremes.Place(new ReadOnlySpan<T>((shifted is null ? rows : shifted) + (nint)i * length, length), T.Zero));
        Exp(rows, length * count);
        for (int i = 0; i < count; i++)
        {
            T* row = rows + (nint)i * length;
            if (!T.IsNaN(row[places[i]])) row[places[i]] = T.Zero;
            logs[i] = Sum(row, length);
        }
        Log1P(logs, count);
    }

    /// <summary>x less its largest element, which is 0 even where it is infinite; gives the largest, NaN if one is.</summary>
    static T Shift<T>(T* x, T* y, int length) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T top = Extremes.Max(x, length);
        if (T.IsFinite(top)) RowLoops.Subtract(x, top, y, length);
        else
            for (int j = 0; j < length; j++) y[j] = x[j] == top ? T.Zero : x[j] - top;
        return top;
    }

    static T Sum<T>(T* x, int length) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Lanes.Sum(new ReadOnlySpan<T>(x, length), default, default(Plain<T>));

    static void Exp<T>(T* x, int length) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) SafeMath.Exp(new ReadOnlySpan<float>(x, length), new Span<float>(x, length));
        else SafeMath.Exp(new ReadOnlySpan<double>(x, length), new Span<double>(x, length));
    }

    static void Log1P<T>(T* x, int length) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) SafeMath.Log1P(new ReadOnlySpan<float>(x, length), new Span<float>(x, length));
        else SafeMath.Log1P(new ReadOnlySpan<double>(x, length), new Span<double>(x, length));
    }
}
