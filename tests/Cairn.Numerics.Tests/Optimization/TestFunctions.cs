namespace Cairn.Tests;

/// <summary>The functions of Fixtures/minimizers.py, in tensors.</summary>
static class TestFunctions
{
    internal static readonly (string Name, Func<Tensor, Tensor> Function)[] All =
    [
        ("Sphere", x => x.Square().Sum()),
        ("Ellipsoid", x => (Tensor.From([.. Enumerable.Range(0, x.Length).Select(i => Math.Pow(10, 4.0 * i / (x.Length - 1)))]) * x.Square()).Sum()),
        ("Booth", x => (x[0] + 2 * x[1] - 7).Square() + (2 * x[0] + x[1] - 5).Square()),
        ("Matyas", x => 0.26 * (x[0].Square() + x[1].Square()) - 0.48 * x[0] * x[1]),
        ("Trid", x => (x - 1).Square().Sum() - (x[1..] * x[..^1]).Sum()),
        ("Himmelblau", x => (x[0].Square() + x[1] - 11).Square() + (x[0] + x[1].Square() - 7).Square()),
        ("Beale", x => (1.5 - x[0] * (1 - x[1])).Square() + (2.25 - x[0] * (1 - x[1].Square())).Square() + (2.625 - x[0] * (1 - x[1] * x[1].Square())).Square()),
        ("Three-hump camel", x => 2 * x[0].Square() - 1.05 * x[0].Square().Square() + x[0].Square() * x[0].Square().Square() / 6 + x[0] * x[1] + x[1].Square()),
        ("Rosenbrock", Rosenbrock),
        ("Rosenbrock chained", Rosenbrock),
        ("Rosenbrock extended", x => Valley(x[Slice.Step(0, null, 2)], x[Slice.Step(1, null, 2)])),
        ("Powell singular", x => (x[0] + 10 * x[1]).Square() + 5 * (x[2] - x[3]).Square() + (x[1] - 2 * x[2]).Square().Square() + 10 * (x[0] - x[3]).Square().Square()),
        ("Wood", x => Valley(x[0], x[1]) + 90 * (x[3] - x[2].Square()).Square() + (1 - x[2]).Square() + 10 * (x[1] + x[3] - 2).Square() + (x[1] - x[3]).Square() / 10),
        ("Brown badly scaled", x => (x[0] - 1e6).Square() + (x[1] - 2e-6).Square() + (x[0] * x[1] - 2).Square()),
        ("Helical valley", HelicalValley),
        ("Dixon-Price", x => (x[0] - 1).Square() + (Tensor.Arange(2, x.Length + 1) * (2 * x[1..].Square() - x[..^1]).Square()).Sum()),
        ("Zakharov", x => x.Square().Sum() + SquareAndFourth((Tensor.Arange(1, x.Length + 1) * x / 2).Sum())),
        ("Box", Box),
        ("Variably dimensioned", x => (x - 1).Square().Sum() + SquareAndFourth((Tensor.Arange(1, x.Length + 1) * (x - 1)).Sum())),
        ("Broyden tridiagonal", x => ((3 - 2 * x) * x - x.Pad([(1, 0)])[..^1] - 2 * x.Pad([(0, 1)])[1..] + 1).Square().Sum()),
    ];

    internal static Tensor Rosenbrock(Tensor x) => Valley(x[..^1], x[1..]);

    static Tensor Valley(Tensor x, Tensor y) => (100 * (y - x.Square()).Square() + (1 - x).Square()).Sum();

    static Tensor SquareAndFourth(Tensor s) => s.Square() + s.Square().Square();

    static Tensor HelicalValley(Tensor x)
    {
        var turn = (x[1] / x[0]).Atan() / (2 * Math.PI) + ((double)x[0] > 0 ? 0 : 0.5);
        return 100 * ((x[2] - 10 * turn).Square() + ((x[0].Square() + x[1].Square()).Sqrt() - 1).Square()) + x[2].Square();
    }

    static Tensor Box(Tensor x)
    {
        var t = Tensor.Arange(1, 11) * 0.1;
        return ((-t * x[0]).Exp() - (-t * x[1]).Exp() - x[2] * ((-t).Exp() - (-10 * t).Exp())).Square().Sum();
    }
}
