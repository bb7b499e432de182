using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Cairn.Proofs;

/// <summary>Keeps what a proof printed: an entry in docs/evidence.md with the date, the commit, the machine and the command.</summary>
static class Evidence
{
    /// <summary>Runs a proof and, when it held, puts its entry at the head of the page, in the place of an older one of the same command.</summary>
    internal static int Record(string[] arguments, Func<int> proof)
    {
        var console = Console.Out;
        var copy = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(new Both(console, copy));
        int result;
        try
        {
            result = proof();
        }
        finally
        {
            Console.SetOut(console);
        }
        if (result != 0)
        {
            Console.Error.WriteLine("not recorded: the proof does not hold");
            return result;
        }
        string page = Path.Combine(Git("rev-parse --show-toplevel"), "docs", "evidence.md");
        string title = $"## {string.Join(' ', arguments)}\n";
        var entries = File.ReadAllText(page).Split("\n## ").ToList();
        entries.RemoveAll(e => ("## " + e).StartsWith(title, StringComparison.Ordinal));
        string commit = Git("rev-parse --short HEAD") + (Git("status --porcelain -- src").Length > 0 ? " and changes not committed" : "");
        entries.Insert(1, string.Create(CultureInfo.InvariantCulture, $"""
            {title[3..]}
            {DateTime.UtcNow:yyyy-MM-dd}, commit {commit}, {Processor()}, {RuntimeInformation.FrameworkDescription}

            ```
            {copy.ToString().ReplaceLineEndings("\n").TrimEnd()}
            ```

            """));
        File.WriteAllText(page, string.Join("\n## ", entries.Select(e => e.TrimEnd() + "\n")));
        return 0;
    }

    static string Processor()
    {
        const string file = "/proc/cpuinfo";
        string? name = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return $"{name ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors";
    }

    /// <summary>What git answers.</summary>
    internal static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        string output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments} failed: evidence is recorded in a clone");
    }

    /// <summary>Writes to the console and to a copy.</summary>
    sealed class Both(TextWriter console, TextWriter copy) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value)
        {
            console.Write(value);
            copy.Write(value);
        }

        public override void Write(string? value)
        {
            console.Write(value);
            copy.Write(value);
        }
    }
}
