using System.Globalization;
using System.Text;

namespace Cairn.LinearModels;

/// <summary>The coefficients of a linear model as lines of text: the intercept and at most twelve features, one column a score.</summary>
static class CoefficientTable
{
    const int MostLines = 12;
    const int MostHeads = 6;

    internal static void Append(StringBuilder card, FeatureSchema schema, IReadOnlyList<string> heads, double[] coefficients,
        double[] intercepts)
    {
        int shown = Math.Min(schema.Count, MostLines), scores = Math.Min(heads.Count, MostHeads), width = "intercept".Length;
        for (int j = 0; j < shown; j++) width = Math.Max(width, schema.NameOf(j).Length);
        card.AppendLine().Append(' ', 2 + width);
        for (int k = 0; k < scores; k++) card.Append(CultureInfo.InvariantCulture, $" {heads[k],12}");
        if (scores < heads.Count) card.Append(CultureInfo.InvariantCulture, $"  ... and {heads.Count - scores} more");
        for (int j = -1; j < shown; j++)
        {
            card.AppendLine().Append("  ").Append((j < 0 ? "intercept" : schema.NameOf(j)).PadRight(width));
            for (int k = 0; k < scores; k++)
                card.Append(CultureInfo.InvariantCulture, $" {(j < 0 ? intercepts[k] : coefficients[k * schema.Count + j]),12:G6}");
        }
        if (shown < schema.Count) card.AppendLine().Append(CultureInfo.InvariantCulture, $"  ... and {schema.Count - shown} more features");
    }

    internal static void AppendNotes(StringBuilder card, TrainingFacts facts)
    {
        foreach (string note in facts.Notes) card.AppendLine().Append("  note: ").Append(note);
    }
}
