using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Cairn.Kernels;

/// <summary>
/// 64 numbers side by side, so that a formula is written once for every width. Each operation is exact or correctly
/// rounded lane by lane (fused multiply-add by software where the hardware lacks it), hence the same bits at every width.
/// A comparison gives all bits set or none, to be used by <see cref="Select"/> and the bit operators.
/// </summary>
interface IFloat64Lanes<TSelf>
    where TSelf : struct, IFloat64Lanes<TSelf>
{
    static abstract int Count { get; }
    static abstract implicit operator TSelf(double value);
    static abstract TSelf FromBits(long bits);
    static abstract TSelf Load(ref readonly double first);
    void Store(ref double first);
    double this[int lane] { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, TSelf b);
    static abstract TSelf operator /(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);

    /// <summary>a within the bounds; NaN stays.</summary>
    static abstract TSelf Clamp(TSelf a, TSelf low, TSelf high);

    /// <summary>p 2^n rounded once, for p from 1/2 to 2 and whole n.</summary>
    static abstract TSelf Scale(TSelf p, TSelf n);

    static abstract TSelf operator &(TSelf a, TSelf b);
    static abstract TSelf operator |(TSelf a, TSelf b);
    static abstract TSelf operator ^(TSelf a, TSelf b);
    static abstract TSelf operator <<(TSelf a, int bits);
    static abstract TSelf operator >>>(TSelf a, int bits);
    static abstract TSelf AddBits(TSelf a, TSelf b);
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    static abstract TSelf operator <(TSelf a, TSelf b);
    static abstract TSelf operator >(TSelf a, TSelf b);
    static abstract TSelf Equal(TSelf a, TSelf b);
    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);
    static abstract bool All(TSelf mask);
}

