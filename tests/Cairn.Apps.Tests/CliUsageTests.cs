namespace Cairn.Tests;

/// <summary>Wrong command lines: exit code 2, one line that names the mistake, nothing written.</summary>
public class CliUsageTests
{
    [Fact]
    public void Alone_it_prints_the_help_as_an_error()
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        foreach (string command in new[] { "cairn [command]", "train", "predict", "evaluate", "inspect",
            "list" }) Assert.Contains(command, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "cairn [command] [options]")]
    [InlineData("train --help", "cairn train <data> [options]")]
    [InlineData("predict -h", "cairn predict <model> <data> [options]")]
    [InlineData("evaluate --help", "cairn evaluate <model> <data> [options]")]
    [InlineData("inspect --help", "cairn inspect <file> [options]")]
    [InlineData("list --help", "cairn list <datasets|models> [options]")]
    public void Help_calls_the_program_by_its_name(string line, string usage)
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, line.Split(' ')).Succeeds();
        Assert.Contains(usage, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Cairn.Cli", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Help_of_train_has_a_line_for_each_model_and_setting()
    {
        using var folder = new CliFolder();
        string[] lines = CliProgram.Run(folder, "train", "--help").Succeeds().Output.Split('\n');
        foreach (string model in new[] { "linear", "mean", "descent", "logistic", "most-frequent", "logistic-descent" }) Assert.Single(lines, l =>
            l.StartsWith($"  {model} ", StringComparison.Ordinal));
        Assert.Single(lines, l => l.Contains("MaxIterations", StringComparison.Ordinal)
            && l.Contains("a whole number from 1 on", StringComparison.Ordinal)
            && l.TrimEnd().EndsWith("default 100", StringComparison.Ordinal));
        Assert.Single(lines, l => l.Contains("Tolerance", StringComparison.Ordinal)
            && l.Contains("a number above 0, below 1", StringComparison.Ordinal)
            && l.TrimEnd().EndsWith("default 1e-08", StringComparison.Ordinal));
        Assert.Single(lines, l => l.Contains("UnseenCategories", StringComparison.Ordinal)
            && l.Contains("Ignore or Error", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.True(l.Length <= 140, l));
    }

    [Fact]
    public void Version_is_one_line()
    {
        using var folder = new CliFolder();
        Assert.Matches(@"^\d+\.\d+\.\d+[^\n]*\n$", CliProgram.Run(folder, "--version").Succeeds().Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("trian iris", "'trian'", "did you mean 'train'?")]
    [InlineData("frobnicate", "'frobnicate'", "cairn --help")]
    [InlineData("train", "<data>", "cairn train --help")]
    [InlineData("train --bogus", "'--bogus'", "cairn train --help")]
    [InlineData("train iris --bogus 3", "'--bogus'", "no option")]
    [InlineData("train iris --tarqet species", "'--tarqet'", "did you mean '--target'?")]
    [InlineData("train iris -x", "'-x'", "no option")]
    [InlineData("train iris wine", "'wine'", "too many")]
    [InlineData("train iris --target", "--target", "<column>")]
    [InlineData("train iris --target species --target kind", "--target", "more than once")]
    [InlineData("train iris --test 0,2", "--test", "'0,2'")]
    [InlineData("train iris --test 0", "--test", "above 0")]
    [InlineData("train iris --test 1", "--test", "below 1")]
    [InlineData("train iris --test NaN", "--test", "'NaN'")]
    [InlineData("train iris --seed 1.5", "--seed", "'1.5'")]
    [InlineData("train iris --seed 99999999999999999999", "--seed", "whole number")]
    [InlineData("train iris --task guess", "--task", "regression and classification")]
    [InlineData("train iris --watch walk.html", "'logistic' takes no steps", "logistic-descent")]
    [InlineData("train iris --model forest", "'forest'", "logistic")]
    [InlineData("train iris --model logistik", "'logistik'", "did you mean 'logistic'?")]
    [InlineData("train iris --model linear", "'linear' does regression", "logistic, most-frequent")]
    [InlineData("train iris --model linear --task classification", "'linear' does regression", "logistic, most-frequent")]
    [InlineData("train iris --target specis", "'specis'", "did you mean 'species'?")]
    [InlineData("train iris --drop wings", "'wings'", "'petal width'")]
    [InlineData("train iris --drop species", "--drop", "is the target")]
    [InlineData("train iris --set Tolerance", "Tolerance", "Name=Value")]
    [InlineData("train iris --set Tolerence=0.1", "'Tolerence'", "did you mean 'Tolerance'?")]
    [InlineData("train iris --set Depth=3", "'Depth'", "MaxIterations")]
    [InlineData("train iris --set Tolerance=1", "Tolerance=1", "a number above 0, below 1; its default is 1e-08")]
    [InlineData("train iris --set Tolerance=0,1", "Tolerance=0,1", "a number above 0")]
    [InlineData("train iris --set MaxIterations=0", "MaxIterations=0", "a whole number from 1 on; its default is 100")]
    [InlineData("train iris --set FitIntercept=maybe", "FitIntercept=maybe", "true or false")]
    [InlineData("train iris --set Imputation=Mode", "Imputation=Mode", "Median or Mean or None")]
    [InlineData("train iris --set Imputation=7", "Imputation=7", "Median or Mean or None")]
    [InlineData("train iris --set Penalty=l2:0", "Penalty=l2:0", "none, or l2:STRENGTH")]
    [InlineData("train iris --set Penalty=-1", "Penalty=-1", "none, or l2:STRENGTH")]
    [InlineData("train iris --out same.x --report same.x", "--report", "same.x")]
    [InlineData("predict model.cairn", "<data>", "cairn predict --help")]
    [InlineData("list", "<datasets|models>", "cairn list --help")]
    [InlineData("list things", "'things'", "datasets and models")]
    public void Wrong_usage_is_refused_in_one_line(string line, params string[] parts)
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, line.Split(' ')).Fails(2, parts);
        Assert.Equal("", run.Output);
        Assert.Equal("", folder.Contents);
    }

    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    public void Numbers_and_messages_are_the_same_in_every_country(string language)
    {
        using var folder = new CliFolder();
        (string, string)[] there = [("LANG", language), ("LC_ALL", language)];
        CliProgram.Run(folder, null, there, "train", "iris", "--test", "0,25").Fails(2, "'0,25'", "is needed");
        var here = CliProgram.Run(folder, "train", "iris", "--test", "0.25", "--set", "Tolerance=1e-9", "--json").Succeeds();
        byte[] model = File.ReadAllBytes(folder.File("iris.cairn")), page = File.ReadAllBytes(folder.File("iris.html"));
        Assert.Equal(here.Output, CliProgram.Run(folder, null, there, "train", "iris", "--test", "0.25", "--set", "Tolerance=1e-9",
            "--json").Succeeds().Output);
        Assert.Equal(model, File.ReadAllBytes(folder.File("iris.cairn")));
        Assert.Equal(page, File.ReadAllBytes(folder.File("iris.html")));
        Assert.Equal(CliProgram.Run(folder, "inspect", "iris.cairn").Succeeds().Output,
            CliProgram.Run(folder, null, there, "inspect", "iris.cairn").Succeeds().Output);
        Assert.Equal(CliProgram.Run(folder, "train", "--help").Output, CliProgram.Run(folder, null, there, "train", "--help").Output);
    }
}
