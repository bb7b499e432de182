using System.Globalization;
using System.Text;

namespace Cairn.Trees;

/// <summary>The card of a boosted model.</summary>
static class BoostedCard
{
    internal static string Of(string title, BoostedForest forest, TrainingFacts facts)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture,
            $"{title}: {facts.Rows} rows, {forest.Inputs.Count} features, {forest.Trees} trees, {forest.LeafCount} leaves");
        if (facts.StopReason.Length > 0) card.Append("; ").Append(facts.StopReason);
        double[] parts = forest.Importances(Importance.Gain).ToArray<double>();
        foreach (int feature in Enumerable.Range(0, parts.Length).OrderByDescending(j => parts[j]).Where(j => parts[j] > 0).Take(12))
            card.Append(CultureInfo.InvariantCulture, $"\n  {forest.Inputs.Schema.NameOf(feature)}  {100 * parts[feature]:0.0}% of the gain");
        foreach (string note in facts.Notes) card.Append("\n  note: ").Append(note);
        return card.ToString();
    }
}
