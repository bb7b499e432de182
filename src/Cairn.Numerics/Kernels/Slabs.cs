namespace Cairn.Kernels;

/// <summary>How a contiguous tensor looks along one run of axes: <see cref="Outer"/> slabs of <see cref="Length"/> rows of
/// <see cref="Inner"/> neighbours. What lies along the axes is a row of the tensor when there is one inner element, else a column.</summary>
readonly record struct Slabs(int Outer, int Length, int Inner)
{
    /// <summary>The number of rows or columns along the axes.</summary>
    internal int Count => Outer * Inner;
}
