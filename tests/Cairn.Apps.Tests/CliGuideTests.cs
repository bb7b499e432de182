using System.Text.RegularExpressions;

namespace Cairn.Tests;

/// <summary>The sessions in the guide to the command line are what the program prints.</summary>
public class CliGuideTests
{
    [Fact]
    public void Every_session_in_the_guide_is_real()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "command-line.md")).ReplaceLineEndings("\n");
        using var folder = new CliFolder();
        int commands = 0;
        foreach (Match block in Regex.Matches(page, "```console\n(.*?)```", RegexOptions.Singleline))
            foreach (string session in block.Groups[1].Value.Split("$ cairn ", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] lines = session.TrimEnd('\n').Split('\n');
                string output = CliProgram.Run(folder, lines[0].Split(' ')).Succeeds().Output.ReplaceLineEndings("\n");
                // A line of three points stands for any lines, three points at the end of a line for the rest of it.
                string pattern = "\\A" + string.Concat(lines[1..].Select(l => l == "..." ? "(?:.*\n)*?"
                    : l.EndsWith("...", StringComparison.Ordinal) ? Regex.Escape(l[..^3]) + ".*\n(?:.*\n)*" : Regex.Escape(l) + "\n"))
                    + "\\z";
                Assert.True(Regex.IsMatch(output, pattern), $"'cairn {lines[0]}' prints\n{output}");
                commands++;
            }
        Assert.Equal(7, commands);
    }
}
