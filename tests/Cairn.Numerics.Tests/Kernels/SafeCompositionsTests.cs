using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Safe compositions at extreme arguments, against their definitions.</summary>
public class SafeCompositionsTests
{
    const double Infinity = double.PositiveInfinity;

    [Fact]
    public void LogSumExp_survives_extremes()
    {
        Assert.Equal(1002.4076059644443, SafeMath.LogSumExp([1000, 1001, 1002]), 1e-12);
        Assert.Equal(-998.5923940355557, SafeMath.LogSumExp([-1001, -1000, -999]), 1e-12);
        Assert.Equal(4.248354255291589e-18, SafeMath.LogSumExp([0, -40]), 1e-32); // e^-40, lost by the plain form
        Assert.Equal(-1e300, SafeMath.LogSumExp([-1e300, -1e301]));
        Assert.Equal(-Infinity, SafeMath.LogSumExp([]));
        Assert.Equal(-Infinity, SafeMath.LogSumExp([-Infinity, -Infinity]));
        Assert.Equal(3, SafeMath.LogSumExp([-Infinity, 3]));
        Assert.Equal(Infinity, SafeMath.LogSumExp([Infinity, 3, -Infinity]));
        Assert.Equal(double.NaN, SafeMath.LogSumExp([1, double.NaN, Infinity]));
    }

    [Fact]
    public void Softmax_survives_extremes()
    {
        AssertShares([0.09003057317038046, 0.24472847105479764, 0.6652409557748219], [1000, 1001, 1002]);
        AssertShares([0.7310585786300049, 0.2689414213699951], [710, 709]);
        AssertShares([1, 0, 0], [1e308, -1e308, -Infinity]);
        AssertShares([0.5, 0, 0.5], [Infinity, 7, Infinity]);
        AssertShares([0.5, 0.5], [-Infinity, -Infinity]);
        AssertShares([double.NaN, double.NaN], [double.NaN, 1]);
        AssertShares([], []);
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => SafeMath.Softmax([1, 2], new double[3])).ParamName);
    }

    [Fact]
    public void Hypot_neither_overflows_nor_vanishes()
    {
        Assert.Equal(5, SafeMath.Hypot(-3, 4));
        Assert.Equal(5e200, SafeMath.Hypot(3e200, 4e200), 1e185);
        Assert.Equal(5e-200, SafeMath.Hypot(3e-200, 4e-200), 1e-215);
        Assert.Equal(5 * double.Epsilon, SafeMath.Hypot(3 * double.Epsilon, -4 * double.Epsilon));
        Assert.Equal(Infinity, SafeMath.Hypot(double.MaxValue, double.MaxValue));
        Assert.Equal(double.MaxValue, SafeMath.Hypot(double.MaxValue, 1));
        Assert.Equal(0, SafeMath.Hypot(-0.0, 0));
        Assert.Equal(Infinity, SafeMath.Hypot(double.NaN, -Infinity));
        Assert.Equal(double.NaN, SafeMath.Hypot(double.NaN, 1));
    }

    static void AssertShares(double[] expected, double[] x)
    {
        var y = new double[x.Length];
        SafeMath.Softmax(x, y);
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-15);
        SafeMath.Softmax(x, x);
        Assert.Equal(y, x);
    }
}
