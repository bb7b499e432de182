using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>A small product on this thread whose right factor lies near and in rows, for kernels that lay their factors out themselves.</summary>
static unsafe class GemmStrips
{
    /// <summary>C [rows, columns] = A B over one block of k, or C + A B: each element one chain of fused multiply-adds in ascending k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<T>(int rows, int columns, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow,
        bool accumulate) where T : unmanaged
    {
        int width = GemmTiles.Columns<T>(), lanes = GemmTiles.Lanes<T>();
        for (int j = 0, wide; j < columns; j += wide)
        {
            wide = Math.Min(width, columns - j);
            int last = (wide - 1) % lanes + 1, known = 0;
            delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, int, T*, bool, void> tile = null;
            T* at = a, to = c + j;
            for (int left = rows, height; left > 0; left -= height, at += height * aRow, to += height * cRow)
            {
                height = Gemm.StripRows(left);
                if (height != known) tile = GemmTiles.Of<T>(known = height, wide);
                tile(k, at, aRow, aColumn, b + j, bRow, to, cRow, accumulate, last, null, false);
            }
        }
    }

    /// <summary>Adds to each row of C its bias, if there are any, and applies relu where it is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Finish<T>(T* c, nint cRow, int rows, int columns, T* bias, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isRelu = activation == Activation.Relu;
        if (bias == null && !isRelu) return;
        for (int i = 0; i < rows; i++, c += cRow)
        {
            int j = 0;
            var add = bias == null ? T.Zero : bias[i];
            for (; j <= columns - Vector512<T>.Count && GemmTiles.VectorBits == 512; j += Vector512<T>.Count)
            {
                var x = Vector512.Load(c + j);
                if (bias != null) x += Vector512.Create(add);
                (isRelu ? Vector512.Max(x, Vector512<T>.Zero) : x).Store(c + j);
            }
            for (; j <= columns - Vector256<T>.Count && GemmTiles.VectorBits >= 256; j += Vector256<T>.Count)
            {
                var x = Vector256.Load(c + j);
                if (bias != null) x += Vector256.Create(add);
                (isRelu ? Vector256.Max(x, Vector256<T>.Zero) : x).Store(c + j);
            }
            for (; j < columns; j++)
            {
                var x = c[j];
                if (bias != null) x += add;
                c[j] = isRelu ? T.Max(x, T.Zero) : x;
            }
        }
    }
}
