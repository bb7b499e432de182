using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>Powers of two that bring a matrix into the middle of the range, so that squares neither overflow nor vanish.</summary>
static unsafe class MatrixScale
{
    /// <summary>The largest magnitude; 0 of none.</summary>
    internal static double Largest(ReadOnlySpan<double> x)
    {
        var most = Vector512<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            most = Vector512.Max(most, Vector512.Abs(Vector512.Create(x[i..])));
        double largest = 0;
        for (int l = 0; l < Vector512<double>.Count; l++) largest = Math.Max(largest, most[l]);
        for (; i < x.Length; i++) largest = Math.Max(largest, Math.Abs(x[i]));
        return largest;
    }

    /// <summary>Copies a matrix divided by a power of two, so that the largest element is from 1 to 2, and fills its rows up with zeros.</summary>
    /// <returns>The exponent of the power.</returns>
    internal static int Copy(double* a, int rows, int columns, double largest, double* to, int row)
    {
        int power = largest > 0 ? Math.ILogB(largest) : 0;
        // in two steps, since 2^1074 is out of range; the first is exact in any case
        double half = Math.ScaleB(1, -(power / 2)), rest = Math.ScaleB(1, -(power - power / 2));
        for (int i = 0; i < rows; i++)
        {
            double* from = a + (nint)i * columns, target = to + (nint)i * row;
            for (int j = 0; j < columns; j++) target[j] = from[j] * half * rest;
            new Span<double>(target + columns, row - columns).Clear();
        }
        return power;
    }

    /// <summary>The same with rows and columns exchanged: <paramref name="columns"/> rows of <paramref name="rows"/> elements.</summary>
    internal static int CopyTransposed(double* a, int rows, int columns, double largest, double* to, int row)
    {
        GemmPacking.Panel(a, 1, columns, columns, rows, to, row);
        int power = 0;
        for (int i = 0; i < columns; i++)
        {
            double* at = to + (nint)i * row;
            power = Copy(at, 1, rows, largest, at, row);
        }
        return power;
    }
}
