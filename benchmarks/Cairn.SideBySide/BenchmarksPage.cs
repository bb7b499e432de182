using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cairn.SideBySide;

/// <summary>The table as text, and on the page docs/benchmarks.md.</summary>
static class BenchmarksPage
{
    const string Begin = "<!-- measured -->", End = "<!-- /measured -->";

    internal static string Header => $"{"case",-42} {"Cairn",10} {"peer",10} {"ratio",6} {"interval",15}  peer";

    internal static string Line(Comparison c) => string.Create(CultureInfo.InvariantCulture, $"""
        {c.Case.Name,-42} {Time(c.Cairn),10} {Time(c.Other),10} {c.Ratio,6:F2} {$"{Two(c.Interval.Low)} .. {Two(c.Interval.High)}",15}  {c.Peer}; {Rate(c)}{Peak(c)}{Note(c)}
        """);

    /// <summary>Rewrites the rows of the cases measured; the others keep theirs.</summary>
    internal static void Rewrite(string path, IReadOnlyList<Comparison> measured)
    {
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < Begin.Length || end < begin) throw new InvalidDataException($"{path} has no {Begin} ... {End}");
        string when = $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {Commit(Path.GetDirectoryName(path)!)}";
        var rows = page[begin..end].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToDictionary(l => l.Split('`')[1]);
        foreach (var c in measured)
            rows[c.Case.Name] = string.Create(CultureInfo.InvariantCulture, $"""
                | `{c.Case.Name}` | {Time(c.Cairn)} | {Time(c.Other)} | {Verdict(c)} | {Two(c.Interval.Low)} .. {Two(c.Interval.High)} | {c.Ratios.Length} | {Rate(c)}{Peak(c)} | {c.Peer} | {when}{Note(c)} |
                """);
        var text = new StringBuilder(page[..begin]).Append("\n" + Machine() + "\n\n");
        text.Append("| case | Cairn | peer | ratio | interval | pairs | Cairn's rate | peer at its best | measured at |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var c in Cases.All)
            if (rows.TryGetValue(c.Name, out string? row)) text.Append(row).Append('\n');
        File.WriteAllText(path, text.Append(page[end..]).ToString());
    }

    static string Verdict(Comparison c) => c.Interval.Low > 1 && !c.IsDisturbed ? $"**{Two(c.Ratio)}**" : Two(c.Ratio);

    static string Two(double x) => x.ToString(x < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);

    static string Time(double s)
    {
        var (scale, unit) = s < 1e-3 ? (1e6, "us") : s < 1 ? (1e3, "ms") : (1, "s");
        return string.Create(CultureInfo.InvariantCulture, $"{s * scale:G3} {unit}");
    }

    static string Rate(Comparison c)
    {
        bool rows = c.Case.Unit == "rows";
        double rate = c.Case.Amount / c.Cairn;
        return string.Create(CultureInfo.InvariantCulture, $"{(rows ? rate / 1e6 : rate):G3} {(rows ? "M rows" : c.Case.Unit)}/s");
    }

    static string Peak(Comparison c) => double.IsNaN(c.OfPeak) ? "" : string.Create(CultureInfo.InvariantCulture, $", {100 * c.OfPeak:F0}% of peak");

    static string Note(Comparison c) =>
        c.IsDisturbed ? string.Create(CultureInfo.InvariantCulture, $"; disturbed, others used {c.Disturbance:F1} cores") : "";

    static string Machine()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? string.Join(" ", ((string[])["model name", "cpu family", "model\t"]).Select(CpuInfo))
            : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
        return $"Machine of the last run: {processor}, {Kernels.WorkTeam.Threads} threads, .NET {Environment.Version}, "
            + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}.";

        static string CpuInfo(string name)
        {
            string line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) ?? "";
            string value = line[(line.IndexOf(':') + 1)..].Trim();
            return name == "model name" ? value : $"{name.Trim()} {value}";
        }
    }

    /// <summary>The last commit that touched src, with a plus when there are changes beyond it.</summary>
    static string Commit(string folder)
    {
        try
        {
            return Git("log -1 --format=%h -- :/src") + (Git("status --porcelain -- :/src").Length > 0 ? "+" : "");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown commit";
        }

        string Git(string arguments)
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
            string text = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return text;
        }
    }
}
