using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Panels of at most as many columns as a vector of 512 bits has lanes, one row a vector: copied close together, zeros behind
/// the last column.</summary>
static unsafe class Narrow
{
    /// <summary>Copies a panel out of a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Take<T>(T* from, nint fromRow, int rows, int columns, T* panel) where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        if (columns == lanes)
            for (; rows > 0; rows--, from += fromRow, panel += lanes) Vector512.Load(from).Store(panel);
        else
            for (; rows > 0; rows--, from += fromRow, panel += lanes)
            {
                Vector512<T>.Zero.Store(panel);
                for (int j = 0; j < columns; j++) panel[j] = from[j];
            }
    }

    /// <summary>Copies a panel back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Put<T>(T* panel, int rows, int columns, T* to, nint toRow) where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        if (columns == lanes)
            for (; rows > 0; rows--, to += toRow, panel += lanes) Vector512.Load(panel).Store(to);
        else
            for (; rows > 0; rows--, to += toRow, panel += lanes)
                for (int j = 0; j < columns; j++) to[j] = panel[j];
    }
}
