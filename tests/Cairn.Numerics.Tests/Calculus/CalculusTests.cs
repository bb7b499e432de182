using Cairn.Calculus;

namespace Cairn.Tests;

/// <summary>Slopes, areas and differential equations beside closed forms.</summary>
public class CalculusTests
{
    [Fact]
    public void Slopes()
    {
        Assert.Equal(6.000100000012, Slope.At(x => x * x, 3, 1e-4), 1e-9);
        Assert.Equal(6, Slope.At(x => x * x, 3), 1e-8);
        Assert.Equal(4, Slope.Between(x => x * x + 3, 1, 3), 1e-15);
        var (slope, intercept) = Slope.Tangent(x => x * x + 3, 1);
        Assert.Equal(2, slope, 1e-9);
        Assert.Equal(2, intercept, 1e-9);
        Assert.Equal(2, Slope.Second(x => x * x, 3), 1e-7);
        Assert.Equal(1.252068, Slope.At(x => Math.Sin(16 * x * x), 0.3), 1e-6);
        foreach (double x in new[] { -2, 0.1, 1, 7.5 })
        {
            Assert.Equal(Math.Exp(x), Slope.At(Math.Exp, x), 1e-9 * Math.Exp(x));
            Assert.Equal(-Math.Sin(x), Slope.Second(Math.Sin, x), 1e-6);
            Assert.Equal(1 / (1 + x * x), Slope.At(Math.Atan, x), 1e-9);
        }
    }

    [Fact]
    public void Slopes_along_a_direction()
    {
        static Tensor F(Tensor x) => 2 * x[1] * x[1] * x[1] * x[0].Square();                     // gradient [216, 216] at (2, 3)
        Tensor at = new[] { 2.0, 3 }, direction = new[] { 3.0, 4 };
        Assert.Equal(216 * 7.0, Slope.Along(F, at, direction, perUnit: false), 1e-9);
        Assert.Equal(216 * 7.0 / 5, Slope.Along(F, at, direction), 1e-9);
        Assert.Throws<ArgumentException>(() => Slope.Along(F, at, new double[2]));
        Assert.Throws<ArgumentException>(() => Slope.Along(F, at, new double[3]));
    }

    [Fact]
    public void Strips_under_a_parabola()
    {
        Assert.Equal([6.75, 8.625, 10.75, 8.75], Enum.GetValues<StripHeight>().Select(h => Strips.Area(x => x * x, 1, 3, 4, h)));
        Assert.Equal(8.66626667, Strips.Area(x => x * x, 1, 3, 20_000), 1e-8);
        Assert.Equal(-8.625, Strips.Area(x => x * x, 3, 1, 4, StripHeight.Middle), 1e-14);
    }

    public static TheoryData<string, Func<double, double>, double, double, double> Integrals => new()
    {
        { "parabola", x => x * x, 1, 3, 26.0 / 3 },
        { "backwards", x => x * x, 3, 1, -26.0 / 3 },
        { "waves", x => Math.Sin(40 * x), 0, 2, (1 - Math.Cos(80)) / 40 },
        { "root", Math.Sqrt, 0, 1, 2.0 / 3 },
        { "one over root", x => 1 / Math.Sqrt(x), 0, 1, 2 },
        { "logarithm", Math.Log, 0, 1, -1 },
        { "kink", x => Math.Abs(x - 1 / Math.PI), 0, 1, (1 / Math.PI / Math.PI + (1 - 1 / Math.PI) * (1 - 1 / Math.PI)) / 2 },
        { "bell", x => Math.Exp(-x * x), double.NegativeInfinity, double.PositiveInfinity, Math.Sqrt(Math.PI) },
        { "mean of an exponential", x => x * 2 * Math.Exp(-2 * x), 0, double.PositiveInfinity, 0.5 },
        { "tail", x => 1 / (x * x), double.NegativeInfinity, -2, 0.5 },
        { "needle", x => 1e-3 / (x * x + 1e-6), -1, 1, 2 * Math.Atan(1000) },
        { "variance of an even draw", x => (x - 0.5) * (x - 0.5), 0, 1, 1.0 / 12 },
        { "nothing", _ => 0, 0, 1, 0 },
    };

