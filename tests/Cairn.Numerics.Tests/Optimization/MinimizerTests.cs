using System.Text.Json;
using Cairn.Optimization;

namespace Cairn.Tests;

/// <summary>The minimizers on functions made to be hard, beside SciPy's.</summary>
public class MinimizerTests
{
    static readonly JsonElement Problems = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "minimizers.json"))).RootElement.GetProperty("problems");

    static readonly Dictionary<string, (Minimizer Recipe, string Peer)> Recipes = new()
    {
        ["Bfgs"] = (new Bfgs(), "BFGS"),
        ["LimitedMemoryBfgs"] = (new LimitedMemoryBfgs(), "L-BFGS-B"),
        ["ConjugateGradient"] = (new ConjugateGradient(), "CG"),
        ["NewtonTrustRegion"] = (new NewtonTrustRegion(), "trust-ncg"),
    };

    public static IEnumerable<TheoryDataRow<string, string>> Cases => from recipe in Recipes.Keys
                                                                      from f in TestFunctions.All
                                                                      select new TheoryDataRow<string, string>(recipe, f.Name);

    [Theory, MemberData(nameof(Cases))]
    public void Reaches_the_minimum_in_no_more_evaluations_than_SciPy(string name, string problem)
    {
        var (recipe, peer) = Recipes[name];
        var row = Problems.GetProperty(problem);
        double[] start = [.. row.GetProperty("start").EnumerateArray().Select(x => x.GetDouble())];
        var found = recipe.Minimize(TestFunctions.All.Single(f => f.Name == problem).Function, Tensor.From(start));

        Assert.True(found.Converged, found.StopReason);
        Assert.InRange(found.Value - row.GetProperty("minimum").GetDouble(), -1e-12, 1e-8);
        Assert.All(found.Gradient.ToArray<double>(), g => Assert.InRange(g, -1e-8, 1e-8));
        var theirs = row.GetProperty(peer);
        if (theirs.ValueKind != JsonValueKind.Null)
            Assert.True(found.Evaluations <= theirs.GetInt32(), $"{found.Evaluations} evaluations, SciPy's {peer} takes {theirs}");
    }

    [Theory, InlineData("Bfgs", 0.95), InlineData("LimitedMemoryBfgs", 0.95), InlineData("ConjugateGradient", 0.8), InlineData("NewtonTrustRegion", 0.6)]
    public void From_starts_moved_at_random_it_takes_fewer_evaluations_in_the_mean(string name, double most)
    {
        var (recipe, peer) = Recipes[name];
        double logs = 0;
        int starts = 0;
        foreach (var (problem, function) in TestFunctions.All)
            foreach (var moved in Problems.GetProperty(problem).GetProperty("moved").EnumerateArray())
            {
                if (moved.GetProperty(peer).ValueKind == JsonValueKind.Null) continue;
                int theirs = moved.GetProperty(peer).GetInt32();
                var found = recipe.Minimize(function, Tensor.From([.. moved.GetProperty("start").EnumerateArray().Select(x => x.GetDouble())]));
                bool reached = found.Converged && found.Value - Problems.GetProperty(problem).GetProperty("minimum").GetDouble() <= 1e-8;
                logs += Math.Log(reached ? (double)found.Evaluations / theirs : 10); // not to reach it counts as ten times as many
                starts++;
            }
        double mean = Math.Exp(logs / starts);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{starts} starts: {mean:F3} times SciPy's evaluations"));
        Assert.InRange(starts, 40, 60);
        Assert.InRange(mean, 0.1, most);
    }

    public static TheoryData<LineSearch> Searches =>
        [new StrongWolfe(), new StrongWolfe { Decrease = 0.1, Curvature = 0.3, Reach = 3 }, new HagerZhang(), new Backtracking()];

    [Theory, MemberData(nameof(Searches))]
    public void Every_line_search_leads_down(LineSearch search)
    {
        foreach (string name in new[] { "Sphere", "Booth", "Trid", "Beale", "Rosenbrock", "Wood", "Zakharov", "Variably dimensioned", "Broyden tridiagonal" })
        {
            var row = Problems.GetProperty(name);
            Tensor start = row.GetProperty("start").EnumerateArray().Select(x => x.GetDouble()).ToArray();
            var function = TestFunctions.All.Single(f => f.Name == name).Function;
            List<Minimizer> recipes = [new Bfgs { LineSearch = search }, new LimitedMemoryBfgs { LineSearch = search }];
            if (search is not Backtracking) recipes.Add(new ConjugateGradient { LineSearch = search });
            foreach (var recipe in recipes)
            {
                var found = recipe.Minimize(function, start);
                Assert.True(found.Converged, $"{recipe} on {name}: {found}");
                Assert.InRange(found.Value - row.GetProperty("minimum").GetDouble(), -1e-12, 1e-8);
                Assert.All(found.History.Zip(found.History.Skip(1)), p => Assert.True(p.Second.Value <= p.First.Value + 1e-12 * Math.Abs(p.First.Value)));
            }
        }
    }

    [Theory, InlineData("Bfgs"), InlineData("LimitedMemoryBfgs"), InlineData("ConjugateGradient"), InlineData("NewtonTrustRegion")]
    public void A_derivative_by_hand_finds_the_same(string name)
    {
        var recipe = Recipes[name].Recipe;
        static (Tensor, Tensor) ByHand(Tensor p)
        {
            double x = (double)p[0], y = (double)p[1], bend = y - x * x;
            return (100 * bend * bend + (1 - x) * (1 - x), new[] { -400 * x * bend - 2 * (1 - x), 200 * bend });
        }
        Tensor start = new[] { -1.2, 1 };
        var found = recipe.Minimize(ByHand, start);
        Assert.True(found.Converged, found.StopReason);
        Assert.All(found.Point.ToArray<double>(), x => Assert.Equal(1, x, 1e-7));
        if (recipe is not NewtonTrustRegion newton) return;
        var exact = newton.Minimize(ByHand, (p, v) => Cairn.Autograd.Derivative.HessianVectorProduct(TestFunctions.Rosenbrock, p, v), start);
        Assert.InRange(exact.Evaluations, 1, newton.Minimize(TestFunctions.Rosenbrock, start).Evaluations + 1);
        Assert.True(found.Evaluations > found.HessianProducts); // each product took one
    }

    [Theory, InlineData("Bfgs"), InlineData("LimitedMemoryBfgs"), InlineData("ConjugateGradient"), InlineData("NewtonTrustRegion")]
    public void The_history_tells_the_walk(string name)
    {
        var start = Tensor.From(new[,] { { -1.2, 1 } });
        var found = Recipes[name].Recipe.Minimize(x => TestFunctions.Rosenbrock(x[0]), start);
        Assert.Equal(start.Shape, found.Point.Shape);
        Assert.Equal(start.Shape, found.Gradient.Shape);
        Assert.Equal(found.Iterations + 1, found.History.Count);
        Assert.True(Tensor.EqualsExactly(start, found.History[0].Point));
        Assert.Equal((0.0, 1), (found.History[0].Length, found.History[0].Evaluations));
        Assert.Equal((found.Value, found.Evaluations), (found.History[^1].Value, found.History[^1].Evaluations));
        Assert.True(Tensor.EqualsExactly(found.Point, found.History[^1].Point));
        foreach (var (before, after) in found.History.Zip(found.History.Skip(1)))
        {
            Assert.Equal(after.Length, (double)(after.Point - before.Point).Norm(), 1e-12);
            Assert.True(after.Evaluations > before.Evaluations);
        }
        Assert.Equal(found.ToString(), Recipes[name].Recipe.Minimize(x => TestFunctions.Rosenbrock(x[0]), start).ToString());
        Assert.True(found.Point.IsReadOnly);

        var brief = (Recipes[name].Recipe with { KeepsPoints = false, MaxIterations = 3 }).Minimize(x => TestFunctions.Rosenbrock(x[0]), start);
        Assert.Equal((3, false, "the limit of 3 iterations"), (brief.Iterations, brief.Converged, brief.StopReason));
        Assert.Throws<InvalidOperationException>(() => brief.History[1].Point);
    }

    [Theory, InlineData("Bfgs"), InlineData("LimitedMemoryBfgs"), InlineData("ConjugateGradient"), InlineData("NewtonTrustRegion")]
    public void Walls_floors_and_slopes_without_end(string name)
    {
        var recipe = Recipes[name].Recipe;
        var wall = recipe.Minimize(x => (x - x.Log()).Sum(), new[] { 6.0, 0.01 }); // NaN below 0
        Assert.True(wall.Converged, wall.StopReason);
        Assert.All(wall.Point.ToArray<double>(), x => Assert.Equal(1, x, 1e-7));

        var there = recipe.Minimize(x => x.Square().Sum(), new double[2]);
        Assert.Equal((true, 0, 1), (there.Converged, there.Iterations, there.Evaluations));

        var endless = (recipe with { MaxIterations = 30 }).Minimize(x => x.Sum(), new double[2]);
        Assert.False(endless.Converged);
        Assert.True(endless.Value < 0);

        var steep = recipe.Minimize(x => (-x.Exp()).Sum(), new double[2]); // to -infinity
        Assert.False(steep.Converged);

        var coarse = recipe.Minimize(x => (x.To<float>() - 1).Square().Sum() + 1000, new[] { 3.0, 4 });
        Assert.All(coarse.Point.ToArray<double>(), x => Assert.Equal(1, x, 0.1));

        var kink = recipe.Minimize(x => x.Abs().Sum(), new[] { 3.0, -4 }); // no slope at the minimum, but one beside it
        Assert.Equal(0, kink.Value, 1e-6);
    }

    [Theory, InlineData("Bfgs"), InlineData("LimitedMemoryBfgs"), InlineData("ConjugateGradient"), InlineData("NewtonTrustRegion")]
    public void Wrong_use_is_answered(string name)
    {
        var recipe = Recipes[name].Recipe;
        static string Message<T>(Action use) where T : Exception => Assert.Throws<T>(use).Message;
        Tensor start = new[] { 1.0, 2 };
        Assert.StartsWith("Minimize: a start of shape [0]", Message<ArgumentException>(() => recipe.Minimize(x => x.Sum(), Tensor.Zeros<double>(0))));
        Assert.StartsWith("Minimize: element 1 of the start is NaN", Message<ArgumentException>(() => recipe.Minimize(x => x.Sum(), new[] { 1, double.NaN })));
        Assert.StartsWith("Minimize: at the start the function is -Infinity",
            Message<ArgumentException>(() => recipe.Minimize(x => x.Log().Sum(), new[] { 1.0, 0 })));
        Assert.StartsWith("ValueAndGradient: the value has shape [2]", Message<InvalidOperationException>(() => recipe.Minimize(x => x.Square(), start)));
        Assert.StartsWith("Minimize: the gradient has shape [3], the point [2]",
            Message<InvalidOperationException>(() => recipe.Minimize(x => (x.Sum(), Tensor.Zeros<double>(3)), start)));
        Assert.StartsWith("Minimize: the value has shape [2]", Message<InvalidOperationException>(() => recipe.Minimize(x => (x, x), start)));
        Assert.Throws<ArgumentNullException>(() => recipe.Minimize((Func<Tensor, Tensor>)null!, start));
        Assert.Throws<ArgumentNullException>(() => recipe.Minimize(x => x.Sum(), null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe with { Tolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe with { MaxIterations = -1 });

        using var source = new CancellationTokenSource();
        int calls = 0;
        Tensor Stops(Tensor x)
        {
            if (++calls == 5) source.Cancel();
            return TestFunctions.Rosenbrock(x);
        }
        Assert.Throws<OperationCanceledException>(() => recipe.Minimize(Stops, new[] { -1.2, 1 }, source.Token));
        Assert.InRange(calls, 5, 6);
    }

    [Fact]
    public void Settings_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimitedMemoryBfgs { Memory = 0 });
        Assert.Throws<ArgumentNullException>(() => new Bfgs { LineSearch = null! });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConjugateGradient { Restart = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrongWolfe { Curvature = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrongWolfe { Decrease = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrongWolfe { Reach = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HagerZhang { Rounding = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Backtracking { Decrease = double.NaN });
        Assert.Equal(new Bfgs(), new Bfgs { LineSearch = new StrongWolfe() });
        Assert.Throws<ArgumentException>(() => new Bfgs().Minimize(x => x.Square().Sum(), Tensor.Ones<double>(50_000)));
    }

    [Fact]
    public void Ten_thousand_variables()
    {
        var start = Tensor.Full(0.5, 10_000);
        foreach (Minimizer recipe in new Minimizer[] { new LimitedMemoryBfgs(), new ConjugateGradient(), new NewtonTrustRegion() })
        {
            var found = (recipe with { Tolerance = 1e-6 }).Minimize(TestFunctions.Rosenbrock, start);
            Assert.True(found.Converged, found.StopReason);
        }
    }

    [Fact]
    public void Newton_takes_one_step_on_a_parabola_and_finds_the_end_of_the_valley() // S250
    {
        var found = new NewtonTrustRegion().Minimize(x => (3 * (x - 2).Square()).Sum(), Tensor.From([1.5]));
        Assert.Equal(1, found.Iterations);
        Assert.Equal(2, found.Point.ToArray<double>()[0], 1e-12);
        double[] end = new NewtonTrustRegion().Minimize(TestFunctions.Rosenbrock, Tensor.From([-1.2, 1])).Point.ToArray<double>();
        Assert.All(end, v => Assert.Equal(1, v, 1e-6));
    }

    [Fact]
    public void Conjugate_gradients_take_as_many_steps_as_there_are_variables() // S252: of second degree, searched exactly
    {
        const int n = 6;
        var b = Tensor.From(Enumerable.Range(0, n * n).Select(i => Math.Sin(i * 1.3)).ToArray()).Reshape(n, n);
        Tensor a = b.MatMul(b.T) + Tensor.Eye<double>(n), right = Tensor.From(Enumerable.Range(0, n).Select(i => Math.Cos(i)).ToArray());
        var recipe = new ConjugateGradient { LineSearch = new StrongWolfe { Decrease = 1e-12, Curvature = 1e-10 }, Restart = 10, Tolerance = 1e-8 };
        var found = recipe.Minimize(x => 0.5 * (x * a.MatMul(x)).Sum() - (right * x).Sum(), Tensor.Zeros<double>(n));
        Assert.True(found.Converged, found.StopReason);
        Assert.InRange(found.Iterations, 1, n + 1);
        double[] rest = (a.MatMul(found.Point) - right).ToArray<double>();
        Assert.All(rest, v => Assert.Equal(0, v, 1e-7));
        Assert.True(new ConjugateGradient().Minimize(TestFunctions.Rosenbrock, Tensor.From([-1.2, 1])).Converged);
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void Newton_goes_on_where_no_curvature_is_to_be_had(double curvature)
    {
        var found = new NewtonTrustRegion { MaxIterations = 200 }.Minimize(x => (x.Square().Sum(), x * 2), (_, d) => d * curvature, Tensor.From([3.0, -4.0]));
        Assert.InRange(found.Value, 0, 1e-6);
    }
}
