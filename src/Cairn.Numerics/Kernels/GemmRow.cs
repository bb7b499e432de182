using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>One row times a factor whose columns lie one after the other: as many dot products, each a chain in the order of k.</summary>
/// <remarks>The outputs fill the lanes of vectors, so squares of the factor are turned in registers on the way from memory, where it is read
/// once: to copy it turned first, as for many rows, costs as much time again. Two vectors of outputs at a time hide the latency of the
/// chains; more would read more lines at once than the hardware follows.</remarks>
static unsafe class GemmRow
{
    const int Vectors = 2, ChunksPerThread = 4;

    /// <summary>Whether a product is one of these.</summary>
    internal static bool Takes<T>(in GemmCall<T> call) where T : unmanaged => call.M == 1 && call.BRow == 1 && call.BColumn != 1
        && GemmTiles.VectorBits == 512 && call.N >= Vector512<T>.Count && call.K >= Vector512<T>.Count;

    internal static void Run<T>(GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (call.AColumn != 1)
        {
            T* row = Workspace.Rent<T>(Workspace.Use.Shared, call.K);
            for (int p = 0; p < call.K; p++) row[p] = call.A[p * call.AColumn];
            call.A = row;
            call.AColumn = 1;
        }
        int threads = Gemm.Threads(call), panels = (call.N - 1) / (Vectors * Vector512<T>.Count) + 1;
        int chunks = threads == 1 ? 1 : Math.Min(panels, ChunksPerThread * threads);
        WorkTeam.For(chunks, new Job<T>(call, panels, chunks), threads: threads);
    }

    readonly struct Job<T>(GemmCall<T> call, int panels, int chunks) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly GemmCall<T> _call = call;

        public void Run(int chunk)
        {
            int lanes = Vector512<T>.Count, width = Vectors * lanes;
            int first = (int)((long)panels * chunk / chunks) * width, end = (int)Math.Min((long)panels * (chunk + 1) / chunks * width, _call.N);
            for (int j = first, columns; j < end; j += columns)
            {
                columns = Math.Min(width, end - j);
                if (columns >= lanes) Whole(j, (columns &= -lanes) / lanes);
                else Rest(j, columns);
            }
            if (_call.HasEpilogue)
                GemmEpilogue.Apply(_call.C + first, 0, 1, end - first, _call.Bias == null ? null : _call.Bias + first, _call.Activation);
        }

        void Whole(int j, int vectors)
        {
            T* b = _call.B + j * _call.BColumn, c = _call.C + j;
            if (vectors == 1) Outputs<T, GemmTiles.Size1>(_call, b, c);
            else Outputs<T, GemmTiles.Size2>(_call, b, c);
        }

