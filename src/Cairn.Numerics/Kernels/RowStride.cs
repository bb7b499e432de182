namespace Cairn.Kernels;

/// <summary>How far apart the rows of a matrix lie that a factorization works on.</summary>
static unsafe class RowStride
{
    /// <summary>The columns rounded up to whole cache lines; one line more where the rows would all begin in the same few sets of a
    /// cache.</summary>
    internal static int Of<T>(int columns) where T : unmanaged
    {
        int line = 64 / sizeof(T), rounded = (columns + line - 1) & -line;
        return rounded * sizeof(T) % 1024 == 0 ? rounded + line : rounded;
    }
}