/// <summary>One lane: the scalar.</summary>
readonly struct Float64x1(double value) : IFloat64Lanes<Float64x1>
{
    public readonly double Value = value;

    internal long Bits { [MethodImpl(AggressiveInlining)] get => BitConverter.DoubleToInt64Bits(Value); }

    public static int Count => 1;
    public double this[int lane] => Value;

    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float64x1(double value) => new(value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 FromBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Load(ref readonly double first) => new(first);
    [MethodImpl(AggressiveInlining)]
    public void Store(ref double first) => first = Value;
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator +(Float64x1 a, Float64x1 b) => new(a.Value + b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator -(Float64x1 a, Float64x1 b) => new(a.Value - b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator *(Float64x1 a, Float64x1 b) => new(a.Value * b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator /(Float64x1 a, Float64x1 b) => new(a.Value / b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator -(Float64x1 a) => new(-a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Fma(Float64x1 a, Float64x1 b, Float64x1 c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Sqrt(Float64x1 a) => new(Math.Sqrt(a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Clamp(Float64x1 a, Float64x1 low, Float64x1 high) =>
        new(a.Value < low.Value ? low.Value : a.Value > high.Value ? high.Value : a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Scale(Float64x1 p, Float64x1 n) => Exp64.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator &(Float64x1 a, Float64x1 b) => FromBits(a.Bits & b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator |(Float64x1 a, Float64x1 b) => FromBits(a.Bits | b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator ^(Float64x1 a, Float64x1 b) => FromBits(a.Bits ^ b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator <<(Float64x1 a, int bits) => FromBits(a.Bits << bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator >>>(Float64x1 a, int bits) => FromBits(a.Bits >>> bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 AddBits(Float64x1 a, Float64x1 b) => FromBits(a.Bits + b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 SubtractBits(Float64x1 a, Float64x1 b) => FromBits(a.Bits - b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator <(Float64x1 a, Float64x1 b) => FromBits(a.Value < b.Value ? -1 : 0);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 operator >(Float64x1 a, Float64x1 b) => FromBits(a.Value > b.Value ? -1 : 0);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Equal(Float64x1 a, Float64x1 b) => FromBits(a.Value == b.Value ? -1 : 0);
    [MethodImpl(AggressiveInlining)]
    public static Float64x1 Select(Float64x1 mask, Float64x1 yes, Float64x1 no) =>
        FromBits((mask.Bits & yes.Bits) | (~mask.Bits & no.Bits));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float64x1 mask) => mask.Bits == -1;
}

/// <summary>Four lanes in 256 bits.</summary>
readonly struct Float64x4(Vector256<double> value) : IFloat64Lanes<Float64x4>
{
    public readonly Vector256<double> Value = value;

    public static int Count => 4;
    public double this[int lane] => Value[lane];

    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float64x4(double value) => new(Vector256.Create(value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 FromBits(long bits) => new(Vector256.Create(bits).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Load(ref readonly double first) => new(Vector256.LoadUnsafe(in first));
    [MethodImpl(AggressiveInlining)]
    public void Store(ref double first) => Value.StoreUnsafe(ref first);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator +(Float64x4 a, Float64x4 b) => new(a.Value + b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator -(Float64x4 a, Float64x4 b) => new(a.Value - b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator *(Float64x4 a, Float64x4 b) => new(a.Value * b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator /(Float64x4 a, Float64x4 b) => new(a.Value / b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator -(Float64x4 a) => new(-a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Fma(Float64x4 a, Float64x4 b, Float64x4 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Sqrt(Float64x4 a) => new(Vector256.Sqrt(a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Clamp(Float64x4 a, Float64x4 low, Float64x4 high) =>
        new(Vector256.MinNative(high.Value, Vector256.MaxNative(low.Value, a.Value)));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Scale(Float64x4 p, Float64x4 n) =>
        Exp64.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator &(Float64x4 a, Float64x4 b) => new(a.Value & b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator |(Float64x4 a, Float64x4 b) => new(a.Value | b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator ^(Float64x4 a, Float64x4 b) => new(a.Value ^ b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator <<(Float64x4 a, int bits) => new((a.Value.AsInt64() << bits).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator >>>(Float64x4 a, int bits) => new((a.Value.AsInt64() >>> bits).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 AddBits(Float64x4 a, Float64x4 b) => new((a.Value.AsInt64() + b.Value.AsInt64()).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 SubtractBits(Float64x4 a, Float64x4 b) => new((a.Value.AsInt64() - b.Value.AsInt64()).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator <(Float64x4 a, Float64x4 b) => new(Vector256.LessThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 operator >(Float64x4 a, Float64x4 b) => new(Vector256.GreaterThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Equal(Float64x4 a, Float64x4 b) => new(Vector256.Equals(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x4 Select(Float64x4 mask, Float64x4 yes, Float64x4 no) =>
        new(Vector256.ConditionalSelect(mask.Value, yes.Value, no.Value));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float64x4 mask) => Vector256.EqualsAll(mask.Value.AsInt64(), Vector256<long>.AllBitsSet);
}

/// <summary>Eight lanes in 512 bits.</summary>
readonly struct Float64x8(Vector512<double> value) : IFloat64Lanes<Float64x8>
{
    public readonly Vector512<double> Value = value;

    public static int Count => 8;
    public double this[int lane] => Value[lane];

    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float64x8(double value) => new(Vector512.Create(value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 FromBits(long bits) => new(Vector512.Create(bits).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Load(ref readonly double first) => new(Vector512.LoadUnsafe(in first));
    [MethodImpl(AggressiveInlining)]
    public void Store(ref double first) => Value.StoreUnsafe(ref first);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator +(Float64x8 a, Float64x8 b) => new(a.Value + b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator -(Float64x8 a, Float64x8 b) => new(a.Value - b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator *(Float64x8 a, Float64x8 b) => new(a.Value * b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator /(Float64x8 a, Float64x8 b) => new(a.Value / b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator -(Float64x8 a) => new(-a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Fma(Float64x8 a, Float64x8 b, Float64x8 c) => new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Sqrt(Float64x8 a) => new(Vector512.Sqrt(a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Clamp(Float64x8 a, Float64x8 low, Float64x8 high) =>
        new(Vector512.MinNative(high.Value, Vector512.MaxNative(low.Value, a.Value)));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Scale(Float64x8 p, Float64x8 n) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(p.Value, n.Value)) : Exp64.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator &(Float64x8 a, Float64x8 b) => new(a.Value & b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator |(Float64x8 a, Float64x8 b) => new(a.Value | b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator ^(Float64x8 a, Float64x8 b) => new(a.Value ^ b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator <<(Float64x8 a, int bits) => new((a.Value.AsInt64() << bits).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator >>>(Float64x8 a, int bits) => new((a.Value.AsInt64() >>> bits).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 AddBits(Float64x8 a, Float64x8 b) => new((a.Value.AsInt64() + b.Value.AsInt64()).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 SubtractBits(Float64x8 a, Float64x8 b) => new((a.Value.AsInt64() - b.Value.AsInt64()).AsDouble());
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator <(Float64x8 a, Float64x8 b) => new(Vector512.LessThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator >(Float64x8 a, Float64x8 b) => new(Vector512.GreaterThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Equal(Float64x8 a, Float64x8 b) => new(Vector512.Equals(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Select(Float64x8 mask, Float64x8 yes, Float64x8 no) =>
        new(Vector512.ConditionalSelect(mask.Value, yes.Value, no.Value));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float64x8 mask) => Vector512.EqualsAll(mask.Value.AsInt64(), Vector512<long>.AllBitsSet);
}
