using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cairn.Kernels;

/// <summary>
/// Copies elements from where some strides say to where others say. Neighbouring axes along which both go on evenly are one; the innermost
/// is the one along which the target lies closest. Where the source lies closest along another axis, squares of the two are turned in
/// registers, so that each line of memory is read and written as a whole.
/// </summary>
static unsafe class StridedCopy
{
    const int BlockHeight = 64, BlockWidth = 512; // what a block reads and writes fits the second cache
    const int MostAxes = 16;

    /// <summary>Copies; the memory of the two does not overlap.</summary>
    internal static void Run<T>(T* source, ReadOnlySpan<int> strides, T* target, ReadOnlySpan<int> targetStrides, ReadOnlySpan<int> sizes)
        where T : unmanaged
    {
        if (sizes.Length == 0)
        {
            *target = *source;
            return;
        }
        if (sizes.Length == 1 && sizes[0] < Elements.ChunkLength)
        {
            CopyRow(source, strides[0], target, targetStrides[0], sizes[0]);
            return;
        }
        Span<Axis> room = sizes.Length <= MostAxes ? stackalloc Axis[MostAxes] : new Axis[sizes.Length];
        int count = 0;
        for (int a = 0; a < sizes.Length; a++)
        {
            if (sizes[a] == 0) return;
            if (sizes[a] > 1) room[count++] = new(sizes[a], strides[a], targetStrides[a]);
        }
        var axes = room[..count];
        axes.Sort(static (a, b) => Math.Abs((long)b.To).CompareTo(Math.Abs((long)a.To)));
        axes = Joined(axes);
        int turned = axes.Length - 2;
        while (turned >= 0 && axes[turned].From != 1) turned--;
        if (turned >= 0 && axes[^1].To == 1 && axes[^1].From != 1 && axes[^1].From != 0 && sizeof(T) is 4 or 8) Turn(source, target, axes, turned);
        else Rows(source, target, axes);
    }

    /// <summary>Sets every element.</summary>
    internal static void Fill<T>(Span<T> target, T value) where T : unmanaged
    {
        fixed (T* first = target) Elements.Share(target.Length, new FillJob<T>(first, value));
    }

    readonly struct FillJob<T>(T* target, T value) : IRangeJob where T : unmanaged
    {
        public void Run(int start, int end) => new Span<T>(target + start, end - start).Fill(value);
    }

    /// <summary>An axis: how many, how far apart in the source and in the target.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Axis(int Size, int From, int To);

    static Span<Axis> Joined(Span<Axis> axes)
    {
        if (axes.IsEmpty) return axes;
        int last = 0;
        for (int a = 1; a < axes.Length; a++)
        {
            Axis outer = axes[last], inner = axes[a];
            if (outer.From == (long)inner.From * inner.Size && outer.To == (long)inner.To * inner.Size)
                axes[last] = new(outer.Size * inner.Size, inner.From, inner.To);
            else axes[++last] = inner;
        }
        return axes[..(last + 1)];
    }

    static void Rows<T>(T* source, T* target, ReadOnlySpan<Axis> axes) where T : unmanaged
    {
        var row = axes.IsEmpty ? new Axis(1, 1, 1) : axes[^1];
        var outer = axes.IsEmpty ? axes : axes[..^1];
        if (outer.IsEmpty && row is { From: 0, To: 1 }) Fill(new Span<T>(target, row.Size), *source);
        else Elements.Share(Count(outer) * row.Size, new RowsJob<T>(source, target, outer.ToArray(), row));
    }

    readonly struct RowsJob<T>(T* source, T* target, Axis[] outer, Axis row) : IRangeJob where T : unmanaged
    {
        public void Run(int start, int end)
        {
            int length;
            for (int at = start; at < end; at += length)
            {
                int index = at / row.Size, column = at - index * row.Size;
                length = Math.Min(row.Size - column, end - at);
                var (from, to) = Place(outer, index);
                CopyRow(source + from + (nint)column * row.From, row.From, target + to + (nint)column * row.To, row.To, length);
            }
        }
    }

