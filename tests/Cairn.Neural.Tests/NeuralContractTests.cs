using Cairn.Contracts;

namespace Cairn.Tests;

/// <summary>Networks as recipes keep the laws of all recipes.</summary>
public class NeuralContractTests
{
    public static TheoryData<string> Recipes => [.. NeuralRecipeTable.Rows.Keys];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipe_keeps_the_contract(string name)
    {
        var report = EstimatorContract.Check(NeuralRecipeTable.Rows[name], NeuralRecipeTable.OptionsOf(name));
        Assert.True(report.Passed, string.Join(Environment.NewLine, report.Failures.Select(f => $"{f.Check}: {f.Detail}")));
    }

    [Fact]
    public void Every_recipe_stands_in_the_table()
    {
        Assert.NotEmpty(RecipeLaws.RecipesOf(typeof(Trainer).Assembly));
        Assert.Empty(RecipeLaws.Missing(typeof(Trainer).Assembly, NeuralRecipeTable.Rows.Values));
    }

    [Fact]
    public void Recipes_are_values_and_models_come_from_fitting_alone() => RecipeLaws.Check(typeof(Trainer).Assembly);

    [Fact]
    public void Recipes_print_alike_in_any_culture() => RecipeLaws.PrintAlike(
        [.. NeuralRecipeTable.Rows.Values, .. OptimizerTable.Rows.Values, .. ScheduleTable.Rows.Values, new Trainer { Optimizer = new Lion() }, new Cutout(), new EarlyStopping { MinimalGain = 0.5 }]);
}
