namespace Cairn.Kernels;

/// <summary>One matrix product in raw memory: C [m, n] = A [m, k] x B [k, n], all distances in elements.</summary>
unsafe struct GemmCall<T> where T : unmanaged
{
    /// <summary>The rows of A and C, the columns of B and C, and the columns of A, which are the rows of B.</summary>
    internal int M, N, K;

    /// <summary>The first elements; C must not overlap the others. Bias holds n elements, or is null.</summary>
    internal T* A, B, C, Bias;

    /// <summary>From one row to the next, and from one column to the next; those of C lie side by side.</summary>
    internal nint ARow, AColumn, BRow, BColumn, CRow;

    /// <summary>Whether the product is added to what C holds.</summary>
    internal bool Accumulate;

    /// <summary>What is applied to each finished element.</summary>
    internal Activation Activation;

    internal readonly bool HasEpilogue => Bias != null || Activation != Activation.None;

    /// <summary>The multiply-adds, of a product of one row counted as of a whole tile, whose time it takes.</summary>
    internal readonly long Work => (long)Math.Max(M, GemmTiles.Rows) * N * K;
}
