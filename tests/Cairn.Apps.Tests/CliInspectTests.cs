namespace Cairn.Tests;

/// <summary><c>cairn inspect</c> and <c>cairn list</c>, run as a person runs them.</summary>
public class CliInspectTests
{
    [Fact]
    public void A_model_shows_what_it_is_from_the_scores_to_the_tensors()
    {
        using var folder = new CliFolder();
        folder.Houses();
        var trained = CliProgram.Run(folder, "train", "houses.csv", "--target", "price").Succeeds();
        string text = CliProgram.Run(folder, "inspect", "houses.cairn").Succeeds().Output.ReplaceLineEndings("\n");
        int at = 0;
        foreach (string part in new[] { "houses.cairn: a regressor of 'price'", "48 rows of houses.csv, seed 0", "Cairn 0.", "digest",
            "\nScores\n", "baseline", "\nColumns it needs",
            "\n  rooms   number", "\n  age     number", "\n  garden  boolean", "\nRecipe\n", "TablePreparation {", "LinearRegression {",
                "\nModel\n", "intercept", "\nTensors\n", "last.coefficients" })
        {
            int next = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(next >= 0, $"'{part}' does not follow:\n{text}");
            at = next;
        }
        // The scores are those that training printed.
        string[] scores = [.. trained.Output.Split('\n').Where(l => l.StartsWith("  r2", StringComparison.Ordinal)
            || l.StartsWith("  rmse", StringComparison.Ordinal))];
        Assert.Equal(2, scores.Length);
        Assert.All(scores, line => Assert.Contains(line, text, StringComparison.Ordinal));

        var json = CliProgram.Run(folder, "inspect", "houses.cairn", "--json").Succeeds().Json;
        Assert.Equal(["rooms", "age", "garden"], json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name")
            .GetString()));
        Assert.Equal("price", json.GetProperty("notes").GetProperty("target").GetString());
        Assert.Equal(48, json.GetProperty("facts").GetProperty("rows").GetInt32());
    }

    [Fact]
    public void A_model_is_known_by_its_content_too()
    {
        using var folder = new CliFolder();
        CliProgram.Run(folder, "train", "iris", "--out", "iris.model").Succeeds();
        Assert.Contains("iris.model: a classifier of 'species', classes {setosa, versicolor, virginica}",
            CliProgram.Run(folder, "inspect", "iris.model").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_show_their_columns_kinds_and_gaps()
    {
        using var folder = new CliFolder();
        folder.Write("some.csv", folder.Read(folder.Houses()) + "3,,yes,\n");
        var run = CliProgram.Run(folder, "inspect", "some.csv").Succeeds();
        Assert.Contains("some.csv: 61 rows, 4 columns, separated by commas, with a header", run.Output, StringComparison.Ordinal);
        var json = CliProgram.Run(folder, "inspect", "some.csv", "--json").Succeeds().Json;
        Assert.Equal("rooms number 0,age number 1,garden boolean 0,price number 1",
            string.Join(',', json.GetProperty("columns").EnumerateArray()
            .Select(c => $"{c.GetProperty("name").GetString()} "
                + $"{c.GetProperty("kind").GetString()} {c.GetProperty("missing").GetInt32()}")));
        Assert.Contains("the standard input: 61 rows", CliProgram.Run(folder, File.ReadAllBytes(folder.File("some.csv")), [], "inspect",
            "-").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("Target: 'species'", CliProgram.Run(folder, "inspect", "iris").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_for_people_and_for_programs()
    {
        using var folder = new CliFolder();
        string sets = CliProgram.Run(folder, "list", "datasets").Succeeds().Output;
        foreach (string name in new[] { "iris", "wine", "digits", "diabetes", "breast-cancer" }) Assert.Contains("\n" + name + " ", "\n"
            + sets, StringComparison.Ordinal);
        Assert.Contains("iris", CliProgram.Run(folder, "list", "datasets", "--json").Succeeds().Json.GetProperty("datasets")
            .EnumerateArray().Select(d => d.GetProperty("name").GetString()));
        Assert.Contains("a whole number from 1 on", CliProgram.Run(folder, "list", "models").Succeeds().Output, StringComparison.Ordinal);
        var models = CliProgram.Run(folder, "list", "models", "--json").Succeeds().Json;
        Assert.Equal(["linear", "logistic"], models.GetProperty("models").EnumerateArray().Where(m => m.GetProperty("default")
            .GetBoolean()).Select(m => m.GetProperty("name").GetString()));
        Assert.NotEmpty(models.GetProperty("preparation").EnumerateArray());
    }
}
