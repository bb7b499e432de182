using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>One step of a recurrent cell for one row: from the products with the input (p) and with the state before (q), in one block of
/// hidden units for each gate, to the state after.</summary>
unsafe interface ICell<T> where T : unmanaged
{
    /// <summary>The gates, and the blocks of hidden units in a state (of which the first is the output) and in what is kept.</summary>
    static abstract int Gates { get; }

    static abstract int States { get; }

    static abstract int Kept { get; }

    /// <summary>Whether the gradient by q is another than that by p.</summary>
    static abstract bool HasOwnSlope { get; }

    /// <summary>Whether the last gate's product is not with the state before but with what <see cref="Open"/> makes of it, kept in the last
    /// block.</summary>
    static virtual bool IsOpened => false;

    /// <summary>The first part of a step, from the products of all gates but the last.</summary>
    static virtual void Open(T* p, T* q, T* before, T* kept, int hidden) => throw new NotSupportedException();

    /// <summary>The last part of the way back, from the gradient by what was made of the state before.</summary>
    static virtual void Close(T* slope, T* before, T* kept, T* dp, T* dbefore, int hidden) => throw new NotSupportedException();

    static abstract void Forward(T* p, T* q, T* before, T* after, T* kept, int hidden);

    /// <summary>From the gradient by the state after to those by p, q, and the state before as far as it does not go by q.</summary>
    static abstract void Backward(T* slope, T* before, T* after, T* kept, T* dp, T* dq, T* dbefore, int hidden);
}

/// <summary>h = tanh(p + q)</summary>
readonly unsafe struct TanhCell<T> : ICell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Gates => 1;
    public static int States => 1;
    public static int Kept => 0;
    public static bool HasOwnSlope => false;

    public static void Forward(T* p, T* q, T* before, T* after, T* kept, int hidden)
    {
        CellLoops.Add(p, q, after, hidden);
        CellLoops.Tanh(after, after, hidden);
    }

    public static void Backward(T* slope, T* before, T* after, T* kept, T* dp, T* dq, T* dbefore, int hidden)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Back<Wide512<T>>(slope, after, dp, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = Back<Wide256<T>>(slope, after, dp, hidden, i);
        Back<Wide1<T>>(slope, after, dp, hidden, i);
        new Span<T>(dbefore, hidden).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Back<TWide>(T* slope, T* after, T* dp, int hidden, int i) where TWide : struct, IWide<TWide, T>
    {
        var one = TWide.All(T.One);
        for (; i <= hidden - TWide.Count; i += TWide.Count)
        {
            var h = TWide.Load(after + i);
            (TWide.Load(slope + i) * (one - h * h)).Store(dp + i);
        }
        return i;
    }
}

