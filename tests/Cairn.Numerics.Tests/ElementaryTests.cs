using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Error bounds of the elementary functions against mpmath.</summary>
public class ElementaryTests(ITestOutputHelper output)
{
    static readonly Dictionary<string, (Func<double, double> Double, Func<float, float> Single)> Functions = new()
    {
        ["Exp"] = (SafeMath.Exp, SafeMath.Exp),
        ["ExpM1"] = (SafeMath.ExpM1, SafeMath.ExpM1),
        ["Log"] = (SafeMath.Log, SafeMath.Log),
        ["Log1P"] = (SafeMath.Log1P, SafeMath.Log1P),
        ["Sigmoid"] = (SafeMath.Sigmoid, SafeMath.Sigmoid),
        ["Tanh"] = (SafeMath.Tanh, SafeMath.Tanh),
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
}
