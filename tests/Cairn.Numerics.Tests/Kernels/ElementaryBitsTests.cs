using System.Security.Cryptography;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>The elementary functions give the same bits at every vector width, and on every machine those noted here.</summary>
public class ElementaryBitsTests(ITestOutputHelper output)
{
    // To be changed by a deliberate decision only: a new value means that every trained model changes.
    const string Digest64 = "ee4c30410df42777", Digest32 = "610cbcd945c5645e", DigestSpecial = "19cddabc1aa3f42f";

    static readonly double[] Arguments64 = MakeArguments();
    static readonly float[] Arguments32 = [.. Arguments64.Select((x, i) =>
        i % 2 == 0 ? (float)x : BitConverter.Int32BitsToSingle((int)(BitConverter.DoubleToInt64Bits(x) >> 32) ^ i))];

    [Fact]
    public void Float64_bits_are_the_same_at_every_width()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Same<Exp64>(all);
        Same<ExpM164>(all);
        Same<Log64>(all);
        Same<Log1P64>(all);
        Same<Log264>(all);
        Same<Log1064>(all);
        Same<Sigmoid64>(all);
        Same<Tanh64>(all);
        Same<Softplus64>(all);
        Same<Sin64>(all);
        Same<Cos64>(all);
        Same<Tan64>(all);
        for (int i = 1; i < Arguments64.Length; i++)
            all.AppendData(BitConverter.GetBytes(SafeMath.Pow(Arguments64[i], Arguments64[i - 1])));
        string digest = Convert.ToHexStringLower(all.GetHashAndReset())[..16];
        output.WriteLine(digest);
        Assert.Equal(Digest64, digest);
    }

    [Fact]
    public void Float32_bits_are_the_same_at_every_width()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Same32<Exp32>(all);
        Same32<ExpM132>(all);
        Same32<Log32>(all);
        Same32<Log1P32>(all);
        Same32<Log232>(all);
        Same32<Log1032>(all);
        Same32<Sigmoid32>(all);
        Same32<Tanh32>(all);
        Same32<Softplus32>(all);
        Same32<Sin32>(all);
        Same32<Cos32>(all);
        string digest = Convert.ToHexStringLower(all.GetHashAndReset())[..16];
        output.WriteLine(digest);
        Assert.Equal(Digest32, digest);
    }

    [Fact]
    public void Special_function_bits_are_the_same_at_every_width()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Same<Erf64>(all);
        Same<Erfc64>(all);
        Same<Gelu64>(all);
        Same<GeluTanh64>(all);
        Same<LogGamma64>(all);
        Same<Digamma64>(all);
        Same<Sinh64>(all);
        Same<Cosh64>(all);
        Same<Asinh64>(all);
        Same<Acosh64>(all);
        Same<Atanh64>(all);
        Same<Asin64>(all);
        Same<Acos64>(all);
        Same<Atan64>(all);
        Same32<Erf32>(all);
        Same32<Gelu32>(all);
        Same32<GeluTanh32>(all);
        string digest = Convert.ToHexStringLower(all.GetHashAndReset())[..16];
        output.WriteLine(digest);
        Assert.Equal(DigestSpecial, digest);
    }

    [Fact]
    public void Spans_of_every_length_agree_with_the_scalar()
    {
        for (int length = 0; length < 200; length++)
        {
            var x = Arguments64.AsSpan(length * 7, length);
            var y = x.ToArray();
            SafeMath.Tanh(y, y); // in place
            for (int i = 0; i < length; i++) Assert.Equal(Bits(SafeMath.Tanh(x[i])), Bits(y[i]));

            var x32 = Arguments32.AsSpan(length * 7, length);
            var y32 = x32.ToArray();
            SafeMath.Sin(y32, y32);
            for (int i = 0; i < length; i++)
                Assert.Equal(BitConverter.SingleToInt32Bits(SafeMath.Sin(x32[i])), BitConverter.SingleToInt32Bits(y32[i]));
        }
    }

    [Fact]
    public void Long_spans_are_shared_by_threads_and_agree_with_the_scalar()
    {
        double[] x = [.. Enumerable.Range(0, 150_001).Select(i => Arguments64[i % Arguments64.Length])], y = new double[x.Length];
        SafeMath.Exp(x, y);
        for (int i = 0; i < x.Length; i += 7) Assert.Equal(Bits(SafeMath.Exp(x[i])), Bits(y[i]));
        float[] x32 = [.. Enumerable.Range(0, 150_001).Select(i => Arguments32[i % Arguments32.Length])], y32 = new float[x32.Length];
        SafeMath.Atan(x32, y32);
        for (int i = 0; i < x32.Length; i += 7)
            Assert.Equal(BitConverter.SingleToInt32Bits(SafeMath.Atan(x32[i])), BitConverter.SingleToInt32Bits(y32[i]));
        SafeMath.Gelu(x32, x32);
        Assert.Equal(SafeMath.Gelu(Arguments32[(150_000) % Arguments32.Length]), x32[^1]);
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        var memory = new double[20];
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => SafeMath.Exp(memory, new double[19])).ParamName);
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => SafeMath.Exp(memory.AsSpan(0, 10), memory.AsSpan(1, 10))).ParamName);
    }

    static void Same<TFormula>(IncrementalHash all) where TFormula : struct, IFormula64
    {
        var x = Arguments64;
        double[] one = new double[x.Length], four = new double[x.Length], eight = new double[x.Length];
        Formulas.Map<TFormula, Float64x1>(x, one, 0);
        Formulas.Map<TFormula, Float64x4>(x, four, 0);
        Formulas.Map<TFormula, Float64x8>(x, eight, 0);
        for (int i = 0; i < x.Length; i++)
        {
            if (Bits(one[i]) != Bits(four[i]) || Bits(one[i]) != Bits(eight[i]))
                Assert.Fail($"{typeof(TFormula).Name}({x[i]:R}): {one[i]:R}, {four[i]:R} in fours, {eight[i]:R} in eights");
            all.AppendData(BitConverter.GetBytes(Bits(one[i])));
        }
    }

    static void Same32<TFormula>(IncrementalHash all) where TFormula : struct, IFormula32
    {
        var x = Arguments32;
        float[] one = new float[x.Length], eight = new float[x.Length], sixteen = new float[x.Length], four = new float[x.Length];
        Formulas.Map32<TFormula, Float32x1>(x, one, 0);
        Formulas.Map32<TFormula, Float32x8>(x, eight, 0);
        Formulas.Map32<TFormula, Float32x16>(x, sixteen, 0);
        int last = Formulas.Map32<TFormula, Float32x64>(x, four, 0);
        Assert.InRange(last, x.Length - 63, x.Length);
        sixteen.AsSpan(last).CopyTo(four.AsSpan(last));
        for (int i = 0; i < x.Length; i++)
        {
            int bits = BitConverter.SingleToInt32Bits(one[i]);
            if (bits != BitConverter.SingleToInt32Bits(four[i])) Assert.Fail($"{typeof(TFormula).Name}({x[i]:R}): {one[i]:R}, {four[i]:R} in fours");
            if (bits != BitConverter.SingleToInt32Bits(eight[i]) || bits != BitConverter.SingleToInt32Bits(sixteen[i]))
                Assert.Fail($"{typeof(TFormula).Name}({x[i]:R}): {one[i]:R}, {eight[i]:R} in eights, {sixteen[i]:R} in sixteens");
            all.AppendData(BitConverter.GetBytes(bits));
        }
    }

    static long Bits(double x) => BitConverter.DoubleToInt64Bits(x);

    /// <summary>The special values, the oracle's arguments of three functions, random bits; a multiple of 16 in all.</summary>
    static double[] MakeArguments()
    {
        List<double> x = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon,
            double.MaxValue, double.MinValue, BitConverter.Int64BitsToDouble(0x7FF8000000000123), 1e-20, -1e-20, 710, -746];
        foreach (string name in (string[])["Exp", "Tanh", "Sin"])
            x.AddRange(ElementaryOracle.Points(name).Select(p => p.X));
        ulong state = 2;
        while (x.Count < 16384)
            x.Add(BitConverter.UInt64BitsToDouble((state = state * 6364136223846793005 + 1442695040888963407) ^ state >> 29));
        return [.. x];
    }
}
