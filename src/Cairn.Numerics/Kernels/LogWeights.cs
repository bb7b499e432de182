using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Weights given by their logarithms, row by row, shifted by the largest so that nothing overflows: ln Σ eˣ, eˣ / Σ eˣ and what
/// follows from them. In the type of the elements. Exponentials of all rows of a block are taken together, which is much faster for
/// short ones.</summary>
static unsafe class LogWeights
{
    const int ShortRow = 64;

    /// <summary>ln Σ eˣ of each row: the largest + ln(1 + the others relative to it).</summary>
    internal readonly struct LogSums<T> : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static bool GivesOne => true;

        public void Run(T* x, T* y, int length, int first, int rows)
        {
            var rented = ArrayPool<T>.Shared.Rent(rows);
            fixed (T* largest = rented)
            {
                LogsOfOthers(x, length, rows, largest, y);
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
            if (length < ShortRow)
            {
                for (int i = 0; i < rows; i++) Shift(x + (nint)i * length, y + (nint)i * length, length);
                Exp(y, length * rows);
            }
            for (int i = 0; i < rows; i++)
            {
                T* row = y + (nint)i * length;
                T sum = length < ShortRow ? Sum(row, length) : Weigh(x + (nint)i * length, row, length, out _);
                RowLoops.Divide(row, sum, length);
            }
        }
    }

    /// <summary>The logarithms of the shares.</summary>
    internal readonly struct LogShares<T> : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            var rented = ArrayPool<T>.Shared.Rent(2 * rows);
            fixed (T* largest = rented)
            {
                T* logs = largest + rows;
                LogsOfOthers(x, length, rows, largest, logs);
                for (int i = 0; i < rows; i++)
                {
                    T* row = y + (nint)i * length;
                    if (T.IsFinite(largest[i])) RowLoops.SubtractTwice(x + (nint)i * length, largest[i], logs[i], row, length);
                    else
                    {
                        Shift(x + (nint)i * length, row, length);
                        RowLoops.Subtract(row, logs[i], row, length);
                    }
                }
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
            var rented = ArrayPool<T>.Shared.Rent(rows);
            fixed (T* largest = rented)
            {
                LogsOfOthers(x, length, rows, largest, y);
                for (int i = 0; i < rows; i++)
                {
                    T score = x[(nint)i * length + places[first + i]];
                    y[i] -= score == largest[i] ? T.Zero : score - largest[i];
                }
            }
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>The derivative of the losses by the scores, (share - 1 at the place) times the derivative by the loss, which stands
    /// <paramref name="step"/> after that of the row before.</summary>
    internal readonly struct LossSlopes<T>(int* places, T* factors, int step) : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            default(Shares<T>).Run(x, y, length, first, rows);
            for (int i = 0; i < rows; i++)
            {
                T* row = y + (nint)i * length;
                row[places[first + i]] -= T.One;
                RowLoops.Multiply(row, factors[(first + i) * step], length);
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

    /// <summary>The largest of each row, and ln(1 + Σ of the others' weights relative to it).</summary>
    static void LogsOfOthers<T>(T* x, int length, int rows, T* largest, T* logs) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isShort = length < ShortRow;
        var rented = ArrayPool<T>.Shared.Rent(isShort ? length * rows : length);
        fixed (T* weights = rented)
        {
            if (isShort)
            {
                for (int i = 0; i < rows; i++) largest[i] = Shift(x + (nint)i * length, weights + (nint)i * length, length);
                Exp(weights, length * rows);
            }
            for (int i = 0; i < rows; i++)
            {
                T* row = isShort ? weights + (nint)i * length : weights;
                if (!isShort) Weigh(x + (nint)i * length, row, length, out largest[i]);
                int place = Extremes.Place(new ReadOnlySpan<T>(x + (nint)i * length, length), largest[i]);
                if (!T.IsNaN(largest[i])) row[place] = T.Zero;
                logs[i] = Sum(row, length);
            }
        }
        ArrayPool<T>.Shared.Return(rented);
        Log1P(logs, rows);
    }

    /// <summary>The weights of a row relative to the largest, and their sum.</summary>
    static T Weigh<T>(T* x, T* y, int length, out T largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        largest = Extremes.Max(x, length);
        return Weigh(x, y, length, largest);
    }

    /// <summary>The weights of a row relative to its largest element, and their sum.</summary>
    internal static T Weigh<T>(T* x, T* y, int length, T largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsFinite(largest)) return ShiftedExp.Row(x, largest, y, length);
        Shift(x, y, length);
        Exp(y, length);
        return Sum(y, length);
    }

    /// <summary>x less its largest element, which is 0 even where it is infinite; gives the largest, NaN if one is.</summary>
    static T Shift<T>(T* x, T* y, int length) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T top = Extremes.Max(x, length);
        if (length < Vector256<T>.Count && T.IsFinite(top))
        {
            for (int j = 0; j < length; j++) y[j] = x[j] - top;
            return top;
        }
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
