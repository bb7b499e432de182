using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>Memory called near before it is read or written. The hardware does this by itself along one long run, but not across the short
/// pieces of channels and images, where it sees too late which comes next.</summary>
static unsafe class Ahead
{
    const int Line = 64;

    /// <summary>Calls so many neighbouring elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Call<T>(T* from, nint count) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        byte* end = (byte*)(from + count);
        for (byte* at = (byte*)((nint)from & -Line); at < end; at += Line) Sse.Prefetch0(at);
    }

    /// <summary>Calls rows of elements, a pitch apart, to the second cache: what a product reads next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CallRows<T>(T* from, nint pitch, int rows, int count) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        for (; rows > 0; rows--, from += pitch)
        {
            byte* end = (byte*)(from + count);
            for (byte* at = (byte*)((nint)from & -Line); at < end; at += Line) Sse.Prefetch1(at);
        }
    }
}
