using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>How vectors are written.</summary>
unsafe interface IStore
{
    static abstract void Store<T>(Vector512<T> value, T* place) where T : unmanaged;

    /// <summary>Makes what was written visible to the other threads before whatever is written next.</summary>
    static abstract void Finish();
}

/// <summary>Through the caches, for results that are read soon.</summary>
readonly unsafe struct Storing : IStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, T* place) where T : unmanaged => value.Store(place);

    public static void Finish() { }
}

/// <summary>Past the caches, onto borders of 64 bytes, for results that the caches could not hold.</summary>
readonly unsafe struct Streaming : IStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, T* place) where T : unmanaged => value.StoreAlignedNonTemporal(place);

    public static void Finish() => Sse.StoreFence();
}
