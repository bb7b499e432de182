using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.Trees;

/// <summary>
/// The sums over the rows of a node by column and bin: for each of 256 bins two whole numbers, of the gradients and of Hessians with
/// counts. Whole numbers add up exactly, in any order.
/// </summary>
static class Histogram
{
    /// <summary>The numbers of a column.</summary>
    internal const int Column = 2 * BinnedColumns.Bins;

    /// <summary>Adds the rows to the histograms of up to eight columns that share words.</summary>
    /// <param name="sums">Column after column.</param>
    /// <param name="words">The bins of every row.</param>
    /// <param name="steps">Two numbers for every row.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="columns">How many columns, 1 to 8.</param>
    internal static void Add(Span<long> sums, ulong[] words, long[] steps, ReadOnlySpan<int> rows, int columns)
    {
        switch (columns)
        {
            case 1: Add<One>(sums, words, steps, rows); break;
            case 2: Add<Two>(sums, words, steps, rows); break;
            case 3: Add<Three>(sums, words, steps, rows); break;
            case 4: Add<Four>(sums, words, steps, rows); break;
            case 5: Add<Five>(sums, words, steps, rows); break;
            case 6: Add<Six>(sums, words, steps, rows); break;
            case 7: Add<Seven>(sums, words, steps, rows); break;
            default: Add<Eight>(sums, words, steps, rows); break;
        }
    }

    static void Add<TColumns>(Span<long> sums, ulong[] words, long[] steps, ReadOnlySpan<int> rows) where TColumns : struct, IColumns
    {
        if (sums.Length < TColumns.Count * Column || steps.Length < 2 * words.Length)
            throw new ArgumentException($"sums: {sums.Length} numbers for {TColumns.Count} columns", nameof(sums));
        ref long to = ref MemoryMarshal.GetReference(sums);
        ref ulong word = ref MemoryMarshal.GetArrayDataReference(words);
        ref long from = ref MemoryMarshal.GetArrayDataReference(steps);
        foreach (int row in rows)
        {
            ulong bins = Unsafe.Add(ref word, row);
            var step = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * (nint)row));
            Add(ref to, 0, bins, step);
            if (TColumns.Count > 1) Add(ref to, 1, bins >> 8, step);
            if (TColumns.Count > 2) Add(ref to, 2, bins >> 16, step);
            if (TColumns.Count > 3) Add(ref to, 3, bins >> 24, step);
            if (TColumns.Count > 4) Add(ref to, 4, bins >> 32, step);
            if (TColumns.Count > 5) Add(ref to, 5, bins >> 40, step);
            if (TColumns.Count > 6) Add(ref to, 6, bins >> 48, step);
            if (TColumns.Count > 7) Add(ref to, 7, bins >> 56, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(ref long sums, int column, ulong bin, Vector128<long> step)
    {
        ref long place = ref Unsafe.Add(ref sums, column * Column + 2 * (nint)(byte)bin);
        (Vector128.LoadUnsafe(ref place) + step).StoreUnsafe(ref place);
    }

    internal static void Add(Span<long> sums, ReadOnlySpan<long> others)
    {
        for (int i = 0; i < others.Length; i++) sums[i] += others[i];
    }

    internal static void Subtract(Span<long> sums, ReadOnlySpan<long> others)
    {
        int i = 0;
        for (; i <= others.Length - 4; i += 4)
            (Vector256.Create<long>(sums[i..]) - Vector256.Create(others[i..])).CopyTo(sums[i..]);
        for (; i < others.Length; i++) sums[i] -= others[i];
    }

    interface IColumns
    {
        static abstract int Count { get; }
    }

    readonly struct One : IColumns { public static int Count => 1; }

    readonly struct Two : IColumns { public static int Count => 2; }

    readonly struct Three : IColumns { public static int Count => 3; }

    readonly struct Four : IColumns { public static int Count => 4; }

    readonly struct Five : IColumns { public static int Count => 5; }

    readonly struct Six : IColumns { public static int Count => 6; }

    readonly struct Seven : IColumns { public static int Count => 7; }

    readonly struct Eight : IColumns { public static int Count => 8; }
}
