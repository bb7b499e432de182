using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Cairn.Data;
using Cairn.ModelSelection;

namespace Cairn.Tests;

/// <summary><c>cairn train</c>, run as a person runs it.</summary>
public class CliTrainTests
{
    static readonly string[] ClassificationMetrics = ["accuracy", "logLoss", "auc"], RegressionMetrics = ["r2", "rmse", "mae"];

    [Fact]
    public void A_bundled_set_is_trained_saved_and_reported()
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, "train", "iris").Succeeds();
        Assert.Equal("iris.cairn\niris.html", string.Join('\n', Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)));
        foreach (string part in new[] { "'species' has the classes {setosa, versicolor, virginica}: classification (inferred", "baseline",
            "iris.cairn", "iris.html", "accuracy" })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        Assert.StartsWith("training logistic on 120 rows: done in ", run.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.StartsWith("<!DOCTYPE html>", folder.Read("iris.html"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("train with spaces and 'quotes'")]
    public void The_next_command_runs_as_pasted(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs a POSIX shell");
        using var folder = new CliFolder();
        folder.Flowers(name + ".csv");
        string line = CliProgram.Run(folder, "train", name + ".csv", "--target", "kind").Succeeds().Output.Split('\n')
            .Single(l => l.StartsWith("next", StringComparison.Ordinal))[4..].Trim();
        Assert.StartsWith("cairn predict ", line, StringComparison.Ordinal);
        string tool = Path.Combine(AppContext.BaseDirectory, "Cairn.Cli");
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh",
            ["-c", "cairn() { \"$0\" \"$@\"; }; " + line, tool])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        string answers = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        Assert.Equal(61, answers.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Json_is_one_document_with_the_promised_fields()
    {
        using var folder = new CliFolder();
        folder.Flowers();
        var run = CliProgram.Run(folder, "train", "flowers.csv", "--target", "kind", "--json").Succeeds();
        Assert.Equal(["task", "model", "rows", "train", "test", "baseline", "files"], run.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("classification", run.Json.GetProperty("task").GetString());
        Assert.Equal("logistic", run.Json.GetProperty("model").GetString());
        Assert.Equal(60, run.Json.GetProperty("rows").GetInt32());
        foreach (string part in new[] { "train", "test", "baseline" })
            foreach (string metric in ClassificationMetrics) Assert.Equal(JsonValueKind.Number,
                run.Json.GetProperty(part).GetProperty(metric).ValueKind);
        Assert.Equal("flowers.cairn", run.Json.GetProperty("files").GetProperty("model").GetString());
        Assert.Equal("flowers.html", run.Json.GetProperty("files").GetProperty("report").GetString());
        Assert.True(run.Json.GetProperty("test").GetProperty("accuracy").GetDouble() > run.Json.GetProperty("baseline")
            .GetProperty("accuracy").GetDouble());

        folder.Houses();
        run = CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--json", "--out", "m.cairn", "--report", "r.html")
            .Succeeds();
        Assert.Equal("regression", run.Json.GetProperty("task").GetString());
        Assert.Equal("linear", run.Json.GetProperty("model").GetString());
        foreach (string part in new[] { "train", "test", "baseline" })
            foreach (string metric in RegressionMetrics) Assert.Equal(JsonValueKind.Number,
                run.Json.GetProperty(part).GetProperty(metric).ValueKind);
        Assert.True(run.Json.GetProperty("test").GetProperty("r2").GetDouble() > 0.99);
        Assert.Equal("m.cairn", run.Json.GetProperty("files").GetProperty("model").GetString());
        Assert.True(File.Exists(folder.File("m.cairn")) && File.Exists(folder.File("r.html")));
    }

    [Fact]
    public void Every_way_to_hand_over_the_rows_gives_the_same_scores()
    {
        using var folder = new CliFolder();
        folder.Houses();
        byte[] csv = File.ReadAllBytes(folder.File("houses.csv"));
        folder.Write("tabs.tsv", folder.Read("houses.csv").Replace(',', '\t'));
        using (var packed = new GZipStream(File.Create(folder.File("packed.csv.gz")), CompressionLevel.Fastest)) packed.Write(csv);
        string expected = Scores(CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--json"));
        Assert.Equal(expected, Scores(CliProgram.Run(folder, "train", "tabs.tsv", "--target", "price", "--json")));
        Assert.Equal(expected, Scores(CliProgram.Run(folder, "train", "packed.csv.gz", "--target", "price", "--json")));
        Assert.Equal(expected, Scores(CliProgram.Run(folder, csv, [], "train", "-", "--target", "price", "--json")));
        Assert.Equal(expected, Scores(CliProgram.Run(folder, File.ReadAllBytes(folder.File("packed.csv.gz")), [], "train", "-",
            "--target", "price", "--json")));
        foreach (string name in new[] { "houses", "tabs", "packed", "data" }) Assert.True(File.Exists(folder.File(name + ".cairn"))
            && File.Exists(folder.File(name + ".html")), name);

        static string Scores(CliRun run) => string.Join(' ',
            new[] { "train", "test", "baseline" }.Select(part => run.Succeeds().Json.GetProperty(part).GetRawText()));
    }

    [Fact]
    public void The_task_is_inferred_and_can_be_overridden_both_ways()
    {
        using var folder = new CliFolder();
        Assert.Equal("regression", CliProgram.Run(folder, "train", "digits", "--task", "regression", "--json")
            .Succeeds().Json.GetProperty("task").GetString());

        folder.Write("coin.csv", "x,heads\n" + string.Concat(Enumerable.Range(0, 40)
            .Select(i => $"{i * 7 % 40},{(i * 7 % 40 + i % 5 > 20 ? 1 : 0)}\n")));
        Assert.Equal("classification", CliProgram.Run(folder, "train", "coin.csv", "--target", "heads", "--json")
            .Succeeds().Json.GetProperty("task").GetString());
        var said = CliProgram.Run(folder, "train", "coin.csv", "--target", "heads", "--task", "regression").Succeeds();
        Assert.Contains("'heads' is a number: regression by linear", said.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("inferred", said.Output, StringComparison.Ordinal);

        folder.Houses();
        Assert.Contains("'price' is a number: regression (inferred; --task changes it)",
            CliProgram.Run(folder, "train", "houses.csv", "--target", "price").Succeeds().Output, StringComparison.Ordinal);
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--task", "classification")
            .Fails(1, "'price' is ", "regression");
        CliProgram.Run(folder, "train", "iris", "--task", "regression").Fails(1, "'species' holds text", "classification");
    }

    [Fact]
    public void Dropped_columns_are_not_needed_to_predict()
    {
        using var folder = new CliFolder();
        folder.Flowers();
        CliProgram.Run(folder, "train", "flowers.csv", "--target", "kind", "--drop", "sepal, colour").Succeeds();
        folder.Write("rows.csv", "petal\n1.5\n3.2\n");
        Assert.Equal(3, CliProgram.Run(folder, "predict", "flowers.cairn", "rows.csv").Succeeds().Output.TrimEnd().Split('\n').Length);
        folder.Write("comma.csv", folder.Read("flowers.csv").Replace("sepal", "\"sepal, mm\"", StringComparison.Ordinal));
        CliProgram.Run(folder, "train", "comma.csv", "--target", "kind", "--drop", "sepal, mm", "--drop", "colour").Succeeds();
        Assert.Equal(3, CliProgram.Run(folder, "predict", "comma.cairn", "rows.csv").Succeeds().Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Settings_reach_the_recipes()
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, "train", "iris", "--set", "penalty=none", "--set", "MaxIterations=3", "--set", "Scale=false",
            "--set", "Imputation=mean").Succeeds();
        Assert.Contains("3 iterations, not converged", run.Output, StringComparison.Ordinal);
        string text = CliProgram.Run(folder, "inspect", "iris.cairn").Succeeds().Output;
        Assert.Contains("LogisticRegression { Penalty = None, FitIntercept = True, Tolerance = 1E-08, MaxIterations = 3 }", text,
            StringComparison.Ordinal);
        Assert.Contains("Imputation = Mean, Scale = False", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_a_target_are_left_out_and_that_is_said()
    {
        using var folder = new CliFolder();
        folder.Write("some.csv", folder.Read(folder.Houses()) + "3,4,yes,\n3,5,no,NA\n");
        var run = CliProgram.Run(folder, "train", "some.csv", "--target", "price").Succeeds();
        Assert.Contains("some.csv: 60 rows, 3 columns", run.Output, StringComparison.Ordinal);
        Assert.Contains("note: 2 rows without a value of 'price' left out", run.Output, StringComparison.Ordinal);
        var json = CliProgram.Run(folder, "train", "some.csv", "--target", "price", "--json").Succeeds();
        Assert.Equal(60, json.Json.GetProperty("rows").GetInt32());
        Assert.Contains("note: 2 rows without a value of 'price' left out", json.Error, StringComparison.Ordinal);
        Assert.Contains("58 rows", CliProgram.Run(folder, "evaluate", "some.cairn", Half(folder)).Succeeds().Output,
            StringComparison.Ordinal);

        static string Half(CliFolder folder) => folder.Write("half.csv",
            string.Join('\n', folder.Read("some.csv").Split('\n').Where((_, i) => i is not (3 or 4))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_another_split()
    {
        using var folder = new CliFolder();
        folder.Flowers();
        byte[] Model(string seed)
        {
            CliProgram.Run(folder, "train", "flowers.csv", "--target", "kind", "--seed", seed).Succeeds();
            return File.ReadAllBytes(folder.File("flowers.cairn"));
        }
        byte[] first = Model("7");
        Assert.Equal(first, Model("7"));
        Assert.NotEqual(first, Model("-8"));
    }

    [Fact]
    public void Evaluating_the_held_out_rows_gives_the_test_scores()
    {
        using var folder = new CliFolder();
        string[] lines = folder.Read(folder.Houses(rows: 97)).TrimEnd().Split('\n');
        folder.Write("numbered.csv", string.Join('\n', lines.Select((l, i) => i == 0 ? "row," + l : $"{i},{l}")) + "\n");
        var trained = CliProgram.Run(folder, "train", "numbered.csv", "--target", "price", "--drop", "row", "--test", "0.3", "--seed",
            "5", "--json").Succeeds();

        var (_, test) = Table.ReadCsv(folder.File("numbered.csv")).ToDataset("price").Split(0.3, 5);
        var held = ((NumberColumn)test.Features.Table!["row"]).Values.ToArray();
        folder.Write("held.csv", lines[0] + "\n" + string.Concat(held.Select(row => lines[(int)row] + "\n")));
        var scored = CliProgram.Run(folder, "evaluate", "numbered.cairn", "held.csv", "--json").Succeeds();
        Assert.Equal(held.Length, scored.Json.GetProperty("rows").GetInt32());
        Assert.Equal(trained.Json.GetProperty("test").GetRawText(), scored.Json.GetProperty("test").GetRawText());
    }

    [Fact]
    public void A_target_of_one_class_trains_and_says_so()
    {
        using var folder = new CliFolder();
        folder.Write("one.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i * i % 7},same\n")));
        Assert.Contains("all rows are of the class same", CliProgram.Run(folder, "train", "one.csv", "--target", "y").Succeeds().Output,
            StringComparison.Ordinal);
    }

    /// <summary>Everything that can go wrong: one line, and the folder as it was.</summary>
    [Theory]
    [InlineData("missing.csv", "there is no file 'missing.csv'")]
    [InlineData("missing", "no bundled set of that name (breast-cancer, ")]
    [InlineData("sub", "'sub' is a folder")]
    [InlineData("empty.csv", "empty.csv, line 1: there is nothing in the file")]
    [InlineData("header.csv", "header.csv has a header and no rows")]
    [InlineData("one-row.csv", "row")]
    [InlineData("no-target.csv", "no row of no-target.csv has a value of 'y'")]
    [InlineData("constant.csv", "no column is left to learn from", "'x': it is constant")]
    [InlineData("only-target.csv", "column")]
    [InlineData("ragged.csv", "ragged.csv, line 3: ")]
    [InlineData("quote.csv", "quote.csv, line 2: the quote that opens field 1 is never closed")]
    [InlineData("twice.csv", "both called 'x'")]
    [InlineData("cut.csv.gz", "cut.csv.gz")]
    [InlineData("binary.csv", "binary.csv")]
    [InlineData("good.csv --out sub", "'sub'", "it is a folder")]
    [InlineData("good.csv --report sub", "'sub'", "it is a folder")]
    [InlineData("good.csv --out nowhere/m.cairn", "there is no folder")]
    [InlineData("good.csv --report nowhere/r.html", "there is no folder")]
    [InlineData("good.csv --out empty.csv/m.cairn", "there is no folder")]
    public void A_failure_leaves_the_folder_as_it_was(string line, params string[] parts)
    {
        using var folder = new CliFolder();
        Directory.CreateDirectory(folder.File("sub"));
        string rows = "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i * i % 11},{i % 7}.5\n"));
        folder.Write("good.csv", rows);
        folder.Write("empty.csv", "");
        folder.Write("header.csv", "x,y\n");
        folder.Write("one-row.csv", "x,y\n1,2.5\n");
        folder.Write("no-target.csv", "x,y\n1,\n2,\n");
        folder.Write("constant.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"4,{i}.5\n")));
        folder.Write("only-target.csv", "y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.5\n")));
        folder.Write("ragged.csv", "x,y\n1,2\n1,2,3\n");
        folder.Write("quote.csv", "x,y\n\"1,2\n1,2\n");
        folder.Write("twice.csv", "x,x\n1,2\n");
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(Encoding.UTF8.GetBytes(rows));
        File.WriteAllBytes(folder.File("cut.csv.gz"), packed.ToArray()[..^9]);
        File.WriteAllBytes(folder.File("binary.csv"), [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 7919 >> 3))]);
        foreach (string name in line.Split(' ')[0].Split('.')[..1])
        {
            folder.Write(name + ".cairn", "the old model"); folder.Write(name
            + ".html", "the old report");
        }

        string before = folder.Contents;
        CliProgram.Run(folder, ["train", .. line.Split(' '), "--target", "y"]).Fails(1, parts);
        CliProgram.Run(folder, ["train", .. line.Split(' '), "--target", "y", "--json"]).Fails(1, parts);
        Assert.Equal(before, folder.Contents);
    }

    [Theory]
    [InlineData("--out", "houses.csv")]
    [InlineData("--report", "./houses.csv")]
    public void The_data_are_never_overwritten(string option, string file)
    {
        using var folder = new CliFolder();
        folder.Houses();
        string before = folder.Contents;
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", option, file).Fails(2, option, "would be overwritten");
        Assert.Equal(before, folder.Contents);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_refused_before_the_work()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc, where nobody may make a file");
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, "train", "iris", "--out", "/proc/model.cairn").Fails(1, "/proc/model.cairn", "takes no new file");
        Assert.Equal("", run.Output);
        Assert.Equal("", folder.Contents);
    }

    [Fact]
    public void Files_are_written_all_or_none()
    {
        using var folder = new CliFolder();
        folder.Write("old", "old");
        Directory.CreateDirectory(folder.File("sub"));
        string before = folder.Contents;
        Assert.Throws<IOException>(() => Cli.OutputFiles.Write((folder.File("old"), [1]), (folder.File("new"), [2]),
            (folder.File("sub"), [3])));
        Assert.Equal(before, folder.Contents);
        Cli.OutputFiles.Write((folder.File("old"), [1]), (folder.File("new"), [2]));
        Assert.Equal([1], File.ReadAllBytes(folder.File("old")));
        Assert.Equal([2], File.ReadAllBytes(folder.File("new")));
    }
}
