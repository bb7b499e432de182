using System.Globalization;
using System.IO.Compression;

namespace Cairn.Tests;

/// <summary><c>cairn predict</c> and <c>cairn evaluate</c>, run as a person runs them.</summary>
public class CliPredictTests
{
    static CliFolder WithFlowers()
    {
        var folder = new CliFolder();
        folder.Flowers();
        CliProgram.Run(folder, "train", "flowers.csv", "--target", "kind").Succeeds();
        return folder;
    }

    [Fact]
    public void Predictions_go_to_the_standard_output_or_to_a_file()
    {
        using var folder = WithFlowers();
        var run = CliProgram.Run(folder, "predict", "flowers.cairn", "flowers.csv").Succeeds();
        Assert.Equal("", run.Error);
        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(61, lines.Length);
        Assert.Equal("prediction", lines[0]);
        Assert.All(lines[1..], l => Assert.Matches("^[abc]-flower$", l));

        Assert.Equal("", CliProgram.Run(folder, "predict", "flowers.cairn", "flowers.csv", "--out", "answers.csv").Succeeds().Output);
        Assert.Equal(run.Output, folder.Read("answers.csv"));
        CliProgram.Run(folder, "predict", "flowers.cairn", "flowers.csv", "--out", "answers.csv.gz").Succeeds();
        using var packed = new StreamReader(new GZipStream(File.OpenRead(folder.File("answers.csv.gz")), CompressionMode.Decompress));
        Assert.Equal(run.Output, packed.ReadToEnd());
        Assert.Equal(run.Output, CliProgram.Run(folder, File.ReadAllBytes(folder.File("flowers.csv")), [], "predict", "flowers.cairn", "-")
            .Succeeds().Output);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_agree_with_the_prediction()
    {
        using var folder = WithFlowers();
        string[] lines = CliProgram.Run(folder, "predict", "flowers.cairn", "flowers.csv", "--probabilities").Succeeds().Output.TrimEnd()
            .Split('\n');
        Assert.Equal("prediction,probability a-flower,probability b-flower,probability c-flower", lines[0]);
        foreach (string line in lines[1..])
        {
            string[] fields = line.Split(',');
            double[] p = [.. fields[1..].Select(f => double.Parse(f, CultureInfo.InvariantCulture))];
            Assert.Equal(1, p.Sum(), 1e-12);
            Assert.Equal(fields[0], "abc"[Array.IndexOf(p, p.Max())] + "-flower");
        }
        folder.Houses();
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price").Succeeds();
        CliProgram.Run(folder, "predict", "houses.cairn", "houses.csv", "--probabilities").Fails(2, "--probabilities", "numbers");
    }

    [Fact]
    public void Columns_are_found_by_name_and_others_are_ignored()
    {
        using var folder = WithFlowers();
        string expected = CliProgram.Run(folder, "predict", "flowers.cairn", "flowers.csv", "--probabilities").Succeeds().Output;
        string[][] cells = [.. folder.Read("flowers.csv").TrimEnd().Split('\n').Select(l => l.Split(','))];
        folder.Write("shuffled.csv", string.Concat(cells.Select((c, i) => $"{c[2]},{(i == 0 ? "extra" : "?")},{c[1]},{c[0]}\n")));
        Assert.Equal(expected, CliProgram.Run(folder, "predict", "flowers.cairn", "shuffled.csv", "--probabilities").Succeeds().Output);

        folder.Write("short.csv", string.Concat(cells.Select(c => $"{c[2]},{c[0]}\n")));
        string before = folder.Contents;
        CliProgram.Run(folder, "predict", "flowers.cairn", "short.csv", "--out", "answers.csv").Fails(1, "'sepal'", "short.csv");
        CliProgram.Run(folder, "evaluate", "flowers.cairn", "short.csv").Fails(1, "short.csv");
        Assert.Equal(before, folder.Contents);
    }

    [Fact]
    public void A_single_row_is_read_as_the_training_rows_were()
    {
        using var folder = new CliFolder();
        folder.Write("zip.csv", "zip,y\n" + string.Concat(Enumerable.Range(0, 60)
            .Select(i => $"{(i % 3 == 0 ? "x1" : i % 3 == 1 ? "22" : "33")},{i % 3}.5\n")));
        CliProgram.Run(folder, "train", "zip.csv", "--target", "y").Succeeds();
        folder.Write("row.csv", "zip\n22\n");
        double answer = double.Parse(CliProgram.Run(folder, "predict", "zip.cairn", "row.csv").Succeeds().Output.Split('\n')[1],
            CultureInfo.InvariantCulture);
        Assert.Equal(1.5, answer, 1e-9);
    }

    [Fact]
    public void Evaluate_prints_scores_and_who_is_taken_for_whom()
    {
        using var folder = WithFlowers();
        var run = CliProgram.Run(folder, "evaluate", "flowers.cairn", "flowers.csv").Succeeds();
        Assert.Contains("60 rows with a value of 'kind'", run.Output, StringComparison.Ordinal);
        Assert.Contains("accuracy", run.Output, StringComparison.Ordinal);
        Assert.Contains("predicted", run.Output, StringComparison.Ordinal);
        var json = CliProgram.Run(folder, "evaluate", "flowers.cairn", "flowers.csv", "--json").Succeeds();
        Assert.Equal(["task", "model", "rows", "test"], json.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("", json.Error);

        folder.Write("renamed.csv", folder.Read("flowers.csv").Replace("kind", "species", StringComparison.Ordinal));
        CliProgram.Run(folder, "evaluate", "flowers.cairn", "renamed.csv").Fails(1, "renamed.csv has no column 'kind'", "--target");
        CliProgram.Run(folder, "evaluate", "flowers.cairn", "renamed.csv", "--target", "specie").Fails(2, "did you mean 'species'?");
        Assert.Equal(json.Output, CliProgram.Run(folder, "evaluate", "flowers.cairn", "renamed.csv", "--target", "species", "--json")
            .Succeeds().Output);
    }

    [Theory]
    [InlineData("none.cairn", "there is no model file 'none.cairn'")]
    [InlineData("sub", "'sub' is a folder")]
    [InlineData("empty.cairn", "")]
    [InlineData("garbage.cairn", "")]
    [InlineData("cut.cairn", "")]
    [InlineData("flipped.cairn", "")]
    [InlineData("flowers.csv", "")]
    public void What_is_no_model_is_refused_in_one_line(string model, string part)
    {
        using var folder = WithFlowers();
        byte[] good = File.ReadAllBytes(folder.File("flowers.cairn"));
        Directory.CreateDirectory(folder.File("sub"));
        File.WriteAllBytes(folder.File("empty.cairn"), []);
        File.WriteAllBytes(folder.File("garbage.cairn"), [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 37 % 251))]);
        File.WriteAllBytes(folder.File("cut.cairn"), good[..(good.Length / 2)]);
        good[^5] ^= 4;
        File.WriteAllBytes(folder.File("flipped.cairn"), good);
        string before = folder.Contents;
        CliProgram.Run(folder, "predict", model, "flowers.csv", "--out", "answers.csv").Fails(1, part);
        CliProgram.Run(folder, "evaluate", model, "flowers.csv").Fails(1, part);
        if (model.EndsWith(".cairn", StringComparison.Ordinal)) CliProgram.Run(folder, "inspect", model).Fails(1, part);
        Assert.Equal(before, folder.Contents);
    }

    [Theory]
    [InlineData("flowers.csv")]
    [InlineData("flowers.cairn")]
    public void What_is_read_is_never_overwritten(string file)
    {
        using var folder = WithFlowers();
        string before = folder.Contents;
        CliProgram.Run(folder, "predict", "flowers.cairn", "flowers.csv", "--out", file).Fails(2, "would be overwritten");
        Assert.Equal(before, folder.Contents);
    }
}
