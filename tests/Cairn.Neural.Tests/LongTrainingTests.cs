using System.Diagnostics;

namespace Cairn.Tests;

/// <summary>A short run of the proofs that take long: trainings that are killed, and memory that stays.</summary>
/// <remarks>The whole: <c>dotnet run -c Release --project benchmarks/Cairn.Proofs -- kills --record</c>, and <c>soak --record</c>.</remarks>
public class LongTrainingTests
{
    [Theory]
    [InlineData("kills 5", "5 kills in "), InlineData("soak 2000", "2000 steps: ")]
    public void The_proof_holds(string arguments, string says)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Cairn.Proofs.dll"), .. arguments.Split(' ')])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }
}
