using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.RandomNumbers;

/// <summary>Philox of many counters at once: eight or four blocks in the 64-bit lanes of a vector, whose lower halves are the words of the
/// scalar rounds and whose upper halves nobody reads.</summary>
static unsafe class PhiloxVectors
{
    /// <summary>The vector width used: 512, 256, or 0 for one block at a time. Tests set it; every width gives the same bits.</summary>
    internal static int VectorBits { get; set; } = Avx512F.IsSupported ? 512 : Avx2.IsSupported ? 256 : 0;

    /// <summary>The words of the blocks from counter (<paramref name="low"/>, <paramref name="high"/>) on, block after block.</summary>
    internal static void Fill(ulong key, ulong low, ulong high, uint* words, int blocks)
    {
        int done = VectorBits switch
        {
            512 => Fill512(key, low, high, (ulong*)words, blocks),
            256 => Fill256(key, low, high, (ulong*)words, blocks),
            _ => 0,
        };
        for (words += 4 * (nint)done; done < blocks; done++, words += 4)
        {
            var block = Philox.At(key, low + (ulong)done, high);
            (words[0], words[1], words[2], words[3]) = (block.Word0, block.Word1, block.Word2, block.Word3);
        }
    }

    // counters 0-3 in the even lanes and 4-7 in the odd ones, so that interleaving the halves of the blocks puts them in order
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Fill512(ulong key, ulong low, ulong high, ulong* draws, int blocks)
    {
        var counter = Vector512.Create(low) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7);
        var half = Vector512.Create((ulong)uint.MaxValue);
        var first = Vector512.Create((ulong)Philox.Multiplier0).AsUInt32();
        var second = Vector512.Create((ulong)Philox.Multiplier1).AsUInt32();
        int done = 0;
        for (; done <= blocks - 8; done += 8, draws += 16, counter += Vector512.Create(8ul))
        {
            uint k0 = (uint)key, k1 = (uint)(key >> 32);
            Vector512<ulong> c0 = counter, c1 = counter >>> 32, c2 = Vector512.Create(high), c3 = Vector512.Create(high >> 32);
            for (int round = 0; round < Philox.Rounds; round++)
            {
                var p0 = Avx512F.Multiply(c0.AsUInt32(), first);
                var p1 = Avx512F.Multiply(c2.AsUInt32(), second);
                c0 = (p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0);
                c2 = (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1);
                (c1, c3) = (p1, p0);
                k0 += Philox.Weyl0;
                k1 += Philox.Weyl1;
            }
            Vector512<ulong> lower = (c0 & half) | (c1 << 32), upper = (c2 & half) | (c3 << 32);
            Avx512F.UnpackLow(lower, upper).Store(draws);
            Avx512F.UnpackHigh(lower, upper).Store(draws + 8);
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Fill256(ulong key, ulong low, ulong high, ulong* draws, int blocks)
    {
        var counter = Vector256.Create(low) + Vector256.Create(0ul, 2, 1, 3);
        var half = Vector256.Create((ulong)uint.MaxValue);
        var first = Vector256.Create((ulong)Philox.Multiplier0).AsUInt32();
        var second = Vector256.Create((ulong)Philox.Multiplier1).AsUInt32();
        int done = 0;
        for (; done <= blocks - 4; done += 4, draws += 8, counter += Vector256.Create(4ul))
        {
            uint k0 = (uint)key, k1 = (uint)(key >> 32);
            Vector256<ulong> c0 = counter, c1 = counter >>> 32, c2 = Vector256.Create(high), c3 = Vector256.Create(high >> 32);
            for (int round = 0; round < Philox.Rounds; round++)
            {
                var p0 = Avx2.Multiply(c0.AsUInt32(), first);
                var p1 = Avx2.Multiply(c2.AsUInt32(), second);
                c0 = (p1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
                c2 = (p0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
                (c1, c3) = (p1, p0);
                k0 += Philox.Weyl0;
                k1 += Philox.Weyl1;
            }
            Vector256<ulong> lower = (c0 & half) | (c1 << 32), upper = (c2 & half) | (c3 << 32);
            Avx2.UnpackLow(lower, upper).Store(draws);
            Avx2.UnpackHigh(lower, upper).Store(draws + 4);
        }
        return done;
    }
}
