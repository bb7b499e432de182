using Cairn.Contracts;

namespace Cairn.Tests;

/// <summary>Every recipe keeps every law that applies to it.</summary>
public class EstimatorContractTests
{
    public static TheoryData<string> Recipes => [.. RecipeTable.Rows.Keys];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipe_keeps_the_contract(string name)
    {
        var report = EstimatorContract.Check(RecipeTable.Rows[name]);
        Assert.True(report.Passed, string.Join(Environment.NewLine, report.Failures.Select(f => $"{f.Check}: {f.Detail}")));
    }

    [Fact]
    public void Every_recipe_stands_in_the_table()
    {
        var recipes = typeof(IEstimator<>).Assembly.GetExportedTypes().Where(IsRecipe).ToList();
        Assert.True(recipes.Count >= 9);
        var table = RecipeTable.Rows.Values.Select(r => r.GetType() is { IsGenericType: true } t ? t.GetGenericTypeDefinition() : r.GetType()).ToHashSet();
        Assert.Empty(recipes.Where(r => !table.Contains(r)).Select(r => r.Name));
    }

    static bool IsRecipe(Type type) => type is { IsClass: true, IsAbstract: false }
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEstimator<>));
}
