using System.Globalization;
using System.Text;
using Cairn.Classification;
using Cairn.Cli.Models;
using Cairn.Preprocessing;

namespace Cairn.Cli.Commands;

/// <summary>The C# program that does what a run of <c>cairn train</c> does: a file for <c>dotnet run</c>, which fits the same bits.</summary>
static class ProgramText
{
    /// <param name="options">What the command was told of the data.</param>
    /// <param name="data">The rows.</param>
    /// <param name="preparation">The preparation as it was set.</param>
    /// <param name="recipe">The learner as it was set.</param>
    /// <param name="modelFile">Where the command saves the model.</param>
    /// <param name="program">Where the program will lie.</param>
    internal static string Of(TrainingDataOptions options, TrainingData data, TablePreparation preparation, object recipe,
        string modelFile, string program)
    {
        string[] spaces = ["Cairn", "Cairn.Data", "Cairn.Evaluation", "Cairn.ModelSelection", "Cairn.Persistence", "Cairn.Pipelines",
            "Cairn.Preprocessing", recipe.GetType().Namespace!,
            .. recipe is DecisionThreshold { Classifier: var inner } ? [inner.GetType().Namespace!] : Array.Empty<string>()];
        string target = Text(data.Target), test = RecipeSetting.Code(options.Test);
        var table = new List<string> { $"{(data.Source.Bundled is null ? "Table.ReadCsv" : "BundledData.Load")}({Text(options.Data)})" };
        if (options.Time is { } time) table.Add($".DropMissing({Text(time)}).Sort({Text(time)})");
        if (data.Dropped.Count > 0) table.Add($".Drop({string.Join(", ", data.Dropped.Select(Text))})");
        if (data.WithoutTarget > 0) table.Add($".DropMissing({target})");
        if (data.IsTargetConverted)
            table.Add($".WithColumn({target}, row => double.Parse(row.Text({target})!, System.Globalization.CultureInfo.InvariantCulture))");
        string roles = (options.Weight is null ? "" : $", weight: {Text(options.Weight)}")
            + (options.Group is null ? "" : $", group: {Text(options.Group)}");
        return string.Join('\n',
        [
            Reference(program),
            "#:property PublishAot=false",
            .. spaces.Distinct().Order(StringComparer.Ordinal).Select(space => $"using {space};"),
            "",
            $"// {recipe.GetType().Name} for '{Wording.OneLine(data.Target)}' of {Wording.OneLine(data.Source.Argument)}, as 'cairn train' fits it.",
            $"var table = {string.Join("\n    ", table)};",
            $"var data = table.ToDataset({target}, LearningTask.{data.Task}{roles});",
            options.Time is null
                ? string.Create(CultureInfo.InvariantCulture, $"var (train, test) = data.Split(test: {test}, seed: {options.Seed});")
                : $"var (train, test) = data.SplitInOrder(test: {test});",
            "",
            $"var recipe = {Recipe(preparation)}",
            $"    .Then({Recipe(recipe)});",
            "var model = recipe.Fit(train);",
            "Console.WriteLine(model);",
            $"Console.WriteLine(ScoreCard.Of(model, test{(options.Positive is null ? "" : $", positive: {Text(options.Positive)}")}));",
            $"model.Save({Text(modelFile)});",
            "",
        ]);
    }

    /// <summary>A recipe with the properties that differ from their defaults.</summary>
    static string Recipe(object recipe)
    {
        if (recipe is DecisionThreshold threshold)
            return $"new DecisionThreshold {{ Classifier = {Recipe(threshold.Classifier)}, Threshold = {RecipeSetting.Code(threshold.Threshold)}"
                + (threshold.Positive.Length == 0 ? " }" : $", Positive = {Text(threshold.Positive)} }}");
        var type = recipe.GetType();
        object plain = Activator.CreateInstance(type)!;
        string[] changed = [.. RecipeSettings.Of(recipe).Where(s => !Equals(s.Default, s.Property.GetValue(plain)))
            .Select(s => $"{s.Name} = {RecipeSetting.Code(s.Default)}")];
        return changed.Length == 0 ? $"new {type.Name}()" : $"new {type.Name} {{ {string.Join(", ", changed)} }}";
    }

    /// <summary>The library: the project of a clone when the program lies in one that this tool was built from, else the package.</summary>
    static string Reference(string program)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string project = Path.Combine(folder.FullName, "src", "Cairn", "Cairn.csproj");
            if (!File.Exists(project)) continue;
            string from = Path.GetDirectoryName(Path.GetFullPath(program))!;
            bool within = (from + Path.DirectorySeparatorChar).StartsWith(folder.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            return $"#:project {(within ? Path.GetRelativePath(from, project).Replace('\\', '/') : project)}";
        }
        var version = typeof(Model).Assembly.GetName().Version!;
        return string.Create(CultureInfo.InvariantCulture, $"#:package Cairn@{version.Major}.{version.Minor}.{version.Build}");
    }

    /// <summary>A text as a literal of C#.</summary>
    internal static string Text(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c))
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else literal.Append(c);
        return literal.Append('"').ToString();
    }
}
