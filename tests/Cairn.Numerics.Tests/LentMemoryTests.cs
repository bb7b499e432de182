using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Cairn.Tests;

/// <summary>The memory of a dead tensor is used again, so that an operation keeps alive whose memory it uses (decision 16).</summary>
public partial class LentMemoryTests
{
    [GeneratedRegex(@"(?:\b(?<who>\w+)\.)?(?<!\w)(?:Lent|RowMatrix|ColumnMatrix)<\w+>\(\)", RegexOptions.CultureInvariant)]
    private static partial Regex Lent();

    [GeneratedRegex(@"^    (?=[\w\[][^;=]*\()|^    /// <summary>", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex MemberStart();

    [Fact]
    public void Who_is_lent_from_is_kept_alive()
    {
        var members = (from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Cairn.Numerics"), "*.cs", SearchOption.AllDirectories)
                       where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                       from member in MemberStart().Split(File.ReadAllText(file))
                       where !member.Contains("Span<T> Lent<T>()", StringComparison.Ordinal)
                           && !member.Contains("Matrix<T>() where", StringComparison.Ordinal)
                       select (file, member)).ToArray();
        Assert.True(members.Length > 500, $"only {members.Length} members found");
        int lent = members.Sum(m => Lent().Count(m.member));
        Assert.True(lent > 3, $"only {lent} places found that lend");
        Assert.Empty(from m in members from who in Left(m.member) select $"{Path.GetFileName(m.file)}: {who} in {m.member.Trim().Split('\n')[0]}");
    }

    [Theory]
    [InlineData("var y = x.Lent<float>(); Run(y); GC.KeepAlive(x);", 0), InlineData("var y = x.Lent<T>(); Run(y); return z;", 1)]
    [InlineData("Run(Lent<T>()); GC.KeepAlive(this);", 0), InlineData("Run(Lent<T>(), x.ColumnMatrix<T>()); GC.KeepAlive(this);", 1)]
    [InlineData("var to = y.Lent<T>(); Run(to); return y;", 0)]
    public void The_rule_is_seen(string code, int left) => Assert.Equal(left, Left(code).Count());

    static IEnumerable<string> Left(string code) =>
        from Match match in Lent().Matches(code)
        let who = match.Groups["who"].Success ? match.Groups["who"].Value : "this"
        where !code.Contains($"GC.KeepAlive({who})", StringComparison.Ordinal) && !code.Contains($"return {who};", StringComparison.Ordinal)
            && !Regex.IsMatch(code, $@"return Made\((?:[^;]*\W)?{who}\);")
        select who;

    [Fact]
    public void No_operation_uses_the_memory_of_the_dead()
    {
        if (Environment.GetEnvironmentVariable("CAIRN_HARSH_MEMORY") == "1") return; // this is the child
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Cairn.Numerics.Tests"))
        {
            Environment = { ["CAIRN_HARSH_MEMORY"] = "1", ["DOTNET_TieredCompilation"] = "0" }, // unoptimised code keeps everything alive
            ArgumentList = { "-method", "*.Values_equal*", "-method", "*.Views_give*", "-method", "*.Gradients_in_float32*", "-method", "*.Gradients_of_views*", "-noColor" },
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, output);
        Assert.Matches(@"Total: \d{3,}, Errors: 0, Failed: 0", output);
    }
}
