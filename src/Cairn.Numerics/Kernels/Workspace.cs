namespace Cairn.Kernels;

/// <summary>Memory that a kernel needs while it runs: kept by each thread from call to call, grown when a call needs more.</summary>
/// <remarks>A kernel may use each of them at most once at a time, and must not call another that uses it.</remarks>
static unsafe class Workspace
{
    const int Border = 64;

    [ThreadStatic]
    static byte[]?[]? _buffers;

    /// <summary>What lies in a buffer.</summary>
    internal enum Use
    {
        /// <summary>What all threads of a call read: made by the one that calls.</summary>
        Shared,

        /// <summary>What a chunk needs for itself.</summary>
        Chunk,

        /// <summary>A result that must still be scattered.</summary>
        Result,

        /// <summary>Rows between two products: made by a kernel that calls products.</summary>
        Rows,
    }

    /// <summary>Room for <paramref name="count"/> elements, on a 64-byte border, with anything in it.</summary>
    internal static T* Rent<T>(Use use, long count) where T : unmanaged
    {
        var buffers = _buffers ??= new byte[]?[4];
        long bytes = count * sizeof(T) + Border;
        var buffer = buffers[(int)use];
        if (buffer is null || buffer.Length < bytes)
            buffers[(int)use] = buffer = GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(bytes, 1 << 16)), pinned: true);
        fixed (byte* start = buffer) // pinned where it was made: it stays when this statement ends
            return (T*)(((nint)start + Border - 1) & -Border);
    }
}
