namespace Cairn.Cli;

/// <summary>A model's own card, without the notes that are shown apart.</summary>
static class ModelCard
{
    internal static string Of(object model) =>
        string.Join(Environment.NewLine, (model.ToString() ?? "").Split(Environment.NewLine)
            .Where(line => !line.StartsWith("  note: ", StringComparison.Ordinal)));
}
