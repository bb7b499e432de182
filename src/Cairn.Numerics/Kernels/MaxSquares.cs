using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>The largest of each two by two numbers, side by side, and its place: eight at a time.</summary>
static unsafe class MaxSquares
{
    const int Together = 8;

    /// <summary>A channel.</summary>
    /// <param name="x">Its first element.</param>
    /// <param name="height">Of the channel.</param>
    /// <param name="width">Of the channel.</param>
    /// <param name="y">The first result.</param>
    /// <param name="places">The first place, or null where they are not wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(float* x, int height, int width, float* y, int* places)
    {
        int count = width / 2, rows = height / 2;
        float* copy = stackalloc float[4 * Together], best = stackalloc float[Together];
        int* at = stackalloc int[Together];
        for (int row = 0, first = 0; row < rows; row++, first += 2 * width)
        {
            float* upper = x + first, to = y + row * count;
            int* place = places == null ? null : places + row * count;
            if (count >= Together)
            {
                for (int next = 0, w; next < count; next = w + Together) // the last ones over some again
                {
                    w = Math.Min(next, count - Together);
                    Eight(upper + 2 * w, upper + width + 2 * w, first + 2 * w, width, to + w, place == null ? null : place + w);
                }
            }
            else if (first + width + 2 * Together <= height * width && row * count + Together <= rows * count)
                Eight(upper, upper + width, first, width, to, place); // too many, over which the next row writes
            else
            {
                new Span<float>(upper, 2 * count).CopyTo(new(copy, 2 * Together));
                new Span<float>(upper + width, 2 * count).CopyTo(new(copy + 2 * Together, 2 * Together));
                Eight(copy, copy + 2 * Together, first, width, best, at);
                new Span<float>(best, count).CopyTo(new(to, count));
                if (place != null) new Span<int>(at, count).CopyTo(new(place, count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Eight(float* upper, float* lower, int first, int width, float* y, int* places)
    {
        var place = Vector256<int>.Indices * 2 + Vector256.Create(first);
        Turn(upper, out var best, out var right);
        Turn(lower, out var under, out var last);
        var at = place;
        Better(ref best, ref at, right, place + Vector256<int>.One);
        Better(ref best, ref at, under, place + Vector256.Create(width));
        Better(ref best, ref at, last, place + Vector256.Create(width + 1));
        best.Store(y);
        if (places != null) at.Store(places);
    }

    /// <summary>Every other one of sixteen numbers, and those between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn(float* x, out Vector256<float> even, out Vector256<float> odd)
    {
        Vector256<float> low = Vector256.Load(x), high = Vector256.Load(x + 8);
        even = Avx2.Permute4x64(Avx.Shuffle(low, high, 0x88).AsDouble(), 0xD8).AsSingle();
        odd = Avx2.Permute4x64(Avx.Shuffle(low, high, 0xDD).AsDouble(), 0xD8).AsSingle();
    }

    // neither at most best nor beside a best that is NaN
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Better(ref Vector256<float> best, ref Vector256<int> place, Vector256<float> value, Vector256<int> at)
    {
        var takes = ~Vector256.LessThanOrEqual(value, best) & Vector256.Equals(best, best);
        best = Vector256.ConditionalSelect(takes, value, best);
        place = Vector256.ConditionalSelect(takes.AsInt32(), at, place);
    }
}
