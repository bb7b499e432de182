using System.Globalization;
using System.Text;
using Cairn.LinearModels;

namespace Cairn.NeuralModels;

/// <summary>A model of networks in a few lines.</summary>
static class NetworkCard
{
    internal static string Of(string target, string learner, FeatureSchema schema, IReadOnlyList<Module> networks, TrainingFacts facts)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"{learner} of {target}: {facts.Rows} rows, {schema.Count} features, ");
        if (networks.Count > 1) card.Append(CultureInfo.InvariantCulture, $"{networks.Count} networks, each of ");
        card.Append(CultureInfo.InvariantCulture, $"{networks[0].ParameterCount} parameters, {facts.Iterations} epochs");
        if (facts.StopReason.Length > 0) card.Append("; ").Append(facts.StopReason);
        foreach (string line in (networks[0].ToString() ?? "").ReplaceLineEndings("\n").Split('\n')) card.AppendLine().Append("  ").Append(line);
        CoefficientTable.AppendNotes(card, facts);
        return card.ToString();
    }
}
