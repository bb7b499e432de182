using System.Globalization;
using System.Text.Json;
using Cairn.LinearAlgebra;

namespace Cairn.Tests;

public class LeastSquaresTests(ITestOutputHelper output)
{
    public sealed record Case(string Name, int Rows, int Columns, bool Intercept, bool Exact, double[] X, double[] Y, double[] Weights,
        double[] Coefficients, double InterceptValue, double Rss, int Rank)
    {
        public override string ToString() => Name;
    }

    sealed record CaseFile(Case[] Cases);

    static readonly Case[] Cases = JsonSerializer.Deserialize<CaseFile>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "least-squares.json")), JsonSerializerOptions.Web)!.Cases;

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    // Correct digits of the worst value.
    static double Lre(ReadOnlySpan<double> got, ReadOnlySpan<double> want)
    {
        var worst = 16.0;
        for (var i = 0; i < want.Length; i++)
        {
            var error = want[i] == 0 ? Math.Abs(got[i]) : Math.Abs((got[i] - want[i]) / want[i]);
            Assert.True(double.IsFinite(got[i]));
            if (error > 0) worst = Math.Min(worst, -Math.Log10(error));
        }
        return worst;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_the_exact_or_minimum_norm_solution(string name)
    {
        var c = Cases.Single(c => c.Name == name);
        var s = LeastSquares.Solve(c.X, c.Rows, c.Columns, c.Y, c.Weights, c.Intercept);
        var digits = Lre([.. s.Coefficients, s.Intercepts[0]], [.. c.Coefficients, c.InterceptValue]);
        output.WriteLine(FormattableString.Invariant(
            $"{name}: LRE {digits:F1}, rss {s.ResidualSumsOfSquares[0]:G6} ({c.Rss:G6}), ") + FormattableString.Invariant(
            $"rank {s.Rank}, condition {s.ConditionEstimate:E1}, steps {s.RefinementSteps[0]}"));
        Assert.Equal(c.Rank, s.Rank);
        if (c.Exact)
        {
            Assert.True(digits > 15, $"{digits:F1} digits");
        }
        else
        {
            for (var j = 0; j < c.Columns; j++)
                Assert.Equal(c.Coefficients[j], s.Coefficients[j], 1e-12 * (1 + Math.Abs(c.Coefficients[j])));
            Assert.Equal(c.InterceptValue, s.Intercepts[0], 1e-12 * (1 + Math.Abs(c.InterceptValue)));
        }
        Assert.Equal(c.Rss, s.ResidualSumsOfSquares[0], 1e-12 * (c.Rss + 1e-15));
    }

    [Theory]
    [InlineData("Longley", 6, 16, 14.0, 15.0)]
    [InlineData("Norris", 1, 36, 14.0, 13.0)]
    public void Reaches_the_certified_digits_of_a_NIST_set(string name, int columns, int rows, double bar, double rssBar)
    {
        var file = Path.Combine(DataFolder, "nist-strd", name + ".dat");
        Assert.SkipUnless(File.Exists(file), $"no {file}: CAIRN_DATA names the folder of data sets");
        var lines = File.ReadAllLines(file)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var certified = lines.Where(f => f.Length == 3 && f[0].Length == 2 && f[0][0] == 'B').Select(f => Number(f[1])).ToArray();
        var rss = Number(lines.Single(f => f.Length == 4 && f[0] == "Residual")[2]);
        var data = lines[60..].Where(f => f.Length == columns + 1).Select(f => f.Select(Number).ToArray()).ToArray();
        Assert.Equal(rows, data.Length);
        Assert.Equal(columns + 1, certified.Length);

        var s = LeastSquares.Solve([.. Enumerable.Range(1, columns).SelectMany(j => data.Select(r => r[j]))], rows, columns,
            [.. data.Select(r => r[0])]);
        var digits = Lre([s.Intercepts[0], .. s.Coefficients], certified);
        var rssDigits = Lre(s.ResidualSumsOfSquares, [rss]);
        output.WriteLine(FormattableString.Invariant(
            $"{name}: LRE {digits:F1}, residual sum of squares {rssDigits:F1}, condition {s.ConditionEstimate:E1}"));
        Assert.True(digits >= bar, FormattableString.Invariant($"{digits}"));
        Assert.True(rssDigits >= rssBar, FormattableString.Invariant($"{rssDigits}"));
    }

    // Wampler (1970): x = 0..20, y a polynomial of degree 5, plus a multiple of residuals orthogonal to every such polynomial.
    static readonly double[] WamplerNoise =
    [
        759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048,
        -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759,
    ];

    [Theory]
    [InlineData(1, 1.0, 0)]
    [InlineData(2, 0.1, 0)]
    [InlineData(3, 1.0, 1)]
    [InlineData(4, 1.0, 100)]
    [InlineData(5, 1.0, 10000)]
    public void Reaches_the_digits_of_the_data_on_Wampler(int number, double ratio, double noise)
    {
        const int n = 21;
        var q = (decimal)ratio;
        var x = new double[n * 5];
        var y = new double[n];
        for (var i = 0; i < n; i++)
        {
            decimal power = 1, coefficient = 1, sum = 0;
            for (var k = 0; k <= 5; k++)
            {
                if (k > 0) x[(k - 1) * n + i] = (double)power;
                sum += coefficient * power;
                power *= i;
                coefficient *= q;
            }
            y[i] = (double)(sum + (decimal)(noise * WamplerNoise[i]));
        }
        for (var k = 0; k <= 5; k++)            // the definition above stands only if the noise is orthogonal
            Assert.Equal(0m, Enumerable.Range(0, n).Sum(i => (decimal)WamplerNoise[i] * (k == 0 ? 1 : (decimal)x[(k - 1) * n + i])));

        var s = LeastSquares.Solve(x, n, 5, y);
        double[] want = ratio == 1 ? [1, 1, 1, 1, 1, 1] : [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5];
        var digits = Lre([s.Intercepts[0], .. s.Coefficients], want);
        output.WriteLine(FormattableString.Invariant($"Wampler{number}: LRE {digits:F1}, steps {s.RefinementSteps[0]}"));
        Assert.True(digits >= (number == 2 ? 13 : 15), FormattableString.Invariant($"{digits}"));
        if (noise > 0)
        {
            var rss = WamplerNoise.Sum(e => e * e) * noise * noise;
            Assert.True(Lre(s.ResidualSumsOfSquares, [rss]) >= 14);
        }
    }

    static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    static string DataFolder => Environment.GetEnvironmentVariable("CAIRN_DATA") ?? Path.Combine(Root(), "..", "shared", "data");

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cairn.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [Theory]
    [InlineData(32_767)] // one piece
    [InlineData(32_768)] // two
    [InlineData(140_001)] // eight
    public void Many_rows_are_factored_in_pieces_without_losing_a_digit(int rows)
    {
        // whole numbers on a plane: the exact answer is known, and any number of threads finds its bits
        double[] x = new double[3 * rows], y = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            (x[i], x[rows + i], x[2 * rows + i]) = (i % 97, i % 89 * 1000.0, (i * 7L % 1009) - 500);
            y[i] = 3 + 2 * x[i] - x[rows + i] + 0.5 * x[2 * rows + i];
        }
        var solution = LeastSquares.Solve(x, rows, 3, y);
        Assert.Equal([2, -1, 0.5], solution.Coefficients);
        Assert.Equal([3.0], solution.Intercepts);
    }
}
