using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn;

/// <summary>Looks for numbers that are none: NaN and the infinities.</summary>
static unsafe class FiniteNumbers
{
    const int ChunkLength = 1 << 16;

    /// <summary>The place of the first value that is NaN or infinite, or -1.</summary>
    internal static int FirstOther(ReadOnlySpan<double> values)
    {
        int chunks = (values.Length + ChunkLength - 1) / ChunkLength;
        var isFinite = new bool[chunks];
        fixed (double* first = values)
            WorkTeam.For(chunks, new Job(first, values.Length, isFinite), threads: chunks < 4 ? 1 : 0);
        int chunk = Array.IndexOf(isFinite, false);
        if (chunk < 0) return -1;
        int i = chunk * ChunkLength;
        while (double.IsFinite(values[i])) i++;
        return i;
    }

    readonly struct Job(double* values, int length, bool[] isFinite) : IChunkJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int i = chunk * ChunkLength, end = Math.Min(length, i + ChunkLength);
            var products = Vector512<double>.Zero; // 0 x is 0 for a number, else NaN, which stays
            for (; i <= end - 16; i += 16)
            {
                products = Vector512.FusedMultiplyAdd(Vector512.Load(values + i), Vector512<double>.Zero, products);
                products = Vector512.FusedMultiplyAdd(Vector512.Load(values + i + 8), Vector512<double>.Zero, products);
            }
            bool all = Vector512.EqualsAll(products, Vector512<double>.Zero);
            for (; i < end; i++) all &= double.IsFinite(values[i]);
            isFinite[chunk] = all;
        }
    }
}
