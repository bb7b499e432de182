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
        ["Erf"] = [(0, 0), (-0.0, -0.0), (Infinity, 1), (-Infinity, -1), (30, 1), (-30, -1), (NaN, NaN)],
        ["Erfc"] = [(0, 1), (-0.0, 1), (Infinity, 0), (-Infinity, 2), (30, 0), (-30, 2), (NaN, NaN)],
        ["Gelu"] = [(0, 0), (Infinity, Infinity), (100, 100), (NaN, NaN)],
        ["Sinh"] = [(0, 0), (-0.0, -0.0), (Infinity, Infinity), (-Infinity, -Infinity), (1e4, Infinity), (NaN, NaN)],
        ["Cosh"] = [(0, 1), (-0.0, 1), (Infinity, Infinity), (-Infinity, Infinity), (-1e4, Infinity), (NaN, NaN)],
        ["Asinh"] = [(0, 0), (-0.0, -0.0), (Infinity, Infinity), (-Infinity, -Infinity), (NaN, NaN)],
        ["Acosh"] = [(1, 0), (0.5, NaN), (-Infinity, NaN), (Infinity, Infinity), (NaN, NaN)],
        ["Atanh"] = [(0, 0), (-0.0, -0.0), (1, Infinity), (-1, -Infinity), (1.5, NaN), (-Infinity, NaN), (NaN, NaN)],
        ["Asin"] = [(0, 0), (-0.0, -0.0), (1, 1.5707963267948966), (-1, -1.5707963267948966), (1.5, NaN), (-Infinity, NaN), (NaN, NaN)],
        ["Acos"] = [(1, 0), (0, 1.5707963267948966), (-1, 3.141592653589793), (-1.5, NaN), (Infinity, NaN), (NaN, NaN)],
        ["Atan"] = [(0, 0), (-0.0, -0.0), (Infinity, 1.5707963267948966), (-Infinity, -1.5707963267948966), (NaN, NaN)],
        ["LogGamma"] = [(1, 0), (2, 0), (0, Infinity), (-0.0, Infinity), (-3, Infinity), (Infinity, Infinity), (-Infinity, Infinity), (NaN, NaN)],
        ["Digamma"] = [(0, -Infinity), (-0.0, Infinity), (-3, NaN), (Infinity, Infinity), (-Infinity, NaN), (NaN, NaN)],
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
    [InlineData("ExpM1"), InlineData("Log1P"), InlineData("Tanh"), InlineData("Sin"), InlineData("Tan"), InlineData("Sinh"), InlineData("Asinh"), InlineData("Atanh"),
        InlineData("Asin"), InlineData("Atan")]
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

    [Theory] // mpmath 1.2.1
    [InlineData(-0.5, 1.2655121234846454, 0.03648997397857652), InlineData(-1e-10, 23.0258509299981784, 9999999999.42278397)]
    [InlineData(-2.3, 0.369566663455008037, 3.31732315756182274), InlineData(-20.3, -41.8872924801352416, 5.31754992423974964)]
    [InlineData(-1e-305, 702.288453363183934, 1e305)]
    public void Gamma_functions_of_negative_numbers_are_reflected(double x, double logGamma, double digamma)
    {
        Assert.Equal(logGamma, SafeMath.LogGamma(x), 4e-15 * Math.Max(1, Math.Abs(logGamma)));
        Assert.Equal(digamma, SafeMath.Digamma(x), 4e-15 * Math.Max(1, Math.Abs(digamma)));
    }

    [Fact]
    public void Angles_of_points_keep_the_table_of_C99()
    {
        foreach (var (y, x, angle) in (ReadOnlySpan<(double, double, double)>)[(0, 1, 0), (-0.0, 1, -0.0), (0, -1, Math.PI), (-0.0, -1, -Math.PI),
            (0, 0, 0), (-0.0, 0, -0.0), (0, -0.0, Math.PI), (-0.0, -0.0, -Math.PI), (1, 0, Math.PI / 2), (-1, -0.0, -Math.PI / 2),
            (1, Infinity, 0), (-1, -Infinity, -Math.PI), (Infinity, 1, Math.PI / 2), (-Infinity, 1, -Math.PI / 2),
            (Infinity, Infinity, Math.PI / 4), (-Infinity, -Infinity, -2.356194490192345), (NaN, 1, NaN), (1, NaN, NaN)])
            AssertSame(angle, SafeMath.Atan2(y, x));
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
