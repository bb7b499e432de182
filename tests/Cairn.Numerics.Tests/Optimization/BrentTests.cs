using Cairn.Optimization;

namespace Cairn.Tests;

public class BrentTests
{
    // least values in closed form
    public static TheoryData<string, Func<double, double>, double, double, double> Valleys => new()
    {
        { "parabola", t => t * t - 2 * t, -1, 3, 1 },
        { "cosine", Math.Cos, 2, 5, Math.PI },
        { "fourth power", t => Math.Pow(t - 0.25, 4), -1, 1, 0.25 },
        { "kink", t => Math.Abs(t - 0.3), 0, 1, 0.3 },
        { "at the lower bound", t => t, 2, 5, 2 },
        { "at the upper bound", t => -t, 2, 5, 5 },
        { "wall of NaN", t => t < 1 ? double.NaN : t - Math.Log(t), -3, 4, 1 },
        { "large", t => (t - 3e6) * (t - 3e6), 0, 1e7, 3e6 },
    };

    [Theory, MemberData(nameof(Valleys))]
    public void Finds_the_bottom(string name, Func<double, double> f, double low, double high, double bottom)
    {
        var found = new Brent().Minimize(f, low, high);
        Assert.True(found.Converged, name);
        Assert.Equal(f(found.Point), found.Value);
        double tolerance = name == "fourth power" ? 1e-3 : 6e-8;
        Assert.InRange(found.Point, Math.Max(low, bottom - tolerance * Math.Max(1, Math.Abs(bottom))), bottom + tolerance * Math.Max(1, Math.Abs(bottom)));
        Assert.InRange(found.Evaluations, 3, name == "parabola" ? 12 : 60);
    }

    public static TheoryData<string, Func<double, double>, double, double, double> Roots => new()
    {
        { "cube root", t => t * t * t - 2, 0, 2, Math.Cbrt(2) },
        { "line", t => 2 * t - 1, -5, 10, 0.5 },
        { "cosine", Math.Cos, 0, 3, Math.PI / 2 },
        { "at a bound", t => t - 1, 1, 4, 1 },
        { "ninth power", t => Math.Pow(t, 9), -1, 1.5, 0 },
        { "jump", t => t < 0.7 ? -1 : 2, 0, 1, 0.7 },
        { "infinite on one side", t => t <= 0 ? double.NegativeInfinity : Math.Log(t), 0, 5, 1 },
    };

    [Theory, MemberData(nameof(Roots))]
    public void Finds_the_root(string name, Func<double, double> f, double low, double high, double root)
    {
        var found = new Brent().FindRoot(f, low, high);
        Assert.True(found.Converged, name);
        Assert.InRange(found.Point, root - 1e-11, root + 1e-11);
        Assert.InRange(found.Evaluations, 2, 150);
        Assert.Equal(found.Point, new Brent().FindRoot(t => -f(t), low, high).Point, 2e-12);
    }

    [Fact]
    public void Wrong_use_is_answered()
    {
        static string Message(Func<object> use) => Assert.Throws<ArgumentException>(use).Message;
        Assert.StartsWith("Minimize: no interval from 2 to 1", Message(() => new Brent().Minimize(t => t, 2, 1)));
        Assert.StartsWith("FindRoot: no interval from 0 to Infinity", Message(() => new Brent().FindRoot(t => t, 0, double.PositiveInfinity)));
        Assert.StartsWith("FindRoot: the values 1 at 0 and 5 at 2 must have opposite signs", Message(() => new Brent().FindRoot(t => t * t + 1, 0, 2)));
        Assert.Throws<InvalidOperationException>(() => new Brent().FindRoot(t => t is 0 or 2 ? t - 1 : double.NaN, 0, 2));
        Assert.Throws<ArgumentNullException>(() => new Brent().Minimize(null!, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Brent { Tolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Brent { MaxEvaluations = 2 });
        var cut = new Brent { MaxEvaluations = 4 }.Minimize(Math.Cos, 2, 5);
        Assert.Equal((false, 4), (cut.Converged, cut.Evaluations));
        Assert.EndsWith("not converged", cut.ToString());
    }
}
