#:project ../src/Cairn/Cairn.csproj

// Rosenbrock's valley: steep sides, a floor that bends, and the lowest point at (1, 1).
static Tensor Valley(Tensor p) => 100 * (p[1] - p[0].Square()).Square() + (1 - p[0]).Square();
Tensor start = new[] { -1.2, 1.0 };

// The derivative comes from the operations that the function is made of.
var minimum = new Bfgs().Minimize(Valley, start);
Console.WriteLine(minimum);
Console.WriteLine(minimum.Point);

// The way there, on lines of equal height.
double[] x = Tensor.Linspace(-1.6, 1.4, 76).ToArray<double>(), y = Tensor.Linspace(-0.4, 1.6, 51).ToArray<double>();
double[] heights = [.. from b in y from a in x select (double)Valley(new[] { a, b })];
var steps = minimum.History;
new Chart { Title = "Down Rosenbrock's valley", XLabel = "x", YLabel = "y" }
    .Contour(x, y, heights, [0.5, 2, 5, 10, 25, 50, 100, 200, 400])
    .Line([.. steps.Select(s => (double)s.Point[0])], [.. steps.Select(s => (double)s.Point[1])], "steps of BFGS")
    .Scatter([(double)minimum.Point[0]], [(double)minimum.Point[1]], "minimum")
    .SaveSvg("valley.svg");

// Four ways down, by what they cost: the steepness that is left after so many evaluations.
var race = new Chart { Title = "Four ways down", XLabel = "evaluations", YLabel = "length of the gradient", YScale = AxisScale.Logarithmic };
foreach (Minimizer way in (Minimizer[])[new ConjugateGradient(), new LimitedMemoryBfgs(), new Bfgs(), new NewtonTrustRegion()])
{
    var found = way.Minimize(Valley, start);
    Console.WriteLine($"{way.GetType().Name}: {found}");
    var seen = found.History.Where(s => s.GradientNorm > 0);
    race = race.Line([.. seen.Select(s => (double)s.Evaluations)], [.. seen.Select(s => s.GradientNorm)], way.GetType().Name);
}
race.SaveSvg("four-ways.svg");

// One variable between two bounds: neither a derivative nor a start.
Console.WriteLine(new Brent().Minimize(t => t * t - 2 * t, -1, 3));
Console.WriteLine(new Brent().FindRoot(t => t * t * t - 2, 0, 2));
