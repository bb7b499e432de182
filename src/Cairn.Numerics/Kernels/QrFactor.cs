using System.Numerics;

namespace Cairn.Kernels;

/// <summary>A = Q R by blocks of reflections.</summary>
/// <remarks>The memory is the caller's: V of each block, [rows - k, width] from row k on, one after the other; N of each block,
/// [width, width]; and as much to work in as <see cref="Reflectors.Work"/> says.</remarks>
static unsafe class QrFactor
{
    /// <summary>The elements that the V of all blocks take.</summary>
    internal static int Vectors(int rows, int columns)
    {
        int steps = Math.Min(rows, columns), width = Reflectors.Width(steps), elements = 0;
        for (int k = 0; k < steps; k += width) elements += (rows - k) * Math.Min(width, steps - k);
        return elements;
    }

    /// <summary>The elements that the N of all blocks take.</summary>
    internal static int Turns(int rows, int columns)
    {
        int steps = Math.Min(rows, columns);
        return steps * Reflectors.Width(steps);
    }

    /// <summary>Replaces A [rows, columns] by R; what is left below its diagonal is anything.</summary>
    internal static void Run<T>(int rows, int columns, T* a, nint aRow, T* v, T* n, T* work) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int steps = Math.Min(rows, columns), width = Reflectors.Width(steps);
        for (int k = 0, w; k < steps; k += w)
        {
            w = Math.Min(width, steps - k);
            T* corner = a + k * (aRow + 1);
            for (int i = 0; i < rows - k; i++) new ReadOnlySpan<T>(corner + i * aRow, w).CopyTo(new Span<T>(v + (nint)i * w, w));
            ReflectorPanel.Factor(rows - k, w, v, w, corner, aRow, n, w, work);
            Reflectors.Apply(transposed: true, rows - k, w, v, w, 1, n, w, columns - k - w, corner + w, aRow, work);
            v += (nint)(rows - k) * w;
            n += w * w;
        }
    }

    /// <summary>The first <paramref name="columns"/> columns of Q, from what <see cref="Run"/> left in V and N for as many reflections.</summary>
    internal static void Form<T>(int rows, int columns, T* v, T* n, T* q, nint qRow, T* work) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Reflectors.Identity(q, qRow, rows, columns);
        int width = Reflectors.Width(columns);
        v += Vectors(rows, columns);
        for (int k = (columns - 1) / width * width; k >= 0 && columns > 0; k -= width)
        {
            // the columns before this block's own are still those of I, with zeros in these rows
            int w = Math.Min(width, columns - k);
            v -= (nint)(rows - k) * w;
            Reflectors.Apply(transposed: false, rows - k, w, v, w, 1, n + k * width, w, columns - k, q + k * (qRow + 1), qRow, work);
        }
    }
}
