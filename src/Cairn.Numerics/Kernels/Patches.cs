using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>
/// The elements under windows, laid out as a matrix: a row for each channel and tap, a column for each window, the windows in blocks of
/// neighbours. For every block and tap it is known which runs of a channel's elements go where, so that a row is a few copies.
/// </summary>
sealed unsafe class Patches
{
    readonly int[] _firstRun;
    readonly bool[] _isWhole;
    readonly Run[] _runs;
    readonly int _taps, _inputs, _stride;

    /// <summary>Finds the runs of all blocks.</summary>
    internal Patches(Windows windows, int block)
    {
        (Windows, Block, Outputs) = (windows, block, windows.Outputs);
        (_taps, _inputs, _stride) = (windows.Taps, windows.Inputs, windows.Width.Stride);
        Blocks = (Outputs - 1) / block + 1;
        _firstRun = new int[Blocks * _taps + 1];
        _isWhole = new bool[Blocks * _taps];
        var runs = new List<Run>(Blocks * _taps + windows.Depth.Count * windows.Height.Count * _taps);
        for (int b = 0; b < Blocks; b++)
            for (int tap = 0; tap < _taps; tap++)
            {
                int covered = 0, first = runs.Count;
                Find(runs, b * block, Columns(b), tap, ref covered, first);
                _isWhole[b * _taps + tap] = covered == Columns(b);
                _firstRun[b * _taps + tap + 1] = runs.Count;
            }
        _runs = [.. runs];
    }

    internal Windows Windows { get; }

    /// <summary>The columns of a block but the last.</summary>
    internal int Block { get; }

    internal int Blocks { get; }

    internal int Outputs { get; }

    /// <summary>The columns of a block.</summary>
    internal int Columns(int block) => Math.Min(Block, Outputs - block * Block);

    /// <summary>Elements from <paramref name="From"/> on, a stride apart, beside columns from <paramref name="To"/> on.</summary>
    readonly record struct Run(int To, int From, int Length);

    void Find(List<Run> runs, int start, int count, int tap, ref int covered, int first)
    {
        WindowAxis depth = Windows.Depth, height = Windows.Height, width = Windows.Width;
        int plane = height.Taps * width.Taps, z = tap / plane, y = tap % plane / width.Taps, x = tap % width.Taps;
        int firstWindow = width.First(x), endWindow = width.End(x);
        for (int at = start, next; at < start + count; at = next)
        {
            int row = at / width.Count, column = at % width.Count;
            next = Math.Min(start + count, (row + 1) * width.Count);
            int deep = depth.At(row / height.Count, z), high = height.At(row % height.Count, y);
            if ((uint)deep >= (uint)depth.Size || (uint)high >= (uint)height.Size) continue;
            int low = Math.Max(column, firstWindow), end = Math.Min(column + next - at, endWindow);
            if (low >= end) continue;
            var run = new Run(at - start + low - column, (deep * height.Size + high) * width.Size + width.At(low, x), end - low);
            covered += run.Length;
            if (_stride == 1 && runs.Count > first && runs[^1] is var before && before.To + before.Length == run.To
                && before.From + before.Length == run.From)
                runs[^1] = before with { Length = before.Length + run.Length };
            else runs.Add(run);
        }
    }

    /// <summary>Copies rows of a block, <paramref name="width"/> apart; what lies in the border is 0.</summary>
    /// <param name="x">The first channel.</param>
    /// <param name="block">Which block of windows.</param>
    /// <param name="row">The first row: channel · taps + tap.</param>
    /// <param name="rows">How many.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="width">From row to row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Gather<T>(T* x, int block, int row, int rows, T* to, int width) where T : unmanaged
    {
        int taps = _taps, stride = _stride, columns = Columns(block), tap = row % taps, bits = GemmTiles.VectorBits;
        T* channel = x + (nint)(row / taps) * _inputs;
        fixed (Run* runs = _runs)
        fixed (int* firstRun = &_firstRun[block * taps])
        fixed (bool* isWhole = &_isWhole[block * taps])
        {
            for (; rows > 0; rows--, to += width)
            {
                if (!isWhole[tap]) Clear(to, columns, bits);
                for (int r = firstRun[tap]; r < firstRun[tap + 1]; r++)
                {
                    if (stride == 1) Copy(channel + runs[r].From, to + runs[r].To, runs[r].Length, bits);
                    else CopyApart(channel + runs[r].From, stride, to + runs[r].To, runs[r].Length, bits);
                }
                if (++tap == taps)
                {
                    tap = 0;
                    channel += _inputs;
                }
            }
        }
    }

