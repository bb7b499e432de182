using System.Text;
using System.Xml.Linq;

namespace Cairn.Tests;

/// <summary>Names and shapes that nobody expects.</summary>
public class CliHostileTests
{
    [Fact]
    public void Any_name_of_a_column_survives_the_whole_way()
    {
        using var folder = new CliFolder();
        string[] names = ["a,b", "say \"hi\"", "two\nlines", "<script>alert(1)</script>", "🦔 hedgehog", "--out", "@id", "=1+1", "[red]",
            "{0}", "'", "y"];
        static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        var text = new StringBuilder(string.Join(',', names.Select(Quoted))).Append('\n');
        for (int i = 0; i < 60; i++) text.Append(string.Join(',', names.Select((_, j) => j == names.Length - 1
            ? Quoted(i % 2 == 0 ? "<b>yes</b>" : "no, \"never\"") : FormattableString.Invariant($"{i * (j + 3) % 17}")))).Append('\n');
        folder.Write("odd.csv", text.ToString());

        var run = CliProgram.Run(folder, "train", "odd.csv", "--target", "y", "--drop", "a,b", "--drop=@id").Succeeds();
        var page = XDocument.Parse(folder.Read("odd.html"));
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains("<script>alert(1)</script>", page.Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);

        string[] answers = CliProgram.Run(folder, "predict", "odd.cairn", "odd.csv", "--probabilities").Succeeds().Output.TrimEnd()
            .Split('\n');
        Assert.Equal("prediction,probability <b>yes</b>,\"probability no, \"\"never\"\"\"", answers[0]);
        Assert.Equal(61, answers.Length);
        CliProgram.Run(folder, "inspect", "odd.cairn").Succeeds();
        CliProgram.Run(folder, "inspect", "odd.csv").Succeeds();
        CliProgram.Run(folder, "evaluate", "odd.cairn", "odd.csv").Succeeds();
        CliProgram.Run(folder, "train", "odd.csv", "--target", "two\nlines", "--drop", "two\nlines").Fails(2, "two lines");
    }

    [Fact]
    public void Ten_thousand_columns_are_no_obstacle()
    {
        using var folder = new CliFolder();
        var text = new StringBuilder("y");
        for (int j = 0; j < 10_000; j++) text.Append(",x").Append(j);
        for (int i = 0; i < 30; i++)
        {
            text.Append('\n').Append(i % 2 == 0 ? "even" : "odd");
            for (int j = 0; j < 10_000; j++) text.Append(',').Append((i * 31 + j * 17 + i * j) % 23);
        }
        folder.Write("wide.csv", text.Append('\n').ToString());
        var run = CliProgram.Run(folder, "train", "wide.csv", "--target", "y").Succeeds();
        Assert.True(run.Output.Length < 10_000, $"{run.Output.Length} characters for a person to read");
        Assert.Equal(31, CliProgram.Run(folder, "predict", "wide.cairn", "wide.csv").Succeeds().Output.TrimEnd().Split('\n').Length);
        Assert.True(CliProgram.Run(folder, "inspect", "wide.cairn").Succeeds().Output.Length < 10_000);
        Assert.True(CliProgram.Run(folder, "train", "wide.csv").Fails(2, "--target is needed").Error.Length < 1000);
        folder.Write("other.csv", "y\nodd\n");
        Assert.True(CliProgram.Run(folder, "predict", "wide.cairn", "other.csv").Fails(1).Error.Length < 1000);
    }
}
