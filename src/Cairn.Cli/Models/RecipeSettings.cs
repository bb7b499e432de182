using System.ComponentModel;
using System.Reflection;
using Cairn.LinearModels;

namespace Cairn.Cli.Models;

/// <summary>Changes the properties of recipes by name.</summary>
static class RecipeSettings
{
    /// <summary>The properties of a recipe that a text can set.</summary>
    internal static IReadOnlyList<RecipeSetting> Of(object recipe) =>
        [.. recipe.GetType().GetProperties().Where(p => p.SetMethod is { IsPublic: true } && IsSimple(p.PropertyType)
            && p.GetCustomAttribute<BrowsableAttribute>() is not { Browsable: false })
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new RecipeSetting(p, p.GetValue(recipe)))];

    static bool IsSimple(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? IsSimple(inner)
        : type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(Penalty)
            || type == typeof(ValueList<int>) || type.IsEnum;

    /// <summary>Sets properties of recipes that nobody else has seen yet; each setting goes to the first recipe that has it.</summary>
    internal static void Apply(IEnumerable<string> settings, params object[] recipes)
    {
        var known = recipes.SelectMany(recipe => Of(recipe).Select(setting => (recipe, setting))).ToList();
        foreach (string text in settings)
        {
            int equals = text.IndexOf('=');
            if (equals <= 0) throw new UsageException($"--set {text}: write it as Name=Value");
            string name = text[..equals], value = text[(equals + 1)..];
            var (recipe, setting) = known.FirstOrDefault(k => k.setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
            {
                var names = known.Select(k => k.setting.Name).ToList();
                throw new UsageException(
                    $"--set: there is no setting '{name}'; {Nearest.Question(name, names)}there are {string.Join(", ", names)}");
            }
            object? parsed = setting.Parse(value);
            try
            {
                setting.Property.SetValue(recipe, parsed);
            }
            catch (TargetInvocationException refused) when (refused.InnerException is ArgumentException)
            {
                throw setting.Refusal(value);
            }
        }
    }
}
