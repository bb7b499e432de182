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
}
