using System.Reflection;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>What holds of all recipes that a floor makes public; the tests of an upper floor link this file.</summary>
static class RecipeLaws
{
    internal static IReadOnlyList<Type> RecipesOf(Assembly floor) => [.. floor.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false }
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEstimator<>)))];

    /// <summary>The recipes of a floor that no row of its table holds.</summary>
    internal static IEnumerable<string> Missing(Assembly floor, IEnumerable<IEstimator<object>> rows)
    {
        var table = rows.Select(r => r.GetType()).Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).ToHashSet();
        return RecipesOf(floor).Where(r => !table.Contains(r)).Select(r => r.Name);
    }

    /// <summary>Recipes are values, and models come from fitting alone.</summary>
    internal static void Check(Assembly floor)
    {
        foreach (var recipe in RecipesOf(floor))
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
}
