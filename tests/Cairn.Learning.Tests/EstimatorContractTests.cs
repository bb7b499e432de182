using Cairn.Contracts;
using Cairn.Persistence;

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
        var recipes = typeof(IEstimator<>).Assembly.GetExportedTypes().Where(IsRecipe).ToList();
        Assert.True(recipes.Count >= 9);
        var table = RecipeTable.Rows.Values.Select(r => r.GetType())
            .Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).ToHashSet();
        Assert.Empty(recipes.Where(r => !table.Contains(r)).Select(r => r.Name));
    }

    [Fact]
    public void Recipes_are_values_and_models_come_from_fitting_alone()
    {
        foreach (var recipe in typeof(IEstimator<>).Assembly.GetExportedTypes().Where(IsRecipe))
        {
            Assert.True(recipe.IsSealed, $"{recipe} is not sealed");
            Assert.NotNull(recipe.GetMethod("<Clone>$")); // a record
            if (!recipe.IsGenericType) Assert.NotNull(recipe.GetConstructor(Type.EmptyTypes));
            foreach (var property in recipe.GetProperties())
            {
                var setter = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers();
                Assert.True(setter is null || setter.Length > 0, $"{recipe.Name}.{property.Name} can be set after it was made: use init");
                var type = property.PropertyType;
                bool list = type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
                Assert.True(!list || type.Name.StartsWith("ValueList", StringComparison.Ordinal),
                    $"{recipe.Name}.{property.Name} is a sequence that does not compare by value: use ValueList");
            }
            var model = recipe.GetMethod("Fit")!.ReturnType;
            Assert.True(model.IsSealed, $"{model} is not sealed");
            Assert.Empty(model.GetConstructors());
            Assert.DoesNotContain(model.GetProperties(), p => p.SetMethod is { IsPublic: true });
            Assert.True(typeof(IArtefact).IsAssignableFrom(model), $"{model} cannot be saved");
        }
    }

    static bool IsRecipe(Type type) => type is { IsClass: true, IsAbstract: false }
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEstimator<>));
}