    static void CopyRow<T>(T* source, nint step, T* target, nint targetStep, int length) where T : unmanaged
    {
        if (targetStep == 1 && step == 1) new ReadOnlySpan<T>(source, length).CopyTo(new(target, length));
        else if (targetStep == 1 && step == 0) new Span<T>(target, length).Fill(*source);
        else CopyOneByOne(source, step, target, targetStep, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CopyOneByOne<T>(T* source, nint step, T* target, nint targetStep, int length) where T : unmanaged
    {
        for (; length > 0; length--, source += step, target += targetStep) *target = *source;
    }

    static void Turn<T>(T* source, T* target, ReadOnlySpan<Axis> axes, int turned) where T : unmanaged
    {
        Axis[] outer = [.. axes[..turned], .. axes[(turned + 1)..^1]];
        var job = new TurnJob<T>(source, target, outer, axes[turned], axes[^1], Elements.Streams<T>(Count(axes)));
        int blocks = Count(outer) * job.Blocks;
        if (blocks > 4) WorkTeam.For(blocks, job);
        else
            for (int block = 0; block < blocks; block++) job.Run(block);
    }

    /// <summary>Blocks of rows of the source, which become columns of the target.</summary>
    readonly struct TurnJob<T>(T* source, T* target, Axis[] outer, Axis column, Axis row, bool streams) : IChunkJob where T : unmanaged
    {
        internal int Blocks => Parts(column.Size, BlockHeight) * Parts(row.Size, BlockWidth);

        static int Parts(int size, int block) => (size - 1) / block + 1;

        public void Run(int block)
        {
            var (plane, within) = Math.DivRem(block, Blocks);
            var (i, j) = Math.DivRem(within, Parts(row.Size, BlockWidth));
            i *= BlockHeight;
            j *= BlockWidth;
            var (from, to) = Place(outer, plane);
            from += i + (nint)j * row.From;
            to += (nint)i * column.To + j;
            int height = Math.Min(BlockHeight, column.Size - i), width = Math.Min(BlockWidth, row.Size - j);
            if (sizeof(T) == 4) Turn((float*)source + from, height, width, (float*)target + to);
            else Turn((double*)source + from, height, width, (double*)target + to);
        }

        void Turn<TNumber>(TNumber* from, int height, int width, TNumber* to) where TNumber : unmanaged
        {
            int side = Squares.Side<TNumber>(), whole = Squares.IsSupported ? height & -side : 0, wide = whole == 0 ? 0 : width & -side;
            if (wide == 0) whole = 0;
            else if (streams && Elements.IsAligned(to) && column.To * sizeof(TNumber) % 64 == 0)
                Squares.Turn<TNumber, Streaming>(from, row.From, whole, wide, to, column.To);
            else Squares.Turn<TNumber, Storing>(from, row.From, whole, wide, to, column.To);
            if (wide > 0 && wide < width)
                GemmPacking.Panel(from + (nint)wide * row.From, 1, row.From, whole, width - wide, to + wide, column.To);
            if (whole < height) GemmPacking.Panel(from + whole, 1, row.From, height - whole, width, to + (nint)whole * column.To, column.To);
        }
    }

    static int Count(ReadOnlySpan<Axis> axes)
    {
        int count = 1;
        foreach (var axis in axes) count *= axis.Size;
        return count;
    }

    /// <summary>How far the block that is the <paramref name="index"/>-th of all is from the first, in the source and in the target.</summary>
    static (nint From, nint To) Place(Axis[] axes, int index)
    {
        nint from = 0, to = 0;
        for (int a = axes.Length - 1; a >= 0; a--)
        {
            (index, int at) = Math.DivRem(index, axes[a].Size);
            from += (nint)at * axes[a].From;
            to += (nint)at * axes[a].To;
        }
        return (from, to);
    }
}