    [Theory, MemberData(nameof(Integrals))]
    public void Integrals_equal_closed_forms(string name, Func<double, double> f, double from, double to, double expected)
    {
        var found = new Quadrature().Integrate(f, from, to);
        Assert.True(found.Converged, $"{name}: {found}");
        Assert.Equal(expected, found.Value, 1e-9);
        Assert.True(Math.Abs(expected - found.Value) <= found.Error + 1e-14, $"{name}: {found}, not {expected:R}");
        Assert.InRange(found.Evaluations, 15, 3000);
    }

    [Fact]
    public void Integrals_that_cannot_be_had_say_so()
    {
        Assert.False(new Quadrature { MaxIntervals = 3 }.Integrate(x => 1 / Math.Sqrt(x), 0, 1).Converged);
        Assert.Throws<InvalidOperationException>(() => new Quadrature().Integrate(x => 1 / x, -1, 1));
        Assert.Throws<ArgumentException>(() => new Quadrature().Integrate(x => x, 0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quadrature { RelativeTolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Strips.Area(x => x, 0, 1, 0));
        Assert.Throws<ArgumentException>(() => Slope.Between(x => x, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slope.At(x => x, double.NaN));
        Assert.Equal(0, new Quadrature().Integrate(x => x, 2, 2).Value);
    }

    [Fact]
    public void A_pendulum_keeps_its_circle()
    {
        static Tensor Turn(double t, Tensor y) => Tensor.Stack([y[1], -y[0]]);
        var curve = new DormandPrince().Solve(Turn, 0, 10, new[] { 0.0, 1 });
        Assert.Equal(Math.Sin(10), (double)curve.End[0], 1e-6);
        Assert.Equal(Math.Cos(10), (double)curve.End[1], 1e-6);
        Assert.Equal((0.0, 10.0), (curve.Times[0], curve.Times[^1]));
        Assert.Equal(new Shape(curve.Times.Count, 2), curve.States.Shape);
        foreach (double t in new[] { 0, 0.123, 4.5, 9.999, 10 }) Assert.Equal(Math.Sin(t), (double)curve.At(t)[0], 1e-5);
        Assert.InRange(curve.Evaluations, 100, 2000);

        var back = new DormandPrince().Solve(Turn, 10, 0, curve.End);
        Assert.Equal(0, (double)back.End[0], 1e-6);
        Assert.Equal(Math.Sin(3), (double)back.At(3)[0], 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => back.At(10.1));
    }

    [Fact]
    public void Growth_that_is_bounded_and_growth_that_is_not()
    {
        var logistic = new DormandPrince { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 }.Solve((_, y) => y * (1 - y), 0, 8, 0.01);
        Assert.Equal(1 / (1 + 99 * Math.Exp(-8)), (double)logistic.End, 1e-10);
        var explosion = Assert.Throws<InvalidOperationException>(() => new DormandPrince().Solve((_, y) => y.Square(), 0, 2, 1.0)); // 1 / (1 - t)
        Assert.Equal(1, double.Parse(explosion.Message.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture), 1e-6);
        Assert.Throws<InvalidOperationException>(() => new DormandPrince().Solve((_, y) => Tensor.Zeros<double>(3), 0, 1, 1.0));
        Assert.Throws<ArgumentException>(() => new DormandPrince().Solve((_, y) => y, 1, 1, 1.0));
        Assert.Throws<ArgumentException>(() => new DormandPrince().Solve((_, y) => y.Log(), 0, 1, 0.0));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new DormandPrince().Solve((_, y) => y, 0, 1, 1.0, source.Token));
    }
}
