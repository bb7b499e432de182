using System.Globalization;
using System.Text;

namespace Cairn;

/// <summary>What is configured: an immutable record of properties that compares by value and prints the same everywhere.</summary>
/// <remarks>A record prints its numbers through the current culture, <c>0,5</c> in a German one; one that derives from this prints
/// <c>0.5</c> in any, so that what stands in a log or a model file can be read, and compared, elsewhere.</remarks>
public abstract record Recipe
{
    /// <summary>The name of the recipe and its properties: <c>Ridge { FitIntercept = True, Strength = 0.5 }</c>, with the numbers of the
    /// invariant culture.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder(GetType().Name.Split('`')[0]).Append(" { ");
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            if (PrintMembers(text)) text.Append(' ');
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        return text.Append('}').ToString();
    }
}
