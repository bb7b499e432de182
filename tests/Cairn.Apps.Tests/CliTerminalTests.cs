namespace Cairn.Tests;

/// <summary>What a person at a terminal sees, through the pseudo-terminal of <c>script</c>.</summary>
public class CliTerminalTests
{
    static string InTerminal(CliFolder folder, string environment, string command = "train iris")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs 'script' of util-linux");
        string tool = Path.Combine(AppContext.BaseDirectory, "Cairn.Cli");
        using var script = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("script",
            ["-qec", $"{environment} '{tool}' {command}", "/dev/null"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        script.StandardInput.Close();
        string seen = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        Assert.Equal(0, script.ExitCode);
        return seen;
    }

    [Fact]
    public void A_terminal_shows_a_bar_that_fills()
    {
        using var folder = new CliFolder();
        string seen = InTerminal(folder, "env -u NO_COLOR TERM=xterm-256color");
        Assert.Contains("training logistic on 120 rows", seen, StringComparison.Ordinal);
        Assert.Contains("100%", seen, StringComparison.Ordinal);
        Assert.Contains('\u001b', seen);
        Assert.DoesNotContain("done in", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR=1 TERM=xterm-256color")]
    [InlineData("TERM=dumb")]
    public void Who_wants_no_colour_gets_plain_lines(string environment)
    {
        using var folder = new CliFolder();
        string seen = InTerminal(folder, "env " + environment);
        Assert.DoesNotContain('\u001b', seen);
        Assert.Contains("training logistic on 120 rows: done in", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("list models")]
    [InlineData("list datasets --json")]
    [InlineData("inspect iris")]
    public void Plain_commands_send_no_escape_codes(string command)
    {
        using var folder = new CliFolder();
        string seen = InTerminal(folder, "env NO_COLOR=1 TERM=xterm-256color", command);
        Assert.DoesNotContain('\u001b', seen);
        Assert.True(seen.Length > 100);
    }
}
