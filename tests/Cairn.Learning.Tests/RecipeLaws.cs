using System.Globalization;
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

    /// <summary>Recipes print the same words where a decimal comma, another minus sign or Turkish letters are the custom.</summary>
    internal static void PrintAlike(IReadOnlyCollection<object> recipes)
    {
        var own = CultureInfo.CurrentCulture;
        var signs = (CultureInfo)CultureInfo.InvariantCulture.Clone(); // in a process without culture data the named ones are invariant
        (signs.NumberFormat.NumberDecimalSeparator, signs.NumberFormat.NegativeSign) = (",", "\u2212");
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            string[] expected = [.. recipes.Select(r => r.ToString()!)];
            Assert.Contains(expected, text => text.Contains("0.", StringComparison.Ordinal));
            foreach (var culture in (CultureInfo[])[signs, CultureInfo.GetCultureInfo("de-DE"), CultureInfo.GetCultureInfo("tr-TR")])
            {
                CultureInfo.CurrentCulture = culture;
                Assert.Equal(expected, recipes.Select(r => r.ToString()!));
                Assert.Same(culture, CultureInfo.CurrentCulture);
            }
        }
        finally { CultureInfo.CurrentCulture = own; }
    }

    /// <summary>Recipes are values, and models come from fitting alone.</summary>
    internal static void Check(Assembly floor)
    {
        foreach (var recipe in RecipesOf(floor))
        {
            Assert.True(recipe.IsSealed, $"{recipe} is not sealed");
            Assert.True(recipe.IsSubclassOf(typeof(Recipe)), $"{recipe} prints its numbers through the current culture: derive from Recipe");
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