    /// <summary>Adds rows of a block, <paramref name="width"/> apart, to the elements they stand for, in the order of rows and columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Scatter<T>(T* from, int width, int block, int row, int rows, T* x) where T : unmanaged
    {
        int taps = _taps, stride = _stride, tap = row % taps, bits = GemmTiles.VectorBits;
        T* channel = x + (nint)(row / taps) * _inputs;
        fixed (Run* runs = _runs)
        fixed (int* firstRun = &_firstRun[block * taps])
        {
            for (; rows > 0; rows--, from += width)
            {
                for (int r = firstRun[tap]; r < firstRun[tap + 1]; r++)
                {
                    if (typeof(T) == typeof(float))
                        Add((float*)from + runs[r].To, (float*)channel + runs[r].From, stride, runs[r].Length, bits);
                    else Add((double*)from + runs[r].To, (double*)channel + runs[r].From, stride, runs[r].Length, bits);
                }
                if (++tap == taps)
                {
                    tap = 0;
                    channel += _inputs;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Clear<T>(T* to, int count, int bits) where T : unmanaged
    {
        int i = 0;
        if (bits == 512)
            for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count) Vector512<T>.Zero.Store(to + i);
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count) Vector256<T>.Zero.Store(to + i);
        for (; i < count; i++) to[i] = default;
    }

    // whole vectors, the last of them over some elements again: no loop over single elements where there are some
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy<T>(T* from, T* to, int count, int bits) where T : unmanaged
    {
        int i = 0;
        if (bits == 512 && count >= Vector512<T>.Count)
        {
            for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count) Vector512.Load(from + i).Store(to + i);
            if (i < count) Vector512.Load(from + count - Vector512<T>.Count).Store(to + count - Vector512<T>.Count);
            return;
        }
        if (bits >= 256 && count >= Vector256<T>.Count)
        {
            for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count) Vector256.Load(from + i).Store(to + i);
            if (i < count) Vector256.Load(from + count - Vector256<T>.Count).Store(to + count - Vector256<T>.Count);
            return;
        }
        for (; i < count; i++) to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void CopyApart<T>(T* from, int stride, T* to, int count, int bits) where T : unmanaged
    {
        int i = 0;
        if (typeof(T) == typeof(float) && stride == 2 && bits == 512)
        {
            var even = Vector512<int>.Indices * 2;
            for (; i < count - 16; i += 16) // the last element read is the one after the last wanted, so not at the very end
                Avx512F.PermuteVar16x32x2(Vector512.Load((float*)from + 2 * i), even, Vector512.Load((float*)from + 2 * i + 16))
                    .Store((float*)to + i);
        }
        for (; i < count; i++) to[i] = from[(nint)i * stride];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(float* from, float* to, int stride, int count, int bits)
    {
        int i = 0;
        if (stride == 1)
        {
            if (bits == 512)
                for (; i <= count - 16; i += 16) (Vector512.Load(to + i) + Vector512.Load(from + i)).Store(to + i);
            for (; i <= count - 8; i += 8) (Vector256.Load(to + i) + Vector256.Load(from + i)).Store(to + i);
        }
        for (; i < count; i++) to[(nint)i * stride] += from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(double* from, double* to, int stride, int count, int bits)
    {
        int i = 0;
        if (stride == 1)
        {
            if (bits == 512)
                for (; i <= count - 8; i += 8) (Vector512.Load(to + i) + Vector512.Load(from + i)).Store(to + i);
            for (; i <= count - 4; i += 4) (Vector256.Load(to + i) + Vector256.Load(from + i)).Store(to + i);
        }
        for (; i < count; i++) to[(nint)i * stride] += from[i];
    }
}
