using System.Runtime.InteropServices;

namespace Cairn.Kernels;

/// <summary>The elements of a result, which lie one after the other: planes of <paramref name="rows"/> rows of
/// <paramref name="columns"/> columns.</summary>
[StructLayout(LayoutKind.Auto)]
readonly struct Extent(int rows, int columns)
{
    internal int Columns => columns;

    /// <summary>Where the element that is the <paramref name="at"/>-th of all stands.</summary>
    internal (uint Plane, uint Row, int Column) Place(int at)
    {
        var (row, column) = Math.DivRem((uint)at, (uint)columns);
        var (plane, within) = Math.DivRem(row, (uint)rows);
        return (plane, within, (int)column);
    }
}

/// <summary>How an operand is walked beside a result: by how many elements from plane to plane, from row to row, and, 0 or 1, from
/// column to column.</summary>
[StructLayout(LayoutKind.Auto)]
readonly struct Steps(int plane, int row, int column)
{
    internal int Column => column;

    /// <summary>The distance of an element from the first.</summary>
    internal nint At(uint planeIndex, uint rowIndex, int columnIndex) =>
        (nint)planeIndex * plane + (nint)rowIndex * row + columnIndex * column;
}
