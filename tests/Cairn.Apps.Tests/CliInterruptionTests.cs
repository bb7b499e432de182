using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cairn.Tests;

/// <summary>Ctrl-C and a request to terminate: exit code 130 within a second, and no file.</summary>
public class CliInterruptionTests
{
    static void Send(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    static void Interrupt(Process process, CliFolder folder, string before, string signal)
    {
        Assert.False(process.HasExited, "it ended before it was interrupted");
        var watch = Stopwatch.StartNew();
        Send(process, signal);
        Assert.True(process.WaitForExit(20_000), "it goes on");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("cairn: interrupted, nothing was written\n", process.StandardError.ReadToEnd());
        Assert.Equal(before, folder.Contents);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_long_fit_stops(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        using var folder = new CliFolder();
        // Hundreds of classes of noise and hardly a penalty: a fit of a minute or so.
        var text = new StringBuilder("kind");
        for (int j = 0; j < 120; j++) text.Append(CultureInfo.InvariantCulture, $",x{j}");
        uint state = 1;
        for (int i = 0; i < 6000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nclass {i % 300}");
            for (int j = 0; j < 120; j++) text.Append(CultureInfo.InvariantCulture, $",{(state = state * 1664525 + 1013904223) >> 22}");
        }
        folder.Write("noise.csv", text.Append('\n').ToString());
        folder.Write("noise.cairn", "the old model");
        string before = folder.Contents;
        using var process = CliProgram.Start(folder, [], "train", "noise.csv", "--target", "kind", "--set", "Penalty=l2:1e-9", "--set",
            "Tolerance=1e-15");
        string? line = process.StandardOutput.ReadLine();
        Assert.StartsWith("noise.csv: 6000 rows", line, StringComparison.Ordinal);
        Assert.Contains("classification", process.StandardOutput.ReadLine(), StringComparison.Ordinal);
        Thread.Sleep(150);
        Interrupt(process, folder, before, signal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Waiting_for_the_standard_input_stops(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        using var folder = new CliFolder();
        string before = folder.Contents;
        using var process = CliProgram.Start(folder, [], "train", "-", "--target", "y");
        process.StandardInput.Write("x,y\n1,2\n");
        process.StandardInput.Flush();
        // The runtime takes signals from its start on; the program's own handler stands when it reads.
        Thread.Sleep(1000);
        Interrupt(process, folder, before, signal);
    }
}
