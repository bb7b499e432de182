using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Cairn.Kernels;

/// <summary>
/// 32 numbers side by side, so that a formula is written once for every width. Each operation is exact or correctly
/// rounded lane by lane (fused multiply-add by software where the hardware lacks it), hence the same bits at every width.
/// A comparison gives all bits set or none, to be used by <see cref="Select"/> and the bit operators.
/// </summary>
interface IFloat32Lanes<TSelf>
    where TSelf : struct, IFloat32Lanes<TSelf>
{
    static abstract int Count { get; }
    static abstract implicit operator TSelf(float value);
    static abstract TSelf FromBits(int bits);
    static abstract TSelf Load(ref readonly float first);
    void Store(ref float first);
    float this[int lane] { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, TSelf b);
    static abstract TSelf operator /(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);

    /// <summary>a, but not above the bound; NaN stays.</summary>
    static abstract TSelf AtMost(TSelf a, TSelf high);

    /// <summary>a, but not below the bound; NaN stays.</summary>
    static abstract TSelf AtLeast(TSelf a, TSelf low);

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
readonly struct Float32x1(float value) : IFloat32Lanes<Float32x1>
{
    public readonly float Value = value;

    internal int Bits { [MethodImpl(AggressiveInlining)] get => BitConverter.SingleToInt32Bits(Value); }

    public static int Count => 1;
    public float this[int lane] => Value;

    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float32x1(float value) => new(value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 FromBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Load(ref readonly float first) => new(first);
    [MethodImpl(AggressiveInlining)]
    public void Store(ref float first) => first = Value;
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator +(Float32x1 a, Float32x1 b) => new(a.Value + b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator -(Float32x1 a, Float32x1 b) => new(a.Value - b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator *(Float32x1 a, Float32x1 b) => new(a.Value * b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator /(Float32x1 a, Float32x1 b) => new(a.Value / b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator -(Float32x1 a) => new(-a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Fma(Float32x1 a, Float32x1 b, Float32x1 c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Sqrt(Float32x1 a) => new(MathF.Sqrt(a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 AtMost(Float32x1 a, Float32x1 high) => new(a.Value > high.Value ? high.Value : a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 AtLeast(Float32x1 a, Float32x1 low) => new(a.Value < low.Value ? low.Value : a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Clamp(Float32x1 a, Float32x1 low, Float32x1 high) =>
        new(a.Value < low.Value ? low.Value : a.Value > high.Value ? high.Value : a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Scale(Float32x1 p, Float32x1 n) => Exp32.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator &(Float32x1 a, Float32x1 b) => FromBits(a.Bits & b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator |(Float32x1 a, Float32x1 b) => FromBits(a.Bits | b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator ^(Float32x1 a, Float32x1 b) => FromBits(a.Bits ^ b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator <<(Float32x1 a, int bits) => FromBits(a.Bits << bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator >>>(Float32x1 a, int bits) => FromBits(a.Bits >>> bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 AddBits(Float32x1 a, Float32x1 b) => FromBits(a.Bits + b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 SubtractBits(Float32x1 a, Float32x1 b) => FromBits(a.Bits - b.Bits);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator <(Float32x1 a, Float32x1 b) => FromBits(a.Value < b.Value ? -1 : 0);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 operator >(Float32x1 a, Float32x1 b) => FromBits(a.Value > b.Value ? -1 : 0);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Equal(Float32x1 a, Float32x1 b) => FromBits(a.Value == b.Value ? -1 : 0);
    [MethodImpl(AggressiveInlining)]
    public static Float32x1 Select(Float32x1 mask, Float32x1 yes, Float32x1 no) =>
        FromBits((mask.Bits & yes.Bits) | (~mask.Bits & no.Bits));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float32x1 mask) => mask.Bits == -1;
}

/// <summary>Eight lanes in 256 bits.</summary>
readonly struct Float32x8(Vector256<float> value) : IFloat32Lanes<Float32x8>
{
    public readonly Vector256<float> Value = value;

    public static int Count => 8;
    public float this[int lane] => Value[lane];

    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float32x8(float value) => new(Vector256.Create(value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 FromBits(int bits) => new(Vector256.Create(bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Load(ref readonly float first) => new(Vector256.LoadUnsafe(in first));
    [MethodImpl(AggressiveInlining)]
    public void Store(ref float first) => Value.StoreUnsafe(ref first);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator +(Float32x8 a, Float32x8 b) => new(a.Value + b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator -(Float32x8 a, Float32x8 b) => new(a.Value - b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator *(Float32x8 a, Float32x8 b) => new(a.Value * b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator /(Float32x8 a, Float32x8 b) => new(a.Value / b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator -(Float32x8 a) => new(-a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Fma(Float32x8 a, Float32x8 b, Float32x8 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Sqrt(Float32x8 a) => new(Vector256.Sqrt(a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 AtMost(Float32x8 a, Float32x8 high) => new(Vector256.MinNative(high.Value, a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 AtLeast(Float32x8 a, Float32x8 low) => new(Vector256.MaxNative(low.Value, a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Clamp(Float32x8 a, Float32x8 low, Float32x8 high) =>
        new(Vector256.MinNative(high.Value, Vector256.MaxNative(low.Value, a.Value)));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Scale(Float32x8 p, Float32x8 n) =>
        Exp32.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator &(Float32x8 a, Float32x8 b) => new(a.Value & b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator |(Float32x8 a, Float32x8 b) => new(a.Value | b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator ^(Float32x8 a, Float32x8 b) => new(a.Value ^ b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator <<(Float32x8 a, int bits) => new((a.Value.AsInt32() << bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator >>>(Float32x8 a, int bits) => new((a.Value.AsInt32() >>> bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 AddBits(Float32x8 a, Float32x8 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 SubtractBits(Float32x8 a, Float32x8 b) => new((a.Value.AsInt32() - b.Value.AsInt32()).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator <(Float32x8 a, Float32x8 b) => new(Vector256.LessThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 operator >(Float32x8 a, Float32x8 b) => new(Vector256.GreaterThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Equal(Float32x8 a, Float32x8 b) => new(Vector256.Equals(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x8 Select(Float32x8 mask, Float32x8 yes, Float32x8 no) =>
        new(Vector256.ConditionalSelect(mask.Value, yes.Value, no.Value));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float32x8 mask) => Vector256.EqualsAll(mask.Value.AsInt32(), Vector256<int>.AllBitsSet);
}

/// <summary>Sixteen lanes in 512 bits.</summary>
readonly struct Float32x16(Vector512<float> value) : IFloat32Lanes<Float32x16>
{
    public readonly Vector512<float> Value = value;

    public static int Count => 16;
    public float this[int lane] => Value[lane];

    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float32x16(float value) => new(Vector512.Create(value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 FromBits(int bits) => new(Vector512.Create(bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Load(ref readonly float first) => new(Vector512.LoadUnsafe(in first));
    [MethodImpl(AggressiveInlining)]
    public void Store(ref float first) => Value.StoreUnsafe(ref first);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator +(Float32x16 a, Float32x16 b) => new(a.Value + b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator -(Float32x16 a, Float32x16 b) => new(a.Value - b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator *(Float32x16 a, Float32x16 b) => new(a.Value * b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator /(Float32x16 a, Float32x16 b) => new(a.Value / b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator -(Float32x16 a) => new(-a.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Fma(Float32x16 a, Float32x16 b, Float32x16 c) => new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Sqrt(Float32x16 a) => new(Vector512.Sqrt(a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 AtMost(Float32x16 a, Float32x16 high) => new(Vector512.MinNative(high.Value, a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 AtLeast(Float32x16 a, Float32x16 low) => new(Vector512.MaxNative(low.Value, a.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Clamp(Float32x16 a, Float32x16 low, Float32x16 high) =>
        new(Vector512.MinNative(high.Value, Vector512.MaxNative(low.Value, a.Value)));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Scale(Float32x16 p, Float32x16 n) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(p.Value, n.Value)) : Exp32.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator &(Float32x16 a, Float32x16 b) => new(a.Value & b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator |(Float32x16 a, Float32x16 b) => new(a.Value | b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator ^(Float32x16 a, Float32x16 b) => new(a.Value ^ b.Value);
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator <<(Float32x16 a, int bits) => new((a.Value.AsInt32() << bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator >>>(Float32x16 a, int bits) => new((a.Value.AsInt32() >>> bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 AddBits(Float32x16 a, Float32x16 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 SubtractBits(Float32x16 a, Float32x16 b) => new((a.Value.AsInt32() - b.Value.AsInt32()).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator <(Float32x16 a, Float32x16 b) => new(Vector512.LessThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator >(Float32x16 a, Float32x16 b) => new(Vector512.GreaterThan(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Equal(Float32x16 a, Float32x16 b) => new(Vector512.Equals(a.Value, b.Value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Select(Float32x16 mask, Float32x16 yes, Float32x16 no) =>
        new(Vector512.ConditionalSelect(mask.Value, yes.Value, no.Value));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float32x16 mask) => Vector512.EqualsAll(mask.Value.AsInt32(), Vector512<int>.AllBitsSet);
}
