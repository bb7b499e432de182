using System.Diagnostics;

namespace Cairn.Proofs;

/// <summary>An example that CI cuts short, run in full.</summary>
static class ExampleRun
{
    /// <returns>The exit code of the example.</returns>
    internal static int Run(string name)
    {
        string root = Evidence.Git("rev-parse --show-toplevel"), file = Path.Combine(root, "examples", name + ".cs");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"There is no example '{name}'");
            return 2;
        }
        long start = Stopwatch.GetTimestamp();
        using var example = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", "Release", file])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = root,
        })!;
        while (example.StandardOutput.ReadLine() is { } line) Console.WriteLine(line);
        example.WaitForExit();
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        return example.ExitCode;
    }
}
