using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Powers of two that bring the columns of a matrix near 1, so that squares neither overflow nor vanish. They round nothing
/// but what is lost beside the largest element of its column anyway.</summary>
static unsafe class Exponents
{
    /// <summary>The exponent of each column, or one for all columns; all 0 when no column is far from 1.</summary>
    internal static void Of<T>(int rows, int columns, T* a, int* exponents, bool together) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var most = new T[columns];
        fixed (T* to = most) MostOfColumns(rows, columns, a, to);
        int far = typeof(T) == typeof(float) ? 16 : 200;
        bool isFar = false;
        T largest = T.Zero;
        for (int j = 0; j < columns; j++)
        {
            exponents[j] = T.IsZero(most[j]) ? 0 : T.ILogB(most[j]) + 1;
            isFar |= Math.Abs(exponents[j]) > far;
            largest = T.Max(largest, most[j]);
        }
        int one = T.IsZero(largest) ? 0 : T.ILogB(largest) + 1;
        if (together) isFar = Math.Abs(one) > far;
        for (int j = 0; j < columns; j++)
            if (!isFar) exponents[j] = 0;
            else if (together) exponents[j] = one;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void MostOfColumns<T>(int rows, int columns, T* a, T* most) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        for (; rows > 0; rows--, a += columns)
        {
            int j = 0;
            for (; j <= columns - lanes; j += lanes)
                Vector512.MaxNative(Vector512.Abs(Vector512.Load(a + j)), Vector512.Load(most + j)).Store(most + j);
            for (; j < columns; j++) most[j] = T.MaxNative(T.Abs(a[j]), most[j]);
        }
    }

    /// <summary>Copies a matrix, its columns divided by their powers of two.</summary>
    internal static void Take<T>(int rows, int columns, T* a, int aRow, int* exponents, T* to, int toRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool scales = new ReadOnlySpan<int>(exponents, columns).ContainsAnyExcept(0);
        for (int i = 0; i < rows; i++)
        {
            T* from = a + (nint)i * aRow, row = to + (nint)i * toRow;
            if (!scales) new ReadOnlySpan<T>(from, columns).CopyTo(new Span<T>(row, columns));
            else
                for (int j = 0; j < columns; j++) row[j] = T.ScaleB(from[j], -exponents[j]);
        }
    }

    /// <summary>Copies the upper triangle of a matrix, its columns multiplied by their powers of two, with zeros below.</summary>
    internal static void GiveUpper<T>(int rows, int columns, T* a, int aRow, int* exponents, T* to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool scales = new ReadOnlySpan<int>(exponents, columns).ContainsAnyExcept(0);
        for (int i = 0; i < rows; i++, a += aRow, to += columns)
        {
            new Span<T>(to, i).Clear();
            if (!scales) new ReadOnlySpan<T>(a + i, columns - i).CopyTo(new Span<T>(to + i, columns - i));
            else
                for (int j = i; j < columns; j++) to[j] = T.ScaleB(a[j], exponents[j]);
        }
    }
}
