using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Convolution of single taps, side by side and without a border: the weights times each image, whose channels are rows. So is its way
/// back to the images, with the weights turned.</summary>
/// <remarks>The law is that of <see cref="Gemm"/>: an element is a chain over the channels of its place.</remarks>
static unsafe class ImageProducts
{
    const int ChunkWork = 1 << 23;          // multiply-adds worth a claim: some panels, so that each calls the next one near
    const int ChunksPerThread = 4;          // at least

    /// <summary>y [images, groups · rows, places] = a x [images, groups · inner, places] + bias, group by group, then relu if it is asked for.</summary>
    /// <param name="s">The sizes of the convolution.</param>
    /// <param name="rows">The channels of a group of the result.</param>
    /// <param name="inner">The channels of a group of what is multiplied.</param>
    /// <param name="a">The factors of the first group; those of the others follow.</param>
    /// <param name="aRow">From row to row of the factors.</param>
    /// <param name="aColumn">From column to column.</param>
    /// <param name="x">What is multiplied.</param>
    /// <param name="bias">[groups · rows], or null.</param>
    /// <param name="activation">Relu, or what is applied later.</param>
    /// <param name="y">The result.</param>
    internal static void Run<T>(Convolutions.Sizes s, int rows, int inner, T* a, nint aRow, nint aColumn, T* x, T* bias, Activation activation, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int products = s.Images * s.Groups, least = s.Threads == 1 ? 1 : (ChunksPerThread * s.Threads - 1) / products + 1;
        int chunks = (int)Math.Max(least, s.Work / products / ChunkWork);
        var grid = new GemmGrid(rows, s.Windows.Outputs, GemmTiles.Columns<T>(), GemmTiles.Lanes<T>(), rows, chunks);
        WorkTeam.For(products * grid.Chunks, new Job<T>(s, rows, inner, a, aRow, aColumn, x, bias, activation, y, grid), threads: s.Threads);
    }

    readonly struct Job<T>(Convolutions.Sizes s, int rows, int inner, T* a, nint aRow, nint aColumn, T* x, T* bias, Activation activation, T* y,
        GemmGrid grid) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int product = chunk / grid.Chunks, group = product % s.Groups, places = s.Windows.Outputs;
            var (row, count, panel, end) = grid.Chunk(chunk % grid.Chunks);
            T* factors = a + (nint)group * rows * inner + row * aRow, image = x + (nint)product * inner * places;
            T* to = y + ((nint)product * rows + row) * places, added = bias == null ? null : bias + group * rows + row;
            for (; panel < end; panel++)
            {
                int column = grid.Column(panel), columns = grid.Column(panel + 1) - column, next = panel + 1 < end ? grid.Column(panel + 2) - column - columns : 0;
                Panel(count, columns, factors, image + column, to + column, next);
                GemmStrips.Finish(to + column, places, count, columns, added, activation);
            }
        }

        /// <summary>A few neighbouring places of an image, copied close together, while as many as are wanted next are called near.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Panel(int count, int columns, T* factors, T* from, T* to, int next)
        {
            int places = s.Windows.Outputs, longest = Gemm.BlockLength(inner), last = (columns - 1) % GemmTiles.Lanes<T>() + 1, known = 0;
            int strips = (count - 1) / GemmTiles.Rows + 1, width = GemmTiles.Columns<T>();
            T* near = Workspace.Rent<T>(Workspace.Use.Chunk, (long)longest * width);
            delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, int, T*, bool, void> tile = null;
            for (int p = 0, k; p < inner; p += k)
            {
                k = Math.Min(longest, inner - p);
                GemmPacking.Panel(from + (nint)p * places, places, 1, k, columns, near, width);
                int share = (k - 1) / strips + 1, called = p;
                T* at = factors + p * aColumn, result = to;
                for (int left = count, height; left > 0; left -= height, at += height * aRow, result += (nint)height * places)
                {
                    if (next > 0 && called < p + k)
                    {
                        Ahead.CallRows(from + (nint)called * places + columns, places, Math.Min(share, p + k - called), next);
                        called += share;
                    }
                    height = Gemm.StripRows(left);
                    if (height != known) tile = GemmTiles.Of<T>(known = height, columns);
                    tile(k, at, aRow, aColumn, near, width, result, places, p > 0, last, null, false);
                }
            }
        }
    }
}
