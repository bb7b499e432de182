using System.Numerics;

namespace Cairn.Kernels;

/// <summary>The tables of the lengths transformed last, sixteen of each kind.</summary>
static class FourierPlans<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Kept = 16;

    static readonly LaneFourier<T>?[] Lane = new LaneFourier<T>?[Kept];
    static readonly LongFourier<T>?[] Long = new LongFourier<T>?[Kept];
    static int _nextLane, _nextLong;

    internal static LaneFourier<T> OfLanes(int length)
    {
        lock (Lane)
        {
            foreach (var plan in Lane)
                if (plan?.Length == length) return plan;
        }
        var made = new LaneFourier<T>(length);
        lock (Lane) return Lane[_nextLane++ % Kept] = made;
    }

    internal static LongFourier<T> OfLong(int length)
    {
        lock (Long)
        {
            foreach (var plan in Long)
                if (plan?.Length == length) return plan;
        }
        var made = new LongFourier<T>(length);
        lock (Long) return Long[_nextLong++ % Kept] = made;
    }
}
