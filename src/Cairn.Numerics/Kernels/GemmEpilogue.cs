using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>What follows the sums of a product while they are near: bias, then activation.</summary>
static unsafe class GemmEpilogue
{
    /// <summary>Finishes a block of C; <paramref name="bias"/> is that of its first column, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply<T>(T* c, nint cRow, int rows, int columns, T* bias, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++, c += cRow)
        {
            int j = 0;
            for (; j <= columns - Vector512<T>.Count && GemmTiles.VectorBits == 512; j += Vector512<T>.Count)
            {
                var x = Vector512.Load(c + j);
                if (bias != null) x += Vector512.Load(bias + j);
                if (activation == Activation.Relu) x = Vector512.Max(x, Vector512<T>.Zero);
                x.Store(c + j);
            }
            for (; j <= columns - Vector256<T>.Count && GemmTiles.VectorBits >= 256; j += Vector256<T>.Count)
            {
                var x = Vector256.Load(c + j);
                if (bias != null) x += Vector256.Load(bias + j);
                if (activation == Activation.Relu) x = Vector256.Max(x, Vector256<T>.Zero);
                x.Store(c + j);
            }
            for (; j < columns; j++)
            {
                var x = c[j];
                if (bias != null) x += bias[j];
                if (activation == Activation.Relu) x = T.Max(x, T.Zero);
                c[j] = x;
            }
        }
    }
}
