using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Error bounds of the elementary functions against mpmath.</summary>
public class ElementaryTests(ITestOutputHelper output)
{
    internal static readonly Dictionary<string, (Func<double, double> Double, Func<float, float> Single)> Functions = new()
    {
        ["Exp"] = (SafeMath.Exp, SafeMath.Exp),
        ["ExpM1"] = (SafeMath.ExpM1, SafeMath.ExpM1),
        ["Log"] = (SafeMath.Log, SafeMath.Log),
        ["Log1P"] = (SafeMath.Log1P, SafeMath.Log1P),
        ["Log2"] = (SafeMath.Log2, SafeMath.Log2),
        ["Log10"] = (SafeMath.Log10, SafeMath.Log10),
        ["Sigmoid"] = (SafeMath.Sigmoid, SafeMath.Sigmoid),
        ["Tanh"] = (SafeMath.Tanh, SafeMath.Tanh),
        ["Softplus"] = (SafeMath.Softplus, SafeMath.Softplus),
        ["Sin"] = (SafeMath.Sin, SafeMath.Sin),
        ["Cos"] = (SafeMath.Cos, SafeMath.Cos),
        ["Tan"] = (SafeMath.Tan, SafeMath.Tan),
        ["Erf"] = (SafeMath.Erf, SafeMath.Erf),
        ["Erfc"] = (SafeMath.Erfc, SafeMath.Erfc),
        ["Gelu"] = (SafeMath.Gelu, SafeMath.Gelu),
        ["Sinh"] = (SafeMath.Sinh, SafeMath.Sinh),
        ["Cosh"] = (SafeMath.Cosh, SafeMath.Cosh),
        ["Asinh"] = (SafeMath.Asinh, SafeMath.Asinh),
        ["Acosh"] = (SafeMath.Acosh, SafeMath.Acosh),
        ["Atanh"] = (SafeMath.Atanh, SafeMath.Atanh),
        ["Asin"] = (SafeMath.Asin, SafeMath.Asin),
        ["Acos"] = (SafeMath.Acos, SafeMath.Acos),
        ["Atan"] = (SafeMath.Atan, SafeMath.Atan),
        ["LogGamma"] = (SafeMath.LogGamma, SafeMath.LogGamma),
        ["Digamma"] = (SafeMath.Digamma, SafeMath.Digamma),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Float64_keeps_within_its_bound(string name)
    {
        double worst = 0, at = 0;
        foreach (var p in ElementaryOracle.Points(name))
        {
            double error = ElementaryOracle.Ulps(Functions[name].Double(p.X), p);
            if (error > worst) (worst, at) = (error, p.X);
        }
        output.WriteLine($"{name} float64: {worst:F3} ulp at {at:R}");
        Assert.True(worst <= 4, $"{name}: {worst} ulp at {at:R}: {Functions[name].Double(at):R}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Float32_keeps_within_its_bound(string name)
    {
        double worst = 0, at = 0;
        int count = 0;
        foreach (var p in ElementaryOracle.Points(name))
        {
            if ((float)p.X != p.X) continue;
            count++;
            double error = ElementaryOracle.Ulps(Functions[name].Single((float)p.X), p.Value);
            if (error > worst) (worst, at) = (error, p.X);
        }
        output.WriteLine($"{name} float32: {worst:F3} ulp at {at:R} of {count}");
        Assert.True(count > 100);
        Assert.True(worst <= 2, $"{name}: {worst} ulp at {at:R}: {Functions[name].Single((float)at):R}");
    }

    [Fact]
    public void Pow_keeps_within_its_bound()
    {
        double worst = 0, worstSingle = 0;
        ElementaryPoint at = default;
        foreach (var p in ElementaryOracle.Points("Pow"))
        {
            double error = ElementaryOracle.Ulps(SafeMath.Pow(p.X, p.Y), p);
            if (error > worst) (worst, at) = (error, p);
            if ((float)p.X == p.X && (float)p.Y == p.Y)
                worstSingle = Math.Max(worstSingle, ElementaryOracle.Ulps(SafeMath.Pow((float)p.X, (float)p.Y), p.Value));
        }
        output.WriteLine($"Pow float64: {worst:F3} ulp at {at.X:R}^{at.Y:R}; float32: {worstSingle:F3}");
        Assert.True(worst <= 4, $"Pow: {worst} ulp at {at.X:R}^{at.Y:R}: {SafeMath.Pow(at.X, at.Y):R}, not {at.Value:R}");
        Assert.InRange(worstSingle, 0.3, 2);
    }

    [Fact]
    public void Atan2_keeps_within_its_bound()
    {
        double worst = 0;
        ElementaryPoint at = default;
        foreach (var p in ElementaryOracle.Points("Atan2"))
        {
            double error = ElementaryOracle.Ulps(SafeMath.Atan2(p.X, p.Y), p);
            if (error > worst) (worst, at) = (error, p);
        }
        output.WriteLine($"Atan2 float64: {worst:F3} ulp at {at.X:R}, {at.Y:R}: {SafeMath.Atan2(at.X, at.Y):R}, not {at.Value:R}");
        Assert.InRange(worst, 0.4, 2);
    }

    [Theory, MemberData(nameof(Names))]
    public void Float32_agrees_with_float64_over_all_bits(string name)
    {
        var (reference, function) = Functions[name];
        double worst = 0;
        float at = 0;
        for (long bits = 0; bits < 1L << 32; bits += 4093)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            double error = ElementaryOracle.Ulps(function(x), reference(x));
            if (error > worst) (worst, at) = (error, x);
        }
        output.WriteLine($"{name} float32: {worst:F3} ulp at {at:R}");
        Assert.True(worst <= 2, $"{name}: {worst} ulp at {at:R}: {function(at):R}, not {reference(at):R}");
        Assert.True(worst > 0.4, "the sweep measured nothing");
    }
}
