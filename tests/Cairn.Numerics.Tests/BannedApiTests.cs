using System.Text.RegularExpressions;

namespace Cairn.Tests;

/// <summary>
/// What gives other bits on another machine, or at another time, stays out of src: the platform's transcendental functions (SafeMath
/// has them), estimates, TensorPrimitives, and random numbers that do not come from a seed.
/// </summary>
public partial class BannedApiTests
{
    /// <summary>Paths below src, with forward slashes, that may use what is banned, each with its reason beside it.</summary>
    static readonly string[] Allowed = [];

    [GeneratedRegex("""
        \b(Math|MathF|[dD]ouble|float|Single|Half|decimal|Complex|Vector\d*|T|T[A-Z]\w*)\s*\.\s*
            (Exp|Exp2|Exp10|Exp2M1|Exp10M1|ExpM1|Log|Log2|Log10|LogP1|Log2P1|Log10P1|Pow|RootN|Cbrt|Hypot
            |(Sin|Cos|Tan|Asin|Acos|Atan)(Pi|h)?|SinCos|SinCosPi|Atan2|Atan2Pi)\s*(<[^>]*>)?\s*\(
        | using\s+static\s+System\.(Math|MathF|Double|Single)\b
        | \b\w*(Reciprocal\w*Estimate|ReciprocalSqrt|MultiplyAddEstimate|Reciprocal14|ReciprocalSqrt14)\w*\s*(<[^>]*>)?\s*\(
        | \bTensorPrimitives\b
        | \bnew\s+(System\.)?Random\s*\( | \bRandom\.Shared\b | \bRandom\s+\w+\s*=\s*new\s*\(
        | \b\w*[sS]eed\w*\b[^;]*\b(DateTime|DateTimeOffset|TickCount|TickCount64|GetTimestamp|NewGuid)\b
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Banned();

    [Fact]
    public void Sources_call_nothing_that_changes_bits()
    {
        string src = Path.Combine(Repository.Root, "src");
        string[] files = [.. Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(src, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];
        Assert.True(files.Length > 20, $"only {files.Length} sources found under {src}");

        var found = from file in files
                    let name = Path.GetRelativePath(src, file).Replace('\\', '/')
                    where !Allowed.Contains(name)
                    from line in File.ReadLines(file).Select((text, i) => (Text: text, Number: i + 1))
                    where IsBanned(line.Text)
                    orderby name, line.Number
                    select $"{name}:{line.Number}: {line.Text.Trim()}";
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("double y = Math.Exp(x);"), InlineData("y = MathF.Tanh (x)"), InlineData("double.Pow(2, n)"), InlineData("T.LogP1(x)")]
    [InlineData("TNumber.SinCos(x)"), InlineData("Vector512.Exp(v)")]
    [InlineData("using static System.Math;"), InlineData("float.Hypot(a, b)")]
    [InlineData("Math.ReciprocalSqrtEstimate(x)"), InlineData("Vector256.MultiplyAddEstimate(a, b, c)")]
    [InlineData("TensorPrimitives.Sum(x)")]
    [InlineData("var r = new Random(3);"), InlineData("Random.Shared.Next()"), InlineData("Seed = (int)DateTime.Now.Ticks")]
    [InlineData("Math.Atan2(y, x)"), InlineData("Math.Cbrt(x)"), InlineData("Math.Sinh(x)"), InlineData("Math.Acosh(x)")]
    public void Banned_calls_are_seen(string line) => Assert.True(IsBanned(line));

    [Theory]
    [InlineData("SafeMath.Exp(x)"), InlineData("Math.Sqrt(x)"), InlineData("BitOperations.Log2(n)"), InlineData("tensor.Exp()")]
    [InlineData("Math.ILogB(x)"), InlineData("// as Math.Exp(x) would"), InlineData("Tensor.Log(x)"), InlineData("Math.Min(Seed, 3)")]
    public void Other_calls_are_not(string line) => Assert.False(IsBanned(line));

    static bool IsBanned(string line) => Banned().IsMatch(line.Split("//")[0]);
}
