using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>How a product is cut into chunks of rows and columns, and whether its factors are packed first.</summary>
static unsafe class GemmPlan
{
    const int FewRows = 160;        // so few rows read B too seldom to repay packing it
    const int SmallFactor = 160 * 1024; // so few elements of B stay near as they are
    const int TinyFactor = 16 * 1024; // so few that copying them twice costs less than meeting
    const int BlockRows = 144;      // rows of A that stay in the second cache beside a panel of B
    const int PackedRows = 96;      // the same when they are packed there
    const int PackedColumns = 4096;
    const int ChunksPerThread = 8, PackedChunksPerThread = 4;
    const int ChunkWork = 1 << 17, LargeChunkWork = 1 << 24; // multiply-adds: the fewest worth a claim, and the most without looking up

    internal static void Run<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool few = call.M <= FewRows, direct = call.BColumn == 1
            ? few || (long)call.K * call.N <= SmallFactor
            : few && ((long)call.K * call.N <= TinyFactor || Panels(call) >= 2 * Gemm.Threads(call));
        if (direct) Direct(call);
        else Packed(call);
    }

    static int Panels<T>(in GemmCall<T> call) where T : unmanaged => (call.N - 1) / GemmTiles.Columns<T>() + 1;

    /// <summary>B is read where it lies, or, when its columns are apart, each chunk copies its panel for itself.</summary>
    static void Direct<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int threads = Gemm.Threads(call);
        int chunks = threads == 1 ? 1 : (int)Math.Min(call.Work / ChunkWork, ChunksPerThread * threads);
        bool copies = call.BColumn != 1;
        if (copies) chunks = Math.Min(chunks, Math.Max(Panels(call), threads)); // few chunks copy the same panel
        var grid = new GemmGrid(call.M, call.N, GemmTiles.Columns<T>(), GemmTiles.Lanes<T>(), copies ? FewRows : BlockRows, chunks);
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
            var (row, rows, panel, end) = grid.Chunk(chunk);
            T* own = call.BColumn == 1 ? null : Workspace.Rent<T>(Workspace.Use.Chunk, (long)block * width);
            for (; panel < end; panel++)
            {
                int j = grid.Column(panel), columns = grid.Column(panel + 1) - j;
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
    static void Strips<T>(in GemmCall<T> call, int row, int rows, int column, int columns, int p, int k, T* a, bool packed,
        T* b, nint bRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* c = call.C + row * call.CRow + column;
        nint cRow = call.CRow, aRow = packed ? 1 : call.ARow, aColumn = packed ? rows : call.AColumn;
        bool accumulate = call.Accumulate || p > 0, finish = p + k == call.K, relu = finish && call.Activation == Activation.Relu;
        T* bias = finish && call.Bias != null ? call.Bias + column : null;
        int last = (columns - 1) % GemmTiles.Lanes<T>() + 1;
        int known = 0;
        delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, int, T*, bool, void> tile = null;
        for (int left = rows, height; left > 0; left -= height, c += height * cRow)
        {
            height = Gemm.StripRows(left);
            if (height != known) tile = GemmTiles.Of<T>(known = height, columns);
            tile(k, a, aRow, aColumn, b, bRow, c, cRow, accumulate, last, bias, relu);
            a += height * aRow;
        }
    }

    /// <summary>Block by block of k, all threads pack B, then all compute; a chunk packs its rows of a transposed A for itself.</summary>
    static void Packed<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int threads = Gemm.Threads(call), block = Gemm.BlockLength(call.K), width = GemmTiles.Columns<T>(), lanes = GemmTiles.Lanes<T>();
        T* panels = Workspace.Rent<T>(Workspace.Use.Shared, (long)block * WholeVectors<T>(Math.Min(call.N, PackedColumns)));
        for (int j = 0; j < call.N; j += PackedColumns)
        {
            int columns = Math.Min(PackedColumns, call.N - j);
            for (int p = 0; p < call.K; p += block)
            {
                var part = new Part<T>(call, j, p, Math.Min(block, call.K - p), panels);
                int least = threads == 1 ? 1 : ChunksPerThread * threads;
                int chunks = (int)Math.Max((long)call.M * columns * part.K / LargeChunkWork, least);
                var grid = call.AColumn == 1
                    ? new GemmGrid(call.M, columns, width, lanes, BlockRows, chunks)
                    : new GemmGrid(call.M, columns, width, lanes, PackedRows, Math.Min(chunks, PackedChunksPerThread * threads));
                WorkTeam.For(grid.Panels, new PackJob<T>(part, grid), threads: threads);
                WorkTeam.For(grid.Chunks, new PackedJob<T>(part, grid), threads: threads);
            }
        }
    }

    /// <summary>Some columns of a product for one block of k, and where the panels of B are.</summary>
    readonly struct Part<T>(GemmCall<T> call, int column, int p, int k, T* panels) where T : unmanaged
    {
        internal readonly GemmCall<T> Call = call;

        internal readonly T* Panels = panels;

        internal int Column { get; } = column;

        internal int P { get; } = p;

        internal int K { get; } = k;
    }

    readonly struct PackJob<T>(Part<T> part, GemmGrid grid) : IChunkJob where T : unmanaged
    {
        public void Run(int panel)
        {
            var call = part.Call;
            int j = grid.Column(panel), columns = grid.Column(panel + 1) - j;
            GemmPacking.Panel(call.B + part.P * call.BRow + (part.Column + j) * call.BColumn, call.BRow, call.BColumn, part.K,
                columns, part.Panels + (nint)j * part.K, WholeVectors<T>(columns));
        }
    }

    readonly struct PackedJob<T>(Part<T> part, GemmGrid grid) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            var (row, rows, panel, end) = grid.Chunk(chunk);
            var call = part.Call;
            T* a = call.A + row * call.ARow + part.P * call.AColumn;
            if (call.AColumn != 1)
            {
                T* own = Workspace.Rent<T>(Workspace.Use.Chunk, (long)rows * part.K);
                GemmPacking.Panel(a, call.AColumn, call.ARow, part.K, rows, own, rows);
                a = own;
            }
            for (; panel < end; panel++)
            {
                int j = grid.Column(panel), columns = grid.Column(panel + 1) - j;
                T* b = part.Panels + (nint)j * part.K;
                Strips(call, row, rows, part.Column + j, columns, part.P, part.K, a, call.AColumn != 1, b, WholeVectors<T>(columns));
            }
        }
    }

    static int WholeVectors<T>(int columns) where T : unmanaged => (columns + GemmTiles.Lanes<T>() - 1) & -GemmTiles.Lanes<T>();
}
