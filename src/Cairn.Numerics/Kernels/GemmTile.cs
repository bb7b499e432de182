using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>
/// The innermost kernels of the matrix product: a tile of up to 6 rows and up to 4 vectors (2 of 256 or 128 bits) of C, held in registers
/// while k runs over one block; then come what C held, bias and relu, where they are asked for. Every element is one chain of fused
/// multiply-adds from +0 in ascending k.
/// </summary>
/// <remarks>
/// One generated method serves all sizes of tiles of a type and width: the sizes are those of marker structs, so that the JIT knows them as
/// constants and leaves out what does not occur. Each is compiled when first used.
/// </remarks>
static unsafe partial class GemmTiles
{
    /// <summary>The most rows of a tile.</summary>
    internal const int Rows = 6;

    const int MaxVectors = 4, Places = 3 * (Rows + 1) * (MaxVectors + 1) * 2;

    /// <summary>The vector width used: 512, 256, or 128 for any hardware. Tests set it; every width gives the same bits.</summary>
    internal static int VectorBits { get; set; } =
        Avx512F.IsSupported ? 512 : Avx2.IsSupported && Fma.IsSupported ? 256 : 128;

    /// <summary>The elements of type <typeparamref name="T"/> in a vector.</summary>
    internal static int Lanes<T>() where T : unmanaged => VectorBits / 8 / sizeof(T);

    /// <summary>The columns of a full tile.</summary>
    internal static int Columns<T>() where T : unmanaged => (VectorBits == 512 ? 4 : 2) * Lanes<T>();

    /// <summary>The tile of so many rows and columns.</summary>
    internal static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, int, T*, bool, void> Of<T>(int rows, int columns) where T : unmanaged
    {
        int lanes = Lanes<T>(), vectors = (columns + lanes - 1) / lanes, part = columns % lanes == 0 ? 0 : 1;
        int place = ((VectorBits >> 8) * (Rows + 1) + rows) * (MaxVectors + 1) * 2 + vectors * 2 + part;
        nint tile = Known<T>.Tiles[place];
        if (tile == 0) Known<T>.Tiles[place] = tile = Find<T>(rows, vectors, part == 1);
        return (delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, int, T*, bool, void>)tile;
    }

    static class Known<T>
    {
        internal static readonly nint[] Tiles = new nint[Places];
    }

    static nint Find<T>(int rows, int vectors, bool part) where T : unmanaged => rows switch
    {
        1 => Find<T, Size1>(vectors, part),
        2 => Find<T, Size2>(vectors, part),
        3 => Find<T, Size3>(vectors, part),
        4 => Find<T, Size4>(vectors, part),
        5 => Find<T, Size5>(vectors, part),
        _ => Find<T, Size6>(vectors, part),
    };

    static nint Find<T, TRows>(int vectors, bool part) where T : unmanaged where TRows : unmanaged => vectors switch
    {
        1 => Find<T, TRows, Size1>(part),
        2 => Find<T, TRows, Size2>(part),
        3 => Find<T, TRows, Size3>(part),
        _ => Find<T, TRows, Size4>(part),
    };

    static nint Find<T, TRows, TVectors>(bool part) where T : unmanaged where TRows : unmanaged where TVectors : unmanaged =>
        part ? Find<T, TRows, TVectors, Size8>() : Find<T, TRows, TVectors, Size1>();

    static nint Find<T, TRows, TVectors, TTail>()
        where T : unmanaged where TRows : unmanaged where TVectors : unmanaged where TTail : unmanaged =>
        typeof(T) == typeof(float)
            ? VectorBits switch
            {
                512 => (nint)(delegate*<nint, float*, nint, nint, float*, nint, float*, nint, bool, int, float*, bool, void>)
                    &Single512<TRows, TVectors, TTail>,
                256 => (nint)(delegate*<nint, float*, nint, nint, float*, nint, float*, nint, bool, int, float*, bool, void>)
                    &Single256<TRows, TVectors, TTail>,
                _ => (nint)(delegate*<nint, float*, nint, nint, float*, nint, float*, nint, bool, int, float*, bool, void>)
                    &Single128<TRows, TVectors, TTail>,
            }
            : VectorBits switch
            {
                512 => (nint)(delegate*<nint, double*, nint, nint, double*, nint, double*, nint, bool, int, double*, bool, void>)
                    &Double512<TRows, TVectors, TTail>,
                256 => (nint)(delegate*<nint, double*, nint, nint, double*, nint, double*, nint, bool, int, double*, bool, void>)
                    &Double256<TRows, TVectors, TTail>,
                _ => (nint)(delegate*<nint, double*, nint, nint, double*, nint, double*, nint, bool, int, double*, bool, void>)
                    &Double128<TRows, TVectors, TTail>,
            };

    /// <summary>Calls the lines of C that will be added to near.</summary>
    static void Prefetch(byte* c, nint rowBytes, int rows, int bytes)
    {
        for (; rows > 0; rows--, c += rowBytes)
            for (int x = 0; x < bytes; x += 64) Sse.Prefetch0(c + x);
    }

    static Vector128<T> LoadPart<T>(T* from, int count) where T : unmanaged
    {
        Vector128<T> vector = default;
        for (int i = 0; i < count; i++) vector = vector.WithElement(i, from[i]);
        return vector;
    }

    static void StorePart<T>(T* to, int count, Vector128<T> vector) where T : unmanaged
    {
        for (int i = 0; i < count; i++) to[i] = vector[i];
    }

    [StructLayout(LayoutKind.Sequential, Size = 1)]
    internal readonly struct Size1;

    [StructLayout(LayoutKind.Sequential, Size = 2)]
    internal readonly struct Size2;

    [StructLayout(LayoutKind.Sequential, Size = 3)]
    readonly struct Size3;

    [StructLayout(LayoutKind.Sequential, Size = 4)]
    readonly struct Size4;

    [StructLayout(LayoutKind.Sequential, Size = 5)]
    readonly struct Size5;

    [StructLayout(LayoutKind.Sequential, Size = 6)]
    readonly struct Size6;

    [StructLayout(LayoutKind.Sequential, Size = 8)]
    readonly struct Size8;
}
