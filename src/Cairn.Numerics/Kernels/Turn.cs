namespace Cairn.Kernels;

/// <summary>Columns laid out as rows, and back.</summary>
static unsafe class Turn
{
    /// <summary>What lies between rows, so that those of a power of two do not all fall on the same places of a cache.</summary>
    internal const int Gap = 16;

    /// <summary>The first columns of a matrix as rows <paramref name="step"/> apart.</summary>
    internal static void ToRows<T>(T* x, nint stride, int length, int columns, T* rows, nint step) where T : unmanaged
    {
        for (int i = 0; i < length; i++, x += stride)
        {
            T* to = rows + i;
            for (int j = 0; j < columns; j++, to += step) *to = x[j];
        }
    }

    /// <summary>Rows put in the first columns of a matrix.</summary>
    internal static void ToColumns<T>(T* rows, nint step, int length, int columns, T* y, nint stride) where T : unmanaged
    {
        for (int i = 0; i < length; i++, y += stride)
        {
            T* from = rows + i;
            for (int j = 0; j < columns; j++, from += step) y[j] = *from;
        }
    }
}
