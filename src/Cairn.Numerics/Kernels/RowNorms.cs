using System.Buffers;
using System.Numerics;

namespace Cairn.Kernels;

/// <summary>Rows brought to one scale: z = (x - m) r with r = 1 / √(s² + ε), where m is the mean and s² the variance, or m = 0 and s² the mean square.</summary>
static unsafe class RowNorms
{
    /// <summary>w z + b of each row; without w, z + b.</summary>
    internal readonly struct Forward<T>(T* w, T* b, T epsilon, bool isCentred) : IRowKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            for (int i = 0; i < rows; i++)
            {
                T* row = x + (nint)i * length;
                var (mean, scale) = Measure(row, length, epsilon, isCentred);
                RowLoops.Standardize(row, mean, scale, w, b, y + (nint)i * length, length);
            }
        }
    }

    /// <summary>The derivative by x, r (g - Σ g / n - z Σ g z / n) with g = w dy and the first sum only where rows are centred; and z dy, whose sum
    /// over the rows is the derivative by w, where a place for it is given.</summary>
    internal readonly struct Slopes<T>(T* slopes, T* w, T epsilon, bool isCentred, T* byWeight) : IRowKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(T* x, T* y, int length, int first, int rows)
        {
            var rented = ArrayPool<T>.Shared.Rent(length);
            T n = T.CreateChecked(length);
            fixed (T* z = rented)
                for (int i = 0; i < rows; i++)
                {
                    T* row = x + (nint)i * length, dx = y + (nint)i * length, dy = slopes + (nint)(first + i) * length, g = dy;
                    var (mean, scale) = Measure(row, length, epsilon, isCentred);
                    RowLoops.Standardize(row, mean, scale, null, null, z, length);
                    if (byWeight is not null) RowLoops.Multiply(dy, z, byWeight + (nint)(first + i) * length, length);
                    if (w is not null) RowLoops.Multiply(dy, w, dx, length);
                    else Buffer.MemoryCopy(dy, dx, (nint)length * sizeof(T), (nint)length * sizeof(T));
                    T sum = isCentred ? Lanes.Sum(new ReadOnlySpan<T>(dx, length), default, default(Plain<T>)) : T.Zero;
                    T along = Lanes.Sum(new ReadOnlySpan<T>(dx, length), new ReadOnlySpan<T>(z, length), default(Product<T>));
                    RowLoops.Project(dx, sum / n, z, along / n, scale, length);
                }
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    static (T Mean, T Scale) Measure<T>(T* x, int length, T epsilon, bool isCentred) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var row = new ReadOnlySpan<T>(x, length);
        T mean = isCentred ? Sums.Mean(row) : T.Zero;
        T squares = Lanes.Sum(row, default, new SquaredDeviation<T>(mean));
        return (mean, T.One / T.Sqrt(squares / T.CreateChecked(length) + epsilon));
    }
}
