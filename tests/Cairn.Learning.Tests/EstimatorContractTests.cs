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
        var report = EstimatorContract.Check(RecipeTable.Rows[name], RecipeTable.Options.GetValueOrDefault(name));
        Assert.True(report.Passed, string.Join(Environment.NewLine, report.Failures.Select(f => $"{f.Check}: {f.Detail}")));
    }

    [Fact]
    public void Every_recipe_stands_in_the_table()
    {
        Assert.True(RecipeLaws.RecipesOf(typeof(IEstimator<>).Assembly).Count >= 9);
        Assert.Empty(RecipeLaws.Missing(typeof(IEstimator<>).Assembly, RecipeTable.Rows.Values));
    }

    [Fact]
    public void Recipes_print_alike_in_any_culture() => RecipeLaws.PrintAlike([.. RecipeTable.Rows.Values]);

    [Fact]
    public void Recipes_are_values_and_models_come_from_fitting_alone() => RecipeLaws.Check(typeof(IEstimator<>).Assembly);
}
