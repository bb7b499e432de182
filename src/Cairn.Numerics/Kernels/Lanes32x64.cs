using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Cairn.Kernels;

/// <summary>Four vectors of 512 bits whose operations alternate, so that none waits for the one before.</summary>
readonly struct Float32x64(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) : IFloat32Lanes<Float32x64>
{
    public readonly Vector512<float> A = a;
    public readonly Vector512<float> B = b;
    public readonly Vector512<float> C = c;
    public readonly Vector512<float> D = d;

    public static int Count => 64;
    public float this[int lane] => (lane / 16) switch { 0 => A[lane % 16], 1 => B[lane % 16], 2 => C[lane % 16], _ => D[lane % 16] };

    [MethodImpl(AggressiveInlining)]
    static Float32x64 Of(Vector512<float> value) => new(value, value, value, value);
    [MethodImpl(AggressiveInlining)]
    public static implicit operator Float32x64(float value) => Of(Vector512.Create(value));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 FromBits(int bits) => Of(Vector512.Create(bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Load(ref readonly float first) => new(Vector512.LoadUnsafe(in first), Vector512.LoadUnsafe(in first, 16), Vector512.LoadUnsafe(in first, 32), Vector512.LoadUnsafe(in first, 48));
    [MethodImpl(AggressiveInlining)]
    public void Store(ref float first)
    {
        A.StoreUnsafe(ref first);
        B.StoreUnsafe(ref first, 16);
        C.StoreUnsafe(ref first, 32);
        D.StoreUnsafe(ref first, 48);
    }
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator +(Float32x64 a, Float32x64 b) => new(a.A + b.A, a.B + b.B, a.C + b.C, a.D + b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator -(Float32x64 a, Float32x64 b) => new(a.A - b.A, a.B - b.B, a.C - b.C, a.D - b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator *(Float32x64 a, Float32x64 b) => new(a.A * b.A, a.B * b.B, a.C * b.C, a.D * b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator /(Float32x64 a, Float32x64 b) => new(a.A / b.A, a.B / b.B, a.C / b.C, a.D / b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator -(Float32x64 a) => new(-a.A, -a.B, -a.C, -a.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Fma(Float32x64 a, Float32x64 b, Float32x64 c) =>
        new(Vector512.FusedMultiplyAdd(a.A, b.A, c.A),
            Vector512.FusedMultiplyAdd(a.B, b.B, c.B),
            Vector512.FusedMultiplyAdd(a.C, b.C, c.C),
            Vector512.FusedMultiplyAdd(a.D, b.D, c.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Sqrt(Float32x64 a) =>
        new(Vector512.Sqrt(a.A),
            Vector512.Sqrt(a.B),
            Vector512.Sqrt(a.C),
            Vector512.Sqrt(a.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 AtMost(Float32x64 a, Float32x64 high) =>
        new(Vector512.MinNative(high.A, a.A),
            Vector512.MinNative(high.B, a.B),
            Vector512.MinNative(high.C, a.C),
            Vector512.MinNative(high.D, a.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 AtLeast(Float32x64 a, Float32x64 low) =>
        new(Vector512.MaxNative(low.A, a.A),
            Vector512.MaxNative(low.B, a.B),
            Vector512.MaxNative(low.C, a.C),
            Vector512.MaxNative(low.D, a.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Clamp(Float32x64 a, Float32x64 low, Float32x64 high) =>

        new(Vector512.MinNative(high.A, Vector512.MaxNative(low.A, a.A)),
            Vector512.MinNative(high.B, Vector512.MaxNative(low.B, a.B)),
            Vector512.MinNative(high.C, Vector512.MaxNative(low.C, a.C)),
            Vector512.MinNative(high.D, Vector512.MaxNative(low.D, a.D)));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Scale(Float32x64 p, Float32x64 n) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(p.A, n.A), Avx512F.Scale(p.B, n.B), Avx512F.Scale(p.C, n.C), Avx512F.Scale(p.D, n.D)) : Exp32.ScaleTwice(p, n);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator &(Float32x64 a, Float32x64 b) => new(a.A & b.A, a.B & b.B, a.C & b.C, a.D & b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator |(Float32x64 a, Float32x64 b) => new(a.A | b.A, a.B | b.B, a.C | b.C, a.D | b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator ^(Float32x64 a, Float32x64 b) => new(a.A ^ b.A, a.B ^ b.B, a.C ^ b.C, a.D ^ b.D);
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator <<(Float32x64 a, int bits) =>
        new((a.A.AsInt32() << bits).AsSingle(),
            (a.B.AsInt32() << bits).AsSingle(),
            (a.C.AsInt32() << bits).AsSingle(),
            (a.D.AsInt32() << bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator >>>(Float32x64 a, int bits) =>
        new((a.A.AsInt32() >>> bits).AsSingle(),
            (a.B.AsInt32() >>> bits).AsSingle(),
            (a.C.AsInt32() >>> bits).AsSingle(),
            (a.D.AsInt32() >>> bits).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 AddBits(Float32x64 a, Float32x64 b) =>
        new((a.A.AsInt32() + b.A.AsInt32()).AsSingle(),
            (a.B.AsInt32() + b.B.AsInt32()).AsSingle(),
            (a.C.AsInt32() + b.C.AsInt32()).AsSingle(),
            (a.D.AsInt32() + b.D.AsInt32()).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 SubtractBits(Float32x64 a, Float32x64 b) =>
        new((a.A.AsInt32() - b.A.AsInt32()).AsSingle(),
            (a.B.AsInt32() - b.B.AsInt32()).AsSingle(),
            (a.C.AsInt32() - b.C.AsInt32()).AsSingle(),
            (a.D.AsInt32() - b.D.AsInt32()).AsSingle());
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator <(Float32x64 a, Float32x64 b) =>
        new(Vector512.LessThan(a.A, b.A),
            Vector512.LessThan(a.B, b.B),
            Vector512.LessThan(a.C, b.C),
            Vector512.LessThan(a.D, b.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 operator >(Float32x64 a, Float32x64 b) =>
        new(Vector512.GreaterThan(a.A, b.A),
            Vector512.GreaterThan(a.B, b.B),
            Vector512.GreaterThan(a.C, b.C),
            Vector512.GreaterThan(a.D, b.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Equal(Float32x64 a, Float32x64 b) =>
        new(Vector512.Equals(a.A, b.A),
            Vector512.Equals(a.B, b.B),
            Vector512.Equals(a.C, b.C),
            Vector512.Equals(a.D, b.D));
    [MethodImpl(AggressiveInlining)]
    public static Float32x64 Select(Float32x64 mask, Float32x64 yes, Float32x64 no) =>

        new(Vector512.ConditionalSelect(mask.A, yes.A, no.A),
            Vector512.ConditionalSelect(mask.B, yes.B, no.B),
            Vector512.ConditionalSelect(mask.C, yes.C, no.C),
            Vector512.ConditionalSelect(mask.D, yes.D, no.D));
    [MethodImpl(AggressiveInlining)]
    public static bool All(Float32x64 mask) => Vector512.EqualsAll((mask.A & mask.B & mask.C & mask.D).AsInt32(), Vector512<int>.AllBitsSet);
}
