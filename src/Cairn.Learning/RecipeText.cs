using System.Globalization;

namespace Cairn;

/// <summary>Prints recipes the same way everywhere.</summary>
static class RecipeText
{
    /// <summary>The recipe as it prints itself, with invariant numbers though it be no <see cref="Recipe"/>: other records print through the
    /// current culture.</summary>
    internal static string Of(object recipe)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return recipe.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>The name of the recipe that a text printed by <see cref="Of"/> begins with; null when there is none.</summary>
    internal static string? NameIn(string text) => text.IndexOf(" {", StringComparison.Ordinal) is var end and > 0 ? text[..end] : null;
}
