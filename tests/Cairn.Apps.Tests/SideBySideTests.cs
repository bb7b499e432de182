using System.Diagnostics;
using System.Text.Json;

namespace Cairn.Tests;

/// <summary>The side-by-side runner without its peers.</summary>
public class SideBySideTests
{
    static readonly string[] Fields = ["case", "cairn_s", "peer", "peer_s", "ratio", "low", "high", "pairs"];

    [Fact]
    public void Cairns_side_of_every_listed_case_finds_what_the_plainest_code_finds()
    {
        string[] names = Run(0, "--list"), lines = Run(0, "--selfcheck");
        Assert.True(names.Length > 50);
        Assert.Distinct(names);
        Assert.Contains("gemm_f32_512", names);
        Assert.Contains("LogisticRegression_binary_100kx50", names);
        Assert.Equal(names.Length, lines.Length);
        for (int i = 0; i < names.Length; i++)
        {
            var line = JsonDocument.Parse(lines[i]).RootElement;
            Assert.Equal(Fields, line.EnumerateObject().Select(p => p.Name));
            Assert.Equal(names[i], line.GetProperty("case").GetString());
            Assert.EndsWith("agrees", line.GetProperty("peer").GetString());
            foreach (string number in Fields.Except(["case", "peer"])) Assert.Equal(JsonValueKind.Number, line.GetProperty(number).ValueKind);
        }
    }

    [Fact]
    public void A_star_selects_and_an_unknown_name_is_refused()
    {
        Assert.All(Run(0, "--list", "exp_*"), n => Assert.StartsWith("exp_", n));
        Assert.Empty(Run(2, "--list", "no_such_case"));
        Assert.Empty(Run(2, "--pairs", "3"));
    }

    static string[] Run(int exitCode, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Cairn.SideBySide.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, errors.Result);
        return lines;
    }
}
