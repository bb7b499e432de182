using System.Diagnostics;
using System.Globalization;

namespace Cairn.Tests;

/// <summary>The plain run of the reproducibility program, with which the others are compared.</summary>
public sealed class PlainRun
{
    public ReproducibilityRun Run { get; } = ReproducibilityRun.Start("");
}

/// <summary>
/// Trains every learner in child processes that differ in threads, vectors and culture: all print the same digests, which are the committed
/// ones.
/// </summary>
/// <remarks>To rewrite the digests: <c>CAIRN_UPDATE_SNAPSHOTS=1 dotnet test --project tests/Cairn.Apps.Tests</c>, then look at the difference:
/// a line that changed says that models made before answer, or are made, in another way.</remarks>
public class SameBitsTests(PlainRun plain) : IClassFixture<PlainRun>
{
    static readonly string Golden = Path.Combine(Repository.Root, "tests", "Cairn.Apps.Tests", "Fixtures", "same-bits.txt");

    [Fact]
    public void The_results_are_the_committed_ones()
    {
        // the digests of whole files and texts are left out: a file names the version that made it, and words may change
        string[] actual = [.. plain.Run.Results.Select(line => line.Split(" file=")[0])];
        if (Environment.GetEnvironmentVariable("CAIRN_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Golden)!);
            File.WriteAllText(Golden, string.Join('\n', actual) + "\n");
            Assert.Fail("Fixtures/same-bits.txt was rewritten");
        }
        Equal(File.ReadAllLines(Golden), actual);
    }

    [Fact]
    public void Every_result_has_its_own_name_and_digest()
    {
        Assert.True(plain.Run.Results.Count > 100);
        Assert.Distinct(plain.Run.Results.Select(line => line[..line.IndexOf('=')]));
        Assert.Distinct(plain.Run.Results.Select(line => line[line.IndexOf('=')..]));
    }

    [Theory]
    [InlineData("1"), InlineData("2"), InlineData("3"), InlineData("8")]
    public void Threads_change_nothing(string threads)
    {
        var run = ReproducibilityRun.Start("", ("CAIRN_THREADS", threads));
        Assert.Equal(threads, run.Surroundings["threads"]);
        Equal(plain.Run.Results, run.Results);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public void The_width_of_vectors_changes_nothing(string without, int widest)
    {
        var run = ReproducibilityRun.Start("", (without, "0"));
        int before = Bits(plain.Run), bits = Bits(run);
        Assert.Equal(Math.Min(before, widest), bits);
        if (bits < before) Assert.NotEqual(plain.Run.Surroundings["careless sums"], run.Surroundings["careless sums"]);
        Equal(plain.Run.Results, run.Results);
    }

    static int Bits(ReproducibilityRun run) => int.Parse(run.Surroundings["vectors"], CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("tr-TR", "1,5, İ, -1")]
    [InlineData("de-DE", "1,5, I, -1")]
    [InlineData("ar-SA", "1٫5, I, \u061c-1")]
    public void The_culture_changes_nothing(string culture, string signs)
    {
        var run = ReproducibilityRun.Start($"--culture {culture}");
        Assert.Equal($"{culture}, {signs}", run.Surroundings["culture"]);
        Equal(plain.Run.Results, run.Results);
    }

    [Fact]
    public void The_language_of_the_system_changes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take the culture from LC_ALL");
        var run = ReproducibilityRun.Start("", ("LC_ALL", "tr_TR.UTF-8"));
        Assert.StartsWith("tr-TR, ", run.Surroundings["culture"]);
        Equal(plain.Run.Results, run.Results);
    }

    [Fact]
    public void Code_compiled_at_once_gives_what_code_compiled_twice_gives() =>
        Equal(plain.Run.Results, ReproducibilityRun.Start("", ("DOTNET_TieredCompilation", "0")).Results);

    /// <summary>Names every line that differs.</summary>
    static void Equal(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        string[] moved = [.. expected.Zip(actual).Where(p => p.First != p.Second).Select(p => $"{p.First}\n    now {p.Second}")];
        Assert.True(moved.Length == 0, $"{moved.Length} of {expected.Count} results have other bits:\n{string.Join('\n', moved)}");
        Assert.Equal(expected.Count, actual.Count);
    }
}

/// <summary>What one child process printed.</summary>
/// <param name="Surroundings">What it ran on, by name.</param>
/// <param name="Results">A line for each result.</param>
public sealed record ReproducibilityRun(IReadOnlyDictionary<string, string> Surroundings, IReadOnlyList<string> Results)
{
    static readonly string[] Names = ["vectors", "careless sums", "threads", "culture"];

    /// <summary>Runs benchmarks/Cairn.Reproducibility with these environment variables and without those of the tests' own surroundings.</summary>
    internal static ReproducibilityRun Start(string arguments, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Cairn.Reproducibility.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", $"\"{program}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (string name in (string[])["CAIRN_THREADS", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic", "DOTNET_TieredCompilation"])
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        var shown = lines.Where(l => l[0] == '#').Select(l => l[2..]).ToList();
        return new(Names.ToDictionary(n => n, n => shown.Single(l => l.StartsWith(n, StringComparison.Ordinal))[(n.Length + 1)..]),
            [.. lines.Where(l => l[0] != '#')]);
    }
}
