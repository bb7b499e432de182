using System.Runtime.CompilerServices;
using Cairn.Kernels;

namespace Cairn.RandomNumbers;

/// <summary>Many draws at once. The words of the stream are written where the numbers are to stand, then turned into them; a draw is its
/// position, so that threads take parts of a long span with the same bits.</summary>
static unsafe class Draws
{
    const int ChunkLength = 16384, BlockLength = 512; // a block of words stays near until it is turned

    /// <summary>Turns the words that lie in the memory of numbers into the numbers.</summary>
    internal interface IKind<T>
    {
        void Turn(Span<T> values);
    }

    /// <summary>The draws from word <paramref name="position"/> on, each of as many words as its memory has.</summary>
    internal static void Fill<T, TKind>(RandomStream stream, ulong position, Span<T> values, TKind kind)
        where T : unmanaged where TKind : struct, IKind<T>
    {
        fixed (T* to = values)
            WorkTeam.For((values.Length + ChunkLength - 1) / ChunkLength, new Job<T, TKind>(stream, position, to, values.Length, kind));
    }

    readonly struct Job<T, TKind>(RandomStream stream, ulong position, T* values, int length, TKind kind) : IChunkJob
        where T : unmanaged where TKind : struct, IKind<T>
    {
        public void Run(int chunk)
        {
            int words = sizeof(T) / sizeof(uint), end = (int)Math.Min(length, (chunk + 1L) * ChunkLength);
            for (int start = chunk * ChunkLength; start < end; start += BlockLength)
            {
                var block = new Span<T>(values + start, Math.Min(BlockLength, end - start));
                Words(stream, position + (ulong)start * (uint)words, (uint*)(values + start), block.Length * words);
                kind.Turn(block);
            }
        }
    }

    /// <summary>Words of a stream, from any of them on.</summary>
    static void Words(RandomStream stream, ulong position, uint* words, int count)
    {
        while (count > 0 && (position & 3) != 0)
        {
            *words++ = stream.BlockAt(position >> 2)[(int)position & 3];
            position++;
            count--;
        }
        int blocks = count / 4;
        stream.Blocks(position >> 2, words, blocks);
        for (int i = 4 * blocks; i < count; i++) words[i] = stream.BlockAt((position >> 2) + (ulong)blocks)[i & 3];
    }

    /// <summary>Uniform in [0, 1): the upper 53 bits of two words.</summary>
    internal readonly struct Uniforms : IKind<double>, IFormula64
    {
        public void Turn(Span<double> values) => Formulas.MapHere<Uniforms>(values, values);

        // as the last bits of 2^52 there is room for 52 of them; the 53rd is added as a half
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T>(T bits) where T : struct, IFloat64Lanes<T>
        {
            T exponent = T.FromBits(0x433L << 52);
            T whole = (bits >>> 12 | exponent) - (double)(1L << 52), half = ((bits >>> 11 & T.FromBits(1)) | exponent) - (double)(1L << 52);
            return (whole + half * .5) * (1.0 / (1L << 52));
        }
    }

    /// <summary>Uniform in [0, 1): the upper 24 bits of a word.</summary>
    internal readonly struct SingleUniforms : IKind<float>, IFormula32
    {
        public void Turn(Span<float> values) => Formulas.MapHere32<SingleUniforms>(values, values);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T>(T bits) where T : struct, IFloat32Lanes<T>
        {
            T exponent = T.FromBits(0x4B << 24);
            T whole = (bits >>> 9 | exponent) - (float)(1 << 23), half = ((bits >>> 8 & T.FromBits(1)) | exponent) - (float)(1 << 23);
            return (whole + half * .5f) * (1f / (1 << 23));
        }
    }

    /// <summary>Normal numbers.</summary>
    internal readonly struct Normals(double mean, double deviation) : IKind<double>
    {
        public void Turn(Span<double> values)
        {
            NormalQuantile.Of(values);
            if (mean == 0 && deviation == 1) return;
            for (int i = 0; i < values.Length; i++) values[i] = mean + deviation * values[i];
        }
    }
}
