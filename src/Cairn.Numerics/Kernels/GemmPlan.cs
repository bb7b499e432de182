using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>How a product is cut into chunks of rows and columns, and whether its factors are packed first.</summary>
static unsafe class GemmPlan
{
    const int FewRows = 160;        // so few rows read B too seldom to repay packing it
    const int SmallFactor = 160 * 1024; // so few elements of B stay near as they are
    const int BlockRows = 144;      // rows of A that stay in the second cache beside a panel of B
    const int PackedColumns = 4096, PackedRows = 4096;
    const int ChunksPerThread = 8;

    internal static void Run<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool few = call.M <= FewRows;
        if (call.BColumn == 1 ? few || (long)call.K * call.N <= SmallFactor : few) Direct(call);
        else Packed(call);
    }

    /// <summary>B is read where it lies, or, when its columns are apart, each chunk copies its panel for itself.</summary>
    static void Direct<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int threads = Gemm.Threads(call);
        var grid = new GemmGrid(call.M, call.N, GemmTiles.Columns<T>(), BlockRows, (int)Math.Min(call.Work >> 17, ChunksPerThread * threads));
        WorkTeam.For(grid.Chunks, new DirectJob<T>(call, grid), threads: threads);
    }

    readonly struct DirectJob<T>(GemmCall<T> call, GemmGrid grid) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly GemmCall<T> _call = call;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            var call = _call;
            int block = Gemm.BlockLength(call.K), width = GemmTiles.Columns<T>();
            var (row, rows, first, end) = grid.Part(chunk);
            T* own = call.BColumn == 1 ? null : Workspace.Rent<T>(Workspace.Use.Chunk, (long)block * width);
            for (int j = first; j < end; j += width)
            {
                int columns = Math.Min(width, end - j);
                for (int p = 0; p < call.K; p += block)
                {
                    int k = Math.Min(block, call.K - p);
                    T* b = call.B + p * call.BRow + j * call.BColumn;
                    nint bRow = call.BRow;
                    if (own != null)
                    {
                        GemmPacking.Panel(b, bRow, call.BColumn, k, columns, own, width);
                        b = own;
                        bRow = width;
                    }
                    Strips(call, row, rows, j, columns, p, k, call.A + row * call.ARow + p * call.AColumn, false, b, bRow);
                }
            }
        }
    }

    /// <summary>All rows of a chunk times one panel, for one block of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Strips<T>(in GemmCall<T> call, int row, int rows, int column, int columns, int p, int k, T* a, bool packed, T* b, nint bRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* c = call.C + row * call.CRow + column;
        nint cRow = call.CRow, aRow = packed ? 1 : call.ARow, aColumn = call.AColumn;
        bool accumulate = call.Accumulate || p > 0, finish = call.HasEpilogue && p + k == call.K;
        int last = (columns - 1) % GemmTiles.Lanes<T>() + 1;
        int known = 0;
        delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, int, void> tile = null;
        for (int left = rows, height; left > 0; left -= height, c += height * cRow)
        {
            height = Gemm.StripRows(left);
            if (packed) aColumn = height;
            if (height != known) tile = GemmTiles.Of<T>(known = height, columns);
            tile(k, a, aRow, aColumn, b, bRow, c, cRow, accumulate, last);
            if (finish) GemmEpilogue.Apply(c, cRow, height, columns, call.Bias == null ? null : call.Bias + column, call.Activation);
            a += packed ? (nint)height * k : height * aRow;
        }
    }

    /// <summary>Block by block of k, all threads pack the factors, then all compute.</summary>
    static void Packed<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int threads = Gemm.Threads(call), block = Gemm.BlockLength(call.K), width = GemmTiles.Columns<T>();
        bool packA = call.AColumn != 1;
        int mostRows = Math.Min(call.M, PackedRows), mostPanels = (Math.Min(call.N, PackedColumns) + width - 1) / width;
        T* b = Workspace.Rent<T>(Workspace.Use.Shared, (long)block * mostPanels * width + (packA ? (long)block * mostRows : 0));
        T* a = b + (nint)block * mostPanels * width;
        for (int j = 0; j < call.N; j += PackedColumns)
        {
            for (int p = 0; p < call.K; p += block)
            {
                for (int i = 0; i < call.M; i += PackedRows)
                {
                    var part = new GemmPart(i, Math.Min(PackedRows, call.M - i), j, Math.Min(PackedColumns, call.N - j), p, Math.Min(block, call.K - p));
                    int chunks = Math.Max(8 * threads, (int)((long)part.Rows * part.Columns * part.K >> 24));
                    var grid = new GemmGrid(part.Rows, part.Columns, width, BlockRows, chunks);
                    int panels = i == 0 ? (part.Columns + width - 1) / width : 0;
                    WorkTeam.For(panels + (packA ? grid.RowBlocks : 0), new PackJob<T>(call, part, grid, panels, a, b), threads: threads);
                    WorkTeam.For(grid.Chunks, new PackedJob<T>(call, part, grid, packA ? a : null, b), threads: threads);
                }
            }
        }
    }

    readonly record struct GemmPart(int Row, int Rows, int Column, int Columns, int P, int K);

    readonly struct PackJob<T>(GemmCall<T> call, GemmPart part, GemmGrid grid, int panels, T* a, T* b) : IChunkJob where T : unmanaged
    {
        readonly GemmCall<T> _call = call;

        public void Run(int chunk)
        {
            int width = GemmTiles.Columns<T>();
            if (chunk < panels)
            {
                int j = chunk * width;
                GemmPacking.Panel(_call.B + part.P * _call.BRow + (part.Column + j) * _call.BColumn, _call.BRow, _call.BColumn, part.K,
                    Math.Min(width, part.Columns - j), b + (nint)j * part.K, width);
            }
            else
            {
                var (row, rows) = grid.RowBlock(chunk - panels);
                GemmPacking.Strips(_call.A + (part.Row + row) * _call.ARow + part.P * _call.AColumn, _call.ARow, _call.AColumn, rows, part.K,
                    a + (nint)row * part.K);
            }
        }
    }

    readonly struct PackedJob<T>(GemmCall<T> call, GemmPart part, GemmGrid grid, T* a, T* b) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly GemmCall<T> _call = call;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int width = GemmTiles.Columns<T>();
            var (row, rows, first, end) = grid.Part(chunk);
            T* from = a != null ? a + (nint)row * part.K : _call.A + (part.Row + row) * _call.ARow + part.P * _call.AColumn;
            for (int j = first; j < end; j += width)
                Strips(_call, part.Row + row, rows, part.Column + j, Math.Min(width, end - j), part.P, part.K, from, a != null,
                    b + (nint)j * part.K, width);
        }
    }
}
