using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary><c>cairn compare</c>, the options that say what rows are, and the program that <c>--emit</c> writes.</summary>
public class CliCompareTests
{
    [Fact]
    public void Learners_are_ranked_and_the_best_is_trained_as_train_would()
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, "compare", "iris").Succeeds();
        string[] board = [.. run.Output.Split('\n').SkipWhile(l => !l.Contains("learner", StringComparison.Ordinal)).Skip(1)];
        Assert.Matches(@"^  1  logistic +0\.\d{4} +0\.\d{4} +0\.\d{4} +0\.\d{4} +\d+\.\d\d", board[0]);
        Assert.Contains("interval of 95 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("logistic is the best", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", folder.Read("iris.html"), StringComparison.OrdinalIgnoreCase);
        byte[] best = File.ReadAllBytes(folder.File("iris.cairn"));
        CliProgram.Run(folder, "train", "iris", "--model", "logistic").Succeeds();
        Assert.Equal(best, File.ReadAllBytes(folder.File("iris.cairn")));
    }

    [Fact]
    public void Json_has_the_leaderboard_best_first()
    {
        using var folder = new CliFolder();
        folder.Houses();
        var run = CliProgram.Run(folder, "compare", "houses.csv", "--target", "price", "--metric", "MAE", "--folds", "4", "--json", "--out", "m.cairn", "--report", "r.html").Succeeds();
        var board = run.Json.GetProperty("leaderboard").EnumerateArray().ToList();
        Assert.Equal("mae", run.Json.GetProperty("metric").GetString());
        Assert.Equal("linear", board[0].GetProperty("model").GetString());
        Assert.Equal("linear", run.Json.GetProperty("model").GetString());
        Assert.Contains(board, e => e.GetProperty("model").GetString() == "mean");
        Assert.Equal(board.Select(Mean).Order(), board.Select(Mean));
        Assert.All(board, e => Assert.True(e.GetProperty("low").GetDouble() < Mean(e) && Mean(e) < e.GetProperty("high").GetDouble()));
        Assert.True(File.Exists(folder.File("m.cairn")) && File.Exists(folder.File("r.html")));

        static double Mean(JsonElement entry) => entry.GetProperty("mean").GetDouble();
    }

    [Fact]
    public void What_may_fool_is_said()
    {
        using var folder = new CliFolder();
        var text = new StringBuilder("id,code,x,leak,late,gap,y\n");
        for (int i = 0; i < 200; i++)
        {
            bool yes = i % 25 == 3;
            text.Append(CultureInfo.InvariantCulture, $"{(i * 7) % 200 + 1000},c{i:000},{i * 37 % 101},{(yes ? "Y" : "N")},{(yes ? "1" : "")},{(i % 3 == 0 ? "5" : "")},{(yes ? "ill" : "well")}\n");
        }
        folder.Write("rows.csv", text + text.ToString().Split('\n')[1] + "\n");
        var warnings = CliProgram.Run(folder, "compare", "rows.csv", "--target", "y", "--json").Succeeds().Json.GetProperty("warnings")
            .EnumerateArray().Select(w => w.GetString()!).ToList();
        Assert.Contains(warnings, w => w.StartsWith("'leak' alone predicts 'y' almost perfectly", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("whether 'late' is missing almost tells 'y'", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("'gap' is missing in 6", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("only 4.3 % of the rows are 'ill'", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("1 row is a copy of another", StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, w => w.Contains("'x'", StringComparison.Ordinal));

        folder.Write("ids.csv", text.ToString());
        var ids = CliProgram.Run(folder, "compare", "ids.csv", "--target", "y").Succeeds().Output;
        Assert.Contains("warning: 'id' looks like an identifier", ids, StringComparison.Ordinal);
        Assert.Contains("warning: 'code' looks like an identifier", ids, StringComparison.Ordinal);

        folder.Flowers();
        Assert.DoesNotContain("alone predicts", CliProgram.Run(folder, "compare", "iris").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_wishes_are_refused()
    {
        using var folder = new CliFolder();
        folder.Flowers();
        folder.Houses();
        string before = folder.Contents;
        CliProgram.Run(folder, "compare", "flowers.csv", "--target", "kind", "--metric", "acuracy").Fails(2, "did you mean 'accuracy'?");
        CliProgram.Run(folder, "compare", "flowers.csv", "--target", "kind", "--folds", "1").Fails(2, "from 2 to 50");
        CliProgram.Run(folder, "compare", "flowers.csv", "--target", "knd").Fails(2, "did you mean 'kind'?");
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--weight", "agee").Fails(2, "--weight", "did you mean 'age'?");
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--weight", "price").Fails(2, "is the target");
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--group", "age", "--drop", "age").Fails(2, "dropped by --drop");
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--time", "garden").Fails(2, "--time", "dates such as");
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--time", "age", "--group", "rooms").Fails(2, "not by both");
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--positive", "a").Fails(2, "has no classes");
        CliProgram.Run(folder, "train", "flowers.csv", "--target", "kind", "--positive", "a-flower").Fails(2, "3 classes");
        CliProgram.Run(folder, "train", "flowers.csv", "--target", "colour", "--positive", "rad").Fails(2, "did you mean 'red'?");
        CliProgram.Run(folder, File.ReadAllBytes(folder.File("houses.csv")), [], "train", "-", "--target", "price", "--emit", "a.cs").Fails(2, "--emit");
        Assert.Equal(before, folder.Contents);
    }

    [Fact]
    public void Weights_groups_and_times_part_and_count_the_rows()
    {
        using var folder = new CliFolder();
        var text = new StringBuilder("day,person,weight,x,y\n");
        var start = new DateTime(2024, 1, 1);
        for (int i = 0; i < 100; i++)
        {
            int day = i * 37 % 100;
            text.Append(CultureInfo.InvariantCulture, $"{start.AddDays(day):yyyy-MM-dd},p{i / 10},{(day < 80 ? 1 : 0)},{i * 13 % 29},{3 * (i * 13 % 29) + (day < 80 ? 0.5 : 1000)}\n");
        }
        folder.Write("rows.csv", text.ToString());
        // The last days are held out, and only they have the jump.
        var byTime = CliProgram.Run(folder, "train", "rows.csv", "--target", "y", "--time", "day", "--drop", "day,person,weight", "--json").Succeeds().Json;
        Assert.True(byTime.GetProperty("train").GetProperty("rmse").GetDouble() < 1e-9);
        Assert.True(byTime.GetProperty("test").GetProperty("rmse").GetDouble() > 900);
        // The jump weighs nothing.
        var weighted = CliProgram.Run(folder, "train", "rows.csv", "--target", "y", "--weight", "weight", "--drop", "day,person", "--json").Succeeds().Json;
        Assert.True(weighted.GetProperty("train").GetProperty("rmse").GetDouble() < 1e-9);
        // Ten persons of ten rows: two of them are held out whole.
        var grouped = CliProgram.Run(folder, "train", "rows.csv", "--target", "y", "--group", "person").Succeeds();
        Assert.Contains("100 rows, 3 columns to learn from", grouped.Output, StringComparison.Ordinal);
        Assert.Contains("80 rows it learned from", grouped.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("person", CliProgram.Run(folder, "inspect", "rows.cairn").Succeeds().Output.Split("Columns it needs")[1].Split("\n\n")[0], StringComparison.Ordinal);
        Assert.Contains("day     date", CliProgram.Run(folder, "inspect", "rows.cairn").Succeeds().Output, StringComparison.Ordinal);
        var compared = CliProgram.Run(folder, "compare", "rows.csv", "--target", "y", "--time", "day").Succeeds();
        Assert.Contains("linear", compared.Output, StringComparison.Ordinal);
        // A model that learned from dates reads them again.
        Assert.Equal(101, CliProgram.Run(folder, "predict", "rows.cairn", "rows.csv").Succeeds().Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void The_positive_class_is_the_one_that_is_found()
    {
        using var folder = new CliFolder();
        folder.Flowers();
        JsonElement Test(string positive) => CliProgram.Run(folder, "train", "flowers.csv", "--target", "colour", "--positive", positive, "--json").Succeeds().Json.GetProperty("test");
        JsonElement red = Test("red"), blue = Test("blue");
        Assert.Equal(red.GetProperty("accuracy").GetDouble(), blue.GetProperty("accuracy").GetDouble());
        Assert.NotEqual(red.GetProperty("recall").GetDouble(), blue.GetProperty("recall").GetDouble());
    }

    /// <summary>From a lower probability on more rows are answered as positive; the threshold goes with the model.</summary>
    [Fact]
    public void The_threshold_decides_and_is_saved()
    {
        using var folder = new CliFolder();
        folder.Flowers();
        string[] Train(string threshold) => ["train", "flowers.csv", "--target", "colour", "--positive", "red", "--threshold", threshold, "--emit", "app.cs"];
        double Recall(string threshold) => CliProgram.Run(folder, [.. Train(threshold), "--json"]).Succeeds().Json
            .GetProperty("train").GetProperty("recall").GetDouble();
        Assert.Equal(1, Recall("0.000001"));
        Assert.Equal(0, Recall("0.999999"));
        Assert.Contains("red from a probability of 0.999999", CliProgram.Run(folder, "inspect", "flowers.cairn").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("new DecisionThreshold { Classifier = new LogisticRegression(), Threshold = 0.999999, Positive = \"red\" }",
            folder.Read("app.cs"), StringComparison.Ordinal);
        CliProgram.Run(folder, Train("1.5")).Fails(2, "--threshold");
        CliProgram.Run(folder, "train", "flowers.csv", "--target", "kind", "--threshold", "0.5").Fails(2, "3 classes");
        folder.Houses();
        CliProgram.Run(folder, "train", "houses.csv", "--target", "price", "--threshold", "0.5").Fails(2, "has no classes");
    }

    [Fact]
    public void The_program_is_the_one_that_the_guide_shows()
    {
        using var folder = new CliFolder();
        CliProgram.Run(folder, "train", "iris", "--emit", "iris.cs").Succeeds();
        string[] expected = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Cairn.Apps.Tests", "Fixtures", "emitted.cs"));
        string[] written = folder.Read("iris.cs").TrimEnd().Split('\n');
        Assert.StartsWith("#:project ", written[0], StringComparison.Ordinal);
        Assert.Equal(expected[1..], written[1..]);
    }

    [Theory]
    [InlineData("houses.csv --target price --drop garden --seed 7 --test 0.3 --set Imputation=Mean --set Scale=false")]
    [InlineData("iris --model logistic --set Penalty=l2:0.5 --set MaxIterations=50")]
    [InlineData("visits.csv --target sales --time day --weight w")]
    [InlineData("iris --model mlp --seed 3 --set Hidden=8+4 --set LearningRate=0.01 --set WeightDecay=none --set Epochs=20 --set Dropout=0.1")]
    [InlineData("houses.csv --target price --model mlp --set Hidden=none --set Activation=Tanh --set Networks=2")]
    public async Task The_program_fits_the_same_bits(string options)
    {
        using var folder = new CliFolder();
        folder.Houses();
        var rows = new StringBuilder("day,w,shop \"\\ü\",sales\n");
        for (int i = 0; i < 60; i++)
            rows.Append(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddDays(i * 7 % 60):yyyy-MM-dd},{1 + i % 3},{"abc"[i % 3]},{(i == 5 ? "" : $"{i * 1.5 + 10 * (i % 3)}")}\n");
        folder.Write("visits.csv", rows.ToString());
        CliProgram.Run(folder, ["train", .. options.Split(' '), "--out", "model.cairn", "--report", "r.html", "--emit", "app.cs"]).Succeeds();
        string digest = ModelFile.Inspect(folder.File("model.cairn")).Digest;
        File.Delete(folder.File("model.cairn"));
        var start = new ProcessStartInfo("dotnet", ["run", "app.cs"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("dotnet run app.cs does not end");
        }
        Assert.True(process.ExitCode == 0, $"{folder.Read("app.cs")}\n{await output}\n{await error}");
        Assert.Equal(digest, ModelFile.Inspect(folder.File("model.cairn")).Digest);
    }
}