        // a vector of outputs that ends with the last one; those that another call computes are left out
        void Rest(int j, int columns)
        {
            int lanes = Vector512<T>.Count, known = lanes - columns;
            T* c = stackalloc T[lanes];
            for (int i = known; i < lanes; i++) c[i] = _call.C[j + i - known];
            Outputs<T, GemmTiles.Size1>(_call, _call.B + (j - known) * _call.BColumn, c);
            for (int i = known; i < lanes; i++) _call.C[j + i - known] = c[i];
        }
    }

    static void Outputs<T, TVectors>(in GemmCall<T> call, T* b, T* c) where T : unmanaged where TVectors : unmanaged
    {
        if (typeof(T) == typeof(float)) Singles<TVectors>((float*)call.A, call.K, (float*)b, call.BColumn, (float*)c, call.Accumulate);
        else Doubles<TVectors>((double*)call.A, call.K, (double*)b, call.BColumn, (double*)c, call.Accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Singles<TVectors>(float* x, int length, float* b, nint bColumn, float* c, bool accumulate) where TVectors : unmanaged
    {
        const int side = 16;
        float* square = stackalloc float[side * side];
        float* b1 = b + side * bColumn;
        int block = Gemm.BlockLength(length);
        for (int p = 0, end; p < length; p = end)
        {
            end = Math.Min(length, p + block);
            Vector512<float> c0 = default, c1 = default;
            for (; p <= end - side; p += side)
            {
                c0 = Square(x + p, b + p, bColumn, c0);
                if (sizeof(TVectors) > 1) c1 = Square(x + p, b1 + p, bColumn, c1);
            }
            if (p < end)
            {
                c0 = Rest(x, b, bColumn, p, end, square, c0);
                if (sizeof(TVectors) > 1) c1 = Rest(x, b1, bColumn, p, end, square, c1);
            }
            if (accumulate)
            {
                c0 = Vector512.Load(c) + c0;
                if (sizeof(TVectors) > 1) c1 = Vector512.Load(c + side) + c1;
            }
            c0.Store(c);
            if (sizeof(TVectors) > 1) c1.Store(c + side);
            accumulate = true;
        }
    }

    /// <summary>What no whole square of a block is left for: the last lines of one that ends with it.</summary>
    static Vector512<float> Rest(float* x, float* b, nint bColumn, int p, int end, float* square, Vector512<float> sum)
    {
        const int side = 16;
        GemmPacking.Panel(b + end - side, 1, bColumn, side, side, square, side);
        for (; p < end; p++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[p]), Vector512.Load(square + (side + p - end) * side), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Doubles<TVectors>(double* x, int length, double* b, nint bColumn, double* c, bool accumulate) where TVectors : unmanaged
    {
        const int side = 8;
        double* square = stackalloc double[side * side];
        double* b1 = b + side * bColumn;
        int block = Gemm.BlockLength(length);
        for (int p = 0, end; p < length; p = end)
        {
            end = Math.Min(length, p + block);
            Vector512<double> c0 = default, c1 = default;
            for (; p <= end - side; p += side)
            {
                c0 = Square(x + p, b + p, bColumn, c0);
                if (sizeof(TVectors) > 1) c1 = Square(x + p, b1 + p, bColumn, c1);
            }
            if (p < end)
            {
                c0 = Rest(x, b, bColumn, p, end, square, c0);
                if (sizeof(TVectors) > 1) c1 = Rest(x, b1, bColumn, p, end, square, c1);
            }
            if (accumulate)
            {
                c0 = Vector512.Load(c) + c0;
                if (sizeof(TVectors) > 1) c1 = Vector512.Load(c + side) + c1;
            }
            c0.Store(c);
            if (sizeof(TVectors) > 1) c1.Store(c + side);
            accumulate = true;
        }
    }

    /// <summary>What no whole square of a block is left for: the last lines of one that ends with it.</summary>
    static Vector512<double> Rest(double* x, double* b, nint bColumn, int p, int end, double* square, Vector512<double> sum)
    {
        const int side = 8;
        GemmPacking.Panel(b + end - side, 1, bColumn, side, side, square, side);
        for (; p < end; p++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[p]), Vector512.Load(square + (side + p - end) * side), sum);
        return sum;
    }

    /// <summary>16 terms of 16 outputs: neighbours are interleaved by ones, twos, fours and eights until each vector has one k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Square(float* x, float* b, nint bColumn, Vector512<float> sum)
    {
        Quad(b, bColumn, out var q00, out var q01, out var q02, out var q03);
        Quad(b + 4 * bColumn, bColumn, out var q10, out var q11, out var q12, out var q13);
        Quad(b + 8 * bColumn, bColumn, out var q20, out var q21, out var q22, out var q23);
        Quad(b + 12 * bColumn, bColumn, out var q30, out var q31, out var q32, out var q33);
        Vector512<float> e0 = Avx512F.Shuffle4x128(q00, q10, 0x88), o0 = Avx512F.Shuffle4x128(q00, q10, 0xDD);
        Vector512<float> f0 = Avx512F.Shuffle4x128(q20, q30, 0x88), p0 = Avx512F.Shuffle4x128(q20, q30, 0xDD);
        Vector512<float> e1 = Avx512F.Shuffle4x128(q01, q11, 0x88), o1 = Avx512F.Shuffle4x128(q01, q11, 0xDD);
        Vector512<float> f1 = Avx512F.Shuffle4x128(q21, q31, 0x88), p1 = Avx512F.Shuffle4x128(q21, q31, 0xDD);
        Vector512<float> e2 = Avx512F.Shuffle4x128(q02, q12, 0x88), o2 = Avx512F.Shuffle4x128(q02, q12, 0xDD);
        Vector512<float> f2 = Avx512F.Shuffle4x128(q22, q32, 0x88), p2 = Avx512F.Shuffle4x128(q22, q32, 0xDD);
        Vector512<float> e3 = Avx512F.Shuffle4x128(q03, q13, 0x88), o3 = Avx512F.Shuffle4x128(q03, q13, 0xDD);
        Vector512<float> f3 = Avx512F.Shuffle4x128(q23, q33, 0x88), p3 = Avx512F.Shuffle4x128(q23, q33, 0xDD);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[0]), Avx512F.Shuffle4x128(e0, f0, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[1]), Avx512F.Shuffle4x128(e1, f1, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[2]), Avx512F.Shuffle4x128(e2, f2, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[3]), Avx512F.Shuffle4x128(e3, f3, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[4]), Avx512F.Shuffle4x128(o0, p0, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[5]), Avx512F.Shuffle4x128(o1, p1, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[6]), Avx512F.Shuffle4x128(o2, p2, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[7]), Avx512F.Shuffle4x128(o3, p3, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[8]), Avx512F.Shuffle4x128(e0, f0, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[9]), Avx512F.Shuffle4x128(e1, f1, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[10]), Avx512F.Shuffle4x128(e2, f2, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[11]), Avx512F.Shuffle4x128(e3, f3, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[12]), Avx512F.Shuffle4x128(o0, p0, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[13]), Avx512F.Shuffle4x128(o1, p1, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[14]), Avx512F.Shuffle4x128(o2, p2, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[15]), Avx512F.Shuffle4x128(o3, p3, 0xDD), sum);
        return sum;
    }

    /// <summary>Four rows, interleaved so that each quarter of a vector has one element of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Quad(float* b, nint bColumn, out Vector512<float> q0, out Vector512<float> q1, out Vector512<float> q2, out Vector512<float> q3)
    {
        Vector512<float> r0 = Vector512.Load(b), r1 = Vector512.Load(b + bColumn);
        Vector512<float> r2 = Vector512.Load(b + 2 * bColumn), r3 = Vector512.Load(b + 3 * bColumn);
        Vector512<float> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
        q0 = Avx512F.Shuffle(p0, p2, 0x44);
        q1 = Avx512F.Shuffle(p0, p2, 0xEE);
        q2 = Avx512F.Shuffle(p1, p3, 0x44);
        q3 = Avx512F.Shuffle(p1, p3, 0xEE);
    }

    /// <summary>8 terms of 8 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Square(double* x, double* b, nint bColumn, Vector512<double> sum)
    {
        Vector512<double> r0 = Vector512.Load(b), r1 = Vector512.Load(b + bColumn);
        Vector512<double> q00 = Avx512F.UnpackLow(r0, r1), q01 = Avx512F.UnpackHigh(r0, r1);
        Vector512<double> r2 = Vector512.Load(b + 2 * bColumn), r3 = Vector512.Load(b + 3 * bColumn);
        Vector512<double> q10 = Avx512F.UnpackLow(r2, r3), q11 = Avx512F.UnpackHigh(r2, r3);
        Vector512<double> r4 = Vector512.Load(b + 4 * bColumn), r5 = Vector512.Load(b + 5 * bColumn);
        Vector512<double> q20 = Avx512F.UnpackLow(r4, r5), q21 = Avx512F.UnpackHigh(r4, r5);
        Vector512<double> r6 = Vector512.Load(b + 6 * bColumn), r7 = Vector512.Load(b + 7 * bColumn);
        Vector512<double> q30 = Avx512F.UnpackLow(r6, r7), q31 = Avx512F.UnpackHigh(r6, r7);
        Vector512<double> e0 = Avx512F.Shuffle4x128(q00, q10, 0x88), o0 = Avx512F.Shuffle4x128(q00, q10, 0xDD);
        Vector512<double> f0 = Avx512F.Shuffle4x128(q20, q30, 0x88), p0 = Avx512F.Shuffle4x128(q20, q30, 0xDD);
        Vector512<double> e1 = Avx512F.Shuffle4x128(q01, q11, 0x88), o1 = Avx512F.Shuffle4x128(q01, q11, 0xDD);
        Vector512<double> f1 = Avx512F.Shuffle4x128(q21, q31, 0x88), p1 = Avx512F.Shuffle4x128(q21, q31, 0xDD);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[0]), Avx512F.Shuffle4x128(e0, f0, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[1]), Avx512F.Shuffle4x128(e1, f1, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[2]), Avx512F.Shuffle4x128(o0, p0, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[3]), Avx512F.Shuffle4x128(o1, p1, 0x88), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[4]), Avx512F.Shuffle4x128(e0, f0, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[5]), Avx512F.Shuffle4x128(e1, f1, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[6]), Avx512F.Shuffle4x128(o0, p0, 0xDD), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[7]), Avx512F.Shuffle4x128(o1, p1, 0xDD), sum);
        return sum;
    }
}