/// <summary>h = max(p + q, 0)</summary>
readonly unsafe struct ReluCell<T> : ICell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Gates => 1;
    public static int States => 1;
    public static int Kept => 0;
    public static bool HasOwnSlope => false;

    public static void Forward(T* p, T* q, T* before, T* after, T* kept, int hidden)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = AboveZero<Wide512<T>>(p, q, after, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = AboveZero<Wide256<T>>(p, q, after, hidden, i);
        AboveZero<Wide1<T>>(p, q, after, hidden, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int AboveZero<TWide>(T* p, T* q, T* after, int hidden, int i) where TWide : struct, IWide<TWide, T>
    {
        var zero = TWide.All(T.Zero);
        for (; i <= hidden - TWide.Count; i += TWide.Count) TWide.Max(TWide.Load(p + i) + TWide.Load(q + i), zero).Store(after + i);
        return i;
    }

    public static void Backward(T* slope, T* before, T* after, T* kept, T* dp, T* dq, T* dbefore, int hidden)
    {
        for (int i = 0; i < hidden; i++) dp[i] = after[i] > T.Zero ? slope[i] : T.IsNaN(after[i]) ? after[i] : T.Zero;
        new Span<T>(dbefore, hidden).Clear();
    }
}

/// <summary>Long short-term memory: i, f, o = σ(p + q), g = tanh(p + q), c' = f c + i g, h = o tanh c', in the order i, f, g, o; a state is
/// h, c.</summary>
readonly unsafe struct LstmCell<T> : ICell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Gates => 4;
    public static int States => 2;
    public static int Kept => 5; // the gates and tanh c'
    public static bool HasOwnSlope => false;

    public static void Forward(T* p, T* q, T* before, T* after, T* kept, int hidden)
    {
        CellLoops.Add(p, q, kept, 4 * hidden);
        CellLoops.Sigmoid(kept, kept, 2 * hidden);
        CellLoops.Tanh(kept + 2 * hidden, kept + 2 * hidden, hidden);
        CellLoops.Sigmoid(kept + 3 * hidden, kept + 3 * hidden, hidden);
        T* c = before + hidden, next = after + hidden, squashed = kept + 4 * hidden;
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Remember<Wide512<T>>(kept, c, next, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = Remember<Wide256<T>>(kept, c, next, hidden, i);
        Remember<Wide1<T>>(kept, c, next, hidden, i);
        CellLoops.Tanh(next, squashed, hidden);
        CellLoops.Multiply(kept + 3 * hidden, squashed, after, hidden);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Remember<TWide>(T* gates, T* c, T* next, int hidden, int i) where TWide : struct, IWide<TWide, T>
    {
        for (; i <= hidden - TWide.Count; i += TWide.Count)
            (TWide.Load(gates + hidden + i) * TWide.Load(c + i) + TWide.Load(gates + i) * TWide.Load(gates + 2 * hidden + i)).Store(next + i);
        return i;
    }

    public static void Backward(T* slope, T* before, T* after, T* kept, T* dp, T* dq, T* dbefore, int hidden)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Back<Wide512<T>>(slope, before, kept, dp, dbefore, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = Back<Wide256<T>>(slope, before, kept, dp, dbefore, hidden, i);
        Back<Wide1<T>>(slope, before, kept, dp, dbefore, hidden, i);
        new Span<T>(dbefore, hidden).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Back<TWide>(T* slope, T* before, T* kept, T* dp, T* dbefore, int hidden, int at) where TWide : struct, IWide<TWide, T>
    {
        var one = TWide.All(T.One);
        for (; at <= hidden - TWide.Count; at += TWide.Count)
        {
            TWide i = TWide.Load(kept + at), f = TWide.Load(kept + hidden + at), g = TWide.Load(kept + 2 * hidden + at);
            TWide o = TWide.Load(kept + 3 * hidden + at), squashed = TWide.Load(kept + 4 * hidden + at);
            TWide dh = TWide.Load(slope + at), dc = TWide.Load(slope + hidden + at) + dh * o * (one - squashed * squashed);
            (dc * g * i * (one - i)).Store(dp + at);
            (dc * TWide.Load(before + hidden + at) * f * (one - f)).Store(dp + hidden + at);
            (dc * i * (one - g * g)).Store(dp + 2 * hidden + at);
            (dh * squashed * o * (one - o)).Store(dp + 3 * hidden + at);
            (dc * f).Store(dbefore + hidden + at);
        }
        return at;
    }
}

/// <summary>The gated recurrent unit: r, z = σ(p + q), n = tanh(p + r q), h' = (1 - z) n + z h, in the order r, z, n.</summary>
readonly unsafe struct GruCell<T> : ICell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Gates => 3;
    public static int States => 1;
    public static int Kept => 4; // the gates and the q of n
    public static bool HasOwnSlope => true;

    public static void Forward(T* p, T* q, T* before, T* after, T* kept, int hidden)
    {
        CellLoops.Add(p, q, kept, 2 * hidden);
        CellLoops.Sigmoid(kept, kept, 2 * hidden);
        T* n = kept + 2 * hidden;
        CellLoops.Multiply(kept, q + 2 * hidden, n, hidden);
        CellLoops.Add(p + 2 * hidden, n, n, hidden);
        CellLoops.Tanh(n, n, hidden);
        new Span<T>(q + 2 * hidden, hidden).CopyTo(new Span<T>(kept + 3 * hidden, hidden));
        CellLoops.Mix(kept + hidden, n, before, after, hidden);
    }

    public static void Backward(T* slope, T* before, T* after, T* kept, T* dp, T* dq, T* dbefore, int hidden)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Back<Wide512<T>>(slope, before, kept, dp, dq, dbefore, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = Back<Wide256<T>>(slope, before, kept, dp, dq, dbefore, hidden, i);
        Back<Wide1<T>>(slope, before, kept, dp, dq, dbefore, hidden, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Back<TWide>(T* slope, T* before, T* kept, T* dp, T* dq, T* dbefore, int hidden, int i) where TWide : struct, IWide<TWide, T>
    {
        var one = TWide.All(T.One);
        for (; i <= hidden - TWide.Count; i += TWide.Count)
        {
            TWide r = TWide.Load(kept + i), z = TWide.Load(kept + hidden + i), n = TWide.Load(kept + 2 * hidden + i);
            TWide dh = TWide.Load(slope + i), dn = dh * (one - z) * (one - n * n);
            TWide dr = dn * TWide.Load(kept + 3 * hidden + i) * r * (one - r), dz = dh * (TWide.Load(before + i) - n) * z * (one - z);
            dr.Store(dp + i);
            dr.Store(dq + i);
            dz.Store(dp + hidden + i);
            dz.Store(dq + hidden + i);
            dn.Store(dp + 2 * hidden + i);
            (dn * r).Store(dq + 2 * hidden + i);
            (dh * z).Store(dbefore + i);
        }
        return i;
    }
}

/// <summary>The gated recurrent unit whose gate r stands before the product: r, z = σ(p + q), n = tanh(p + q(r h)), h' = (1 - z) n + z h, in the order
/// r, z, n.</summary>
readonly unsafe struct EarlyGruCell<T> : ICell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Gates => 3;
    public static int States => 1;
    public static int Kept => 4; // the gates and r h
    public static bool HasOwnSlope => false;
    public static bool IsOpened => true;

    public static void Open(T* p, T* q, T* before, T* kept, int hidden)
    {
        CellLoops.Add(p, q, kept, 2 * hidden);
        CellLoops.Sigmoid(kept, kept, 2 * hidden);
        CellLoops.Multiply(kept, before, kept + 3 * hidden, hidden);
    }

    public static void Forward(T* p, T* q, T* before, T* after, T* kept, int hidden)
    {
        T* n = kept + 2 * hidden;
        CellLoops.Add(p + 2 * hidden, q + 2 * hidden, n, hidden);
        CellLoops.Tanh(n, n, hidden);
        CellLoops.Mix(kept + hidden, n, before, after, hidden);
    }

    public static void Backward(T* slope, T* before, T* after, T* kept, T* dp, T* dq, T* dbefore, int hidden)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Back<Wide512<T>>(slope, before, kept, dp, dbefore, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = Back<Wide256<T>>(slope, before, kept, dp, dbefore, hidden, i);
        Back<Wide1<T>>(slope, before, kept, dp, dbefore, hidden, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Back<TWide>(T* slope, T* before, T* kept, T* dp, T* dbefore, int hidden, int i) where TWide : struct, IWide<TWide, T>
    {
        var one = TWide.All(T.One);
        for (; i <= hidden - TWide.Count; i += TWide.Count)
        {
            TWide z = TWide.Load(kept + hidden + i), n = TWide.Load(kept + 2 * hidden + i), dh = TWide.Load(slope + i);
            (dh * (TWide.Load(before + i) - n) * z * (one - z)).Store(dp + hidden + i);
            (dh * (one - z) * (one - n * n)).Store(dp + 2 * hidden + i);
            (dh * z).Store(dbefore + i);
        }
        return i;
    }

    public static void Close(T* slope, T* before, T* kept, T* dp, T* dbefore, int hidden)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Last<Wide512<T>>(slope, before, kept, dp, dbefore, hidden, i);
        if (Vector256.IsHardwareAccelerated) i = Last<Wide256<T>>(slope, before, kept, dp, dbefore, hidden, i);
        Last<Wide1<T>>(slope, before, kept, dp, dbefore, hidden, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Last<TWide>(T* slope, T* before, T* kept, T* dp, T* dbefore, int hidden, int i) where TWide : struct, IWide<TWide, T>
    {
        var one = TWide.All(T.One);
        for (; i <= hidden - TWide.Count; i += TWide.Count)
        {
            TWide r = TWide.Load(kept + i), d = TWide.Load(slope + i);
            (d * TWide.Load(before + i) * r * (one - r)).Store(dp + i);
            (TWide.Load(dbefore + i) + d * r).Store(dbefore + i);
        }
        return i;
    }
}

/// <summary>What all cells do to rows.</summary>
static unsafe class CellLoops
{
    internal static void Add<T>(T* x, T* y, T* z, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Add<T, Wide512<T>>(x, y, z, count, i);
        if (Vector256.IsHardwareAccelerated) i = Add<T, Wide256<T>>(x, y, z, count, i);
        Add<T, Wide1<T>>(x, y, z, count, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Add<T, TWide>(T* x, T* y, T* z, int count, int i) where T : unmanaged where TWide : struct, IWide<TWide, T>
    {
        for (; i <= count - TWide.Count; i += TWide.Count) (TWide.Load(x + i) + TWide.Load(y + i)).Store(z + i);
        return i;
    }

    internal static void Multiply<T>(T* x, T* y, T* z, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Multiply<T, Wide512<T>>(x, y, z, count, i);
        if (Vector256.IsHardwareAccelerated) i = Multiply<T, Wide256<T>>(x, y, z, count, i);
        Multiply<T, Wide1<T>>(x, y, z, count, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Multiply<T, TWide>(T* x, T* y, T* z, int count, int i) where T : unmanaged where TWide : struct, IWide<TWide, T>
    {
        for (; i <= count - TWide.Count; i += TWide.Count) (TWide.Load(x + i) * TWide.Load(y + i)).Store(z + i);
        return i;
    }

    /// <summary>(1 - z) n + z h</summary>
    internal static void Mix<T>(T* z, T* n, T* h, T* y, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) i = Mix<T, Wide512<T>>(z, n, h, y, count, i);
        if (Vector256.IsHardwareAccelerated) i = Mix<T, Wide256<T>>(z, n, h, y, count, i);
        Mix<T, Wide1<T>>(z, n, h, y, count, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Mix<T, TWide>(T* z, T* n, T* h, T* y, int count, int i) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWide : struct, IWide<TWide, T>
    {
        var one = TWide.All(T.One);
        for (; i <= count - TWide.Count; i += TWide.Count)
        {
            var share = TWide.Load(z + i);
            ((one - share) * TWide.Load(n + i) + share * TWide.Load(h + i)).Store(y + i);
        }
        return i;
    }

    internal static void Sigmoid<T>(T* x, T* y, int count) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) SafeMath.Sigmoid(new ReadOnlySpan<float>(x, count), new Span<float>(y, count));
        else SafeMath.Sigmoid(new ReadOnlySpan<double>(x, count), new Span<double>(y, count));
    }

    internal static void Tanh<T>(T* x, T* y, int count) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) SafeMath.Tanh(new ReadOnlySpan<float>(x, count), new Span<float>(y, count));
        else SafeMath.Tanh(new ReadOnlySpan<double>(x, count), new Span<double>(y, count));
    }
}
