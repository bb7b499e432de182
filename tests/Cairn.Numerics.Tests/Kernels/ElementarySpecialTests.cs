using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>The special values of C99 annex F, to the bit, in both types.</summary>
public class ElementarySpecialTests
{
    const double Infinity = double.PositiveInfinity, NaN = double.NaN;

    static readonly Dictionary<string, (double X, double Y)[]> Values = new()
    {
        ["Exp"] = [(0, 1), (-0.0, 1), (Infinity, Infinity), (-Infinity, 0), (1e4, Infinity), (-1e4, 0), (NaN, NaN)],
        ["ExpM1"] = [(0, 0), (-0.0, -0.0), (-Infinity, -1), (Infinity, Infinity), (1e4, Infinity), (-1e4, -1), (NaN, NaN)],
        ["Log"] = [(1, 0), (0, -Infinity), (-0.0, -Infinity), (-1, NaN), (Infinity, Infinity), (-Infinity, NaN), (NaN, NaN)],
        ["Log2"] = [(1, 0), (0, -Infinity), (8, 3), (0.0625, -4), (-1, NaN), (Infinity, Infinity), (NaN, NaN)],
        ["Log10"] = [(1, 0), (1000, 3), (1e10, 10), (-0.0, -Infinity), (-1, NaN), (Infinity, Infinity), (NaN, NaN)],
        ["Log1P"] = [(0, 0), (-0.0, -0.0), (-1, -Infinity), (-2, NaN), (Infinity, Infinity), (-Infinity, NaN), (NaN, NaN)],
        ["Sigmoid"] = [(0, 0.5), (Infinity, 1), (-Infinity, 0), (NaN, NaN), (-1000, 0), (1000, 1)],
        ["Tanh"] = [(0, 0), (-0.0, -0.0), (Infinity, 1), (-Infinity, -1), (50, 1), (NaN, NaN)],
        ["Softplus"] = [(Infinity, Infinity), (-Infinity, 0), (500, 500), (NaN, NaN)],
        ["Sin"] = [(0, 0), (-0.0, -0.0), (Infinity, NaN), (-Infinity, NaN), (NaN, NaN)],
        ["Cos"] = [(0, 1), (-0.0, 1), (Infinity, NaN), (NaN, NaN)],
        ["Tan"] = [(0, 0), (-0.0, -0.0), (Infinity, NaN), (NaN, NaN)],
    };

    public static TheoryData<string> Names => [.. Values.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Special_values_are_exact(string name)
    {
        var (function, single) = ElementaryTests.Functions[name];
        foreach (var (x, y) in Values[name])
        {
            AssertSame(y, function(x));
            AssertSame((float)y, single((float)x));
        }
    }

    [Theory]
    [InlineData("ExpM1"), InlineData("Log1P"), InlineData("Tanh"), InlineData("Sin"), InlineData("Tan")]
    public void Tiny_arguments_return_as_they_are(string name)
    {
        foreach (double x in (double[])[1e-20, -1e-20, 1e-300, 5e-324, -5e-324, 2.5e-308])
            AssertSame(x, ElementaryTests.Functions[name].Double(x));
        foreach (float x in (float[])[1e-20f, -1e-20f, 1e-45f, -1e-45f, 1.3e-38f])
            AssertSame(x, ElementaryTests.Functions[name].Single(x));
    }

    [Fact]
    public void Overflow_and_underflow_begin_where_they_must()
    {
        Assert.True(double.IsFinite(SafeMath.Exp(709.782712893384)));
        Assert.Equal(Infinity, SafeMath.Exp(Math.BitIncrement(709.782712893384)));
        Assert.True(double.IsFinite(SafeMath.ExpM1(709.782712893384)));
        Assert.Equal(Infinity, SafeMath.ExpM1(Math.BitIncrement(709.782712893384)));
        Assert.Equal(double.Epsilon, SafeMath.Exp(-745.13));
        Assert.Equal(0, SafeMath.Exp(-745.14));
        Assert.True(float.IsFinite(SafeMath.Exp(88.72283f)));
        Assert.Equal(float.PositiveInfinity, SafeMath.Exp(88.72284f));
        Assert.Equal(float.Epsilon, SafeMath.Exp(-103.97f));
        Assert.Equal(0, SafeMath.Exp(-103.98f));
        Assert.Equal(SafeMath.Exp(-740), SafeMath.Sigmoid(-740));
    }

    static readonly (double X, double Y, double Power)[] Powers =
    [
        (2, 0.5, 1.4142135623730951), (10, 2, 100), (2, -1074, 5e-324), (2, 1024, Infinity), (NaN, 0, 1), (NaN, -0.0, 1), (1, NaN, 1),
        (1, Infinity, 1), (NaN, 1, NaN), (2, NaN, NaN), (-1, Infinity, 1), (-1, -Infinity, 1), (0.5, Infinity, 0),
        (0.5, -Infinity, Infinity), (-2, Infinity, Infinity), (2, -Infinity, 0), (-0.5, Infinity, 0), (0, 3, 0), (-0.0, 3, -0.0),
        (-0.0, 2, 0), (-0.0, 2.5, 0), (0, -1, Infinity), (-0.0, -1, -Infinity), (-0.0, -2, Infinity), (-0.0, -Infinity, Infinity),
        (-2, 3, -8), (-2, 2, 4), (-2, 0.5, NaN), (-Infinity, 3, -Infinity), (-Infinity, 2, Infinity), (-Infinity, -3, -0.0),
        (-Infinity, -2, 0), (Infinity, -1, 0), (Infinity, 0.5, Infinity), (-Infinity, 0.5, Infinity), (-1, 9007199254740991, -1),
        (-1, 9007199254740992, 1), (0.5, 1e300, 0), (2, 1e300, Infinity), (5e-324, -1, Infinity),
    ];

    [Fact]
    public void Powers_keep_the_table_of_C99()
    {
        foreach (var (x, y, power) in Powers)
            AssertSame(power, SafeMath.Pow(x, y));
    }

    [Fact]
    public void Logarithms_of_exact_powers_are_exact()
    {
        for (int k = -1074; k <= 1023; k++) Assert.Equal(k, SafeMath.Log2(Math.ScaleB(1, k)));
        double power = 1;
        for (int k = 0; k <= 22; k++, power *= 10) Assert.Equal(k, SafeMath.Log10(power));
    }

    static void AssertSame(double expected, double actual) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));

    static void AssertSame(float expected, float actual) =>
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
}
