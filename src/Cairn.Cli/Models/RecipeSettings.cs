using System.Globalization;
using System.Reflection;
using Cairn.LinearModels;

namespace Cairn.Cli.Models;

/// <summary>A property of a recipe that <c>--set</c> can change.</summary>
/// <param name="Property">The property.</param>
/// <param name="Default">Its default value.</param>
sealed record RecipeSetting(PropertyInfo Property, object? Default)
{
    internal string Name => Property.Name;

    /// <summary>What may be written: <c>number</c>, <c>true|false</c>, or the names of an enumeration.</summary>
    internal string Values => Property.PropertyType switch
    {
        var t when t == typeof(bool) => "true|false",
        var t when t == typeof(int) || t == typeof(long) => "whole number",
        var t when t == typeof(double) => "number",
        var t when t == typeof(Penalty) => "none|l2:strength",
        var t => string.Join('|', Enum.GetNames(t)),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}={DefaultText} ({Values})");

    /// <summary>The default as it would be written, in a form that no shell minds.</summary>
    string DefaultText => Default switch
    {
        bool flag => flag ? "true" : "false",
        Penalty penalty => penalty.Strength == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"l2:{penalty.Strength:R}"),
        var value => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>The value that a text stands for.</summary>
    internal object Parse(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        var type = Property.PropertyType;
        if (type == typeof(bool) && bool.TryParse(text, out bool flag)) return flag;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int small)) return small;
        if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long whole)) return whole;
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, culture, out double number)) return number;
        if (type == typeof(Penalty) && ParsePenalty(text) is { } penalty) return penalty;
        if (type.IsEnum && Enum.GetNames(type).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name) return Enum.Parse(type, name);
        throw new UsageException($"--set {Name}={text}: a {Values} is needed, for instance {this}");
    }

    static Penalty? ParsePenalty(string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return Penalty.None;
        string digits = text.StartsWith("l2:", StringComparison.OrdinalIgnoreCase) ? text[3..] : "";
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double strength) ? Penalty.L2(strength) : null;
    }
}

/// <summary>Changes the properties of recipes by name.</summary>
static class RecipeSettings
{
    /// <summary>The properties of a recipe that a text can set.</summary>
    internal static IReadOnlyList<RecipeSetting> Of(object recipe) =>
        [.. recipe.GetType().GetProperties().Where(p => p.SetMethod is { IsPublic: true } && IsSimple(p.PropertyType))
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new RecipeSetting(p, p.GetValue(recipe)))];

    static bool IsSimple(Type type) =>
        type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(Penalty) || type.IsEnum;

    /// <summary>Sets properties of recipes that nobody else has seen yet; each setting goes to the first recipe that has it.</summary>
    internal static void Apply(IEnumerable<string> settings, params object[] recipes)
    {
        var known = recipes.SelectMany(recipe => Of(recipe).Select(setting => (recipe, setting))).ToList();
        foreach (string text in settings)
        {
            int equals = text.IndexOf('=');
            if (equals <= 0) throw new UsageException($"--set {text}: write it as Name=Value");
            string name = text[..equals];
            var (recipe, setting) = known.FirstOrDefault(k => k.setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
                throw new UsageException($"--set: there is no property '{name}'; there are {string.Join(", ", known.Select(k => k.setting))}");
            object value = setting.Parse(text[(equals + 1)..]);
            try
            {
                setting.Property.SetValue(recipe, value);
            }
            catch (TargetInvocationException refused) when (refused.InnerException is ArgumentException reason)
            {
                throw new UsageException($"--set {text}: {reason.Message.Split(" (Parameter")[0]}");
            }
        }
    }
}
