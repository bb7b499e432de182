using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cairn.Plotting;

namespace Cairn.Tests;

public class ChartTests
{
    [Fact]
    public void A_chart_is_a_value_and_adders_leave_it_alone()
    {
        var bare = new Chart { Title = "a" };
        var one = bare.Line([1, 2, 3]);
        Assert.NotEqual(bare, one);
        Assert.Equal(bare, new Chart { Title = "a" });
        Assert.Equal(one, one with { Title = "a" });
        Assert.DoesNotContain("class=\"line", bare.ToSvg());
        double[] y = [1, 2, 3];
        var kept = bare.Line(y);
        var before = kept.ToSvg();
        y[1] = 100;
        Assert.Equal(before, kept.ToSvg());
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        var chart = new Chart();
        Says<ArgumentException>("y", "Line: x has 2 values and y has 3", () => chart.Line([1, 2], [1, 2, 3]));
        Says<ArgumentException>("y", "Scatter: x has 1 values and y has 0", () => chart.Scatter([1], []));
        Says<ArgumentException>("values", "Bars: categories has 1 values and values has 2", () => chart.Bars(["a"], [1, 2]));
        Says<ArgumentException>("categories", "categories[1] is \"a\" again", () => chart.Bars(["a", "a"], [1, 2]));
        Says<ArgumentException>("categories", "categories[0] is null", () => chart.HorizontalBars([null!], [1]));
        Says<ArgumentException>("categories", "other direction", () => chart.Bars(["a"], [1]).HorizontalBars(["a"], [1]));
        Says<ArgumentException>("values", "HeatMap: 3 values for 2 rows x 2 columns; give 4", () =>
            chart.HeatMap([1, 2, 3], ["a", "b"], ["a", "b"]));
        Says<ArgumentException>("counts", "counts[1] is -1", () => chart.ConfusionMatrix([1, -1, 1, 1], ["a", "b"]));
        Says<ArgumentOutOfRangeException>("bins", "bins must be 1 to 10,000", () => chart.Histogram([1], 0));
        Says<ArgumentOutOfRangeException>("y", "y must be a finite number", () => chart.HorizontalLine(double.NaN));
        Says<ArgumentOutOfRangeException>("Width", "Width must be 120 to 10000", () => chart with { Width = 0 });
        Says<ArgumentOutOfRangeException>("XRange", "Low < High", () => chart with { XRange = (1, 1) });
        Says<ArgumentOutOfRangeException>("width", "24 to 1,000", () => chart.ToText(10));
    }

    [Fact]
    public void Text_is_escaped_and_shown()
    {
        var chart = new Chart { Title = "<script>alert(\"1\")</script> & \u0000\ud800 \u202eabc 日本語 🎲", XLabel = "a<b" }
            .Line([1, 2], "x\"y'>").Line([2, 1], "]]>").HorizontalBars(["</text>", "<!--"], [1, 2], "&amp;")
            with
        { YLabel = "\u001b[31m" };
        var root = XDocument.Parse(chart.ToSvg()).Root!;
        Assert.Equal("<script>alert(\"1\")</script> & \ufffd\ufffd  abc 日本語 🎲", root.Elements().First().Value);
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        foreach (var shown in (string[])["a<b", "\ufffd[31m", "x\"y'>", "]]>", "</text>", "<!--", "&amp;"])
            Assert.Contains(root.Descendants(), e => e.Name.LocalName == "text" && e.Value == shown);
    }

    [Fact]
    public void A_long_label_is_shortened_and_kept_whole_in_its_title()
    {
        var name = new string('w', 500);
        var root = XDocument.Parse(new Chart().HorizontalBars([name], [1]).ToSvg()).Root!;
        var label = Assert.Single(root.Descendants(), e => e.Name.LocalName == "text" && e.Value.Contains("…"));
        Assert.Equal(name, label.Elements().Single().Value);
        Assert.InRange(label.Value.Length - 500, 3, 60);
    }

    [Fact]
    public void Missing_points_break_the_line_and_are_counted()
    {
        var svg = new Chart().Line([0, 1, 2, 3, 4, 5, 6, 7], [1, 2, double.NaN, 4, 5, double.PositiveInfinity, 7, 8]).ToSvg();
        Assert.Equal(3, Regex.Count(svg, "<path class=\"line"));
        Assert.Contains("line: 6 points, 2 without a place left out", svg);
        Assert.Contains("points: 1 point, 2 without", new Chart { XScale = AxisScale.Logarithmic }.Scatter([0, -1, 5], [1, 1, 1]).ToSvg());
    }

    [Fact]
    public void A_million_points_are_reduced_and_keep_their_extremes()
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, 1_000_000).Select(i => (double)i)], y = [.. x.Select(_ => random.NextDouble())];
        y[123_456] = 50;
        y[765_432] = -40;
        var svg = new Chart().Line(x, y).ToSvg();
        Assert.InRange(svg.Length, 1000, 200_000);
        // The data fill the height but for 4% of air: both extremes are still there, at their places.
        var heights = Regex.Matches(Regex.Match(svg, "class=\"line c0\" d=\"([^\"]+)\"").Groups[1].Value, @"[ML][\d.]+ ([\d.]+)")
            .Select(m => double.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        double[] few = [.. new[] { 0.0, 123_456, 765_432, 999_999 }], at = [0.5, 50, -40, 0.5];
        var plain = Regex.Match(new Chart().Line(few, at).ToSvg(),
            "class=\"line c0\" d=\"M[\\d.]+ [\\d.]+L[\\d.]+ ([\\d.]+)L[\\d.]+ ([\\d.]+)L");
        Assert.Equal(plain.Groups[1].Value, heights.Min().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(plain.Groups[2].Value, heights.Max().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(new Chart().Scatter(x, y).ToSvg().Length, 1000, 1_000_000);
    }

    [Fact]
    public void Any_numbers_and_any_text_give_a_well_formed_picture()
    {
        var random = new Random(11);
        for (var i = 0; i < 400; i++)
        {
            var chart = AnyChart(random);
            var svg = chart.ToSvg();
            var root = XDocument.Parse(svg).Root!;
            string[] geometry = ["d", "x", "y", "width", "height", "viewBox", "transform"];
            foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(a => geometry.Contains(a.Name.LocalName)))
                Assert.Matches(@"^(rotate\([\d .-]+\)|[MLHVh\d .-]*)$", attribute.Value);
            Assert.Equal(svg, chart.ToSvg());
            Assert.DoesNotContain(chart.ToText(24 + i % 100, 8 + i % 30, i % 2 == 0), c => c < ' ' && c != '\n');
        }
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 5.0 })]
    [InlineData(new[] { 3.0, 3, 3 })]
    [InlineData(new[] { 0.0, 0 })]
    [InlineData(new[] { -double.MaxValue, double.MaxValue })]
    [InlineData(new[] { double.Epsilon, 2 * double.Epsilon })]
    [InlineData(new[] { double.MaxValue })]
    [InlineData(new[] { double.NaN, double.NaN })]
    [InlineData(new[] { 1e16, 1e16 + 2 })]
    public void Extreme_data_are_drawn(double[] y)
    {
        string[] names = [.. y.Select((_, i) => $"n{i}")];
        foreach (var scale in Enum.GetValues<AxisScale>())
        {
            var empty = new Chart { YScale = scale, XScale = scale };
            foreach (var chart in (Chart[])[empty.Line(y), empty.Line(y, y), empty.Scatter(y, y).Diagonal(), empty.Bars(names, y),
                empty.HorizontalBars(names, y), empty.Histogram(y), empty.Histogram(y, 7), empty.HeatMap(y, names, ["c"])])
            {
                Assert.DoesNotMatch("NaN|Infinity|∞", chart.ToSvg());
                XDocument.Parse(chart.ToSvg());
                Assert.NotEmpty(chart.ToText());
            }
        }
    }

    [Fact]
    public void Every_finite_value_falls_in_one_bin()
    {
        var random = new Random(2);
        for (var i = 0; i < 300; i++)
        {
            var scale = Math.ScaleB(1, random.Next(-900, 900));
            double[] values = [.. Enumerable.Range(0, 1 + random.Next(500)).Select(_ => (random.NextDouble() - 0.3) * scale)];
            var mark = new HistogramMark([.. values, double.NaN], i % 3 == 0 ? 1 + random.Next(40) : null);
            for (var b = 0; b < mark.Counts.Length; b++)
            {
                var (low, high, last) = (mark.Edges[b], mark.Edges[b + 1], b == mark.Counts.Length - 1);
                Assert.Equal(values.Count(v => v >= low && (v < high || (last && v == high))), mark.Counts[b]);
            }
            Assert.Equal(values.Length, mark.Counts.ToArray().Sum());
        }
    }

    [Fact]
    public void Decimal_edges_hold_decimal_values()
    {
        var mark = new HistogramMark([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], null);
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8], mark.Edges.ToArray());
        Assert.Equal([1, 2, 2, 3], mark.Counts.ToArray());
    }

    [Fact]
    public void A_file_is_replaced_whole()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-plot");
        try
        {
            var path = Path.Combine(folder.FullName, "a.svg");
            File.WriteAllText(path, "old");
            new Chart { Title = "é" }.SaveSvg(path);
            Assert.Equal(new Chart { Title = "é" }.ToSvg(), File.ReadAllText(path));
            Assert.Single(folder.GetFiles());
            Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
            Assert.ThrowsAny<IOException>(() => new Chart().SaveSvg(Path.Combine(folder.FullName, "missing", "a.svg")));
            Directory.CreateDirectory(Path.Combine(folder.FullName, "taken"));
            Assert.ThrowsAny<Exception>(() => new Chart().SaveSvg(Path.Combine(folder.FullName, "taken")));
            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var chart = Gallery.Charts["scatter"];
        var expected = chart.ToSvg();
        Parallel.For(0, 32, _ => Assert.Equal(expected, chart.ToSvg()));
    }

    [Fact]
    public void The_floor_stands_alone() =>
        Assert.DoesNotContain(typeof(Chart).Assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("Cairn"));

    static Chart AnyChart(Random random)
    {
        double[] Values(int n) => [.. Enumerable.Range(0, n).Select(_ => random.Next(8) switch
        {
            0 => double.NaN,
            1 => double.PositiveInfinity,
            2 => 0,
            3 => TicksTests.AnyDouble(random),
            _ => random.NextDouble() * 10 - 3,
        })];
        char Letter() => (char)random.Next(random.Next(3) == 0 ? 0x10000 : 0x80);
        string Text() => new([.. Enumerable.Range(0, random.Next(30)).Select(_ => Letter())]);
        string[] Names(int n) => [.. Enumerable.Range(0, n).Select(i => i + Text())];

        var chart = new Chart
        {
            Title = Text(),
            XLabel = Text(),
            YLabel = Text(),
            Width = random.Next(120, 900),
            Height = random.Next(120, 700),
            XScale = (AxisScale)random.Next(2),
            YScale = (AxisScale)random.Next(2),
            XRange = random.Next(4) == 0 ? (-1, 4) : null,
            YRange = random.Next(4) == 0 ? (1e-9, 2) : null,
        };
        for (var marks = random.Next(4); marks > 0; marks--)
        {
            var n = random.Next(40);
            chart = random.Next(7) switch
            {
                0 => chart.Line(Values(n), Values(n), Text()),
                1 => chart.Scatter(Values(n), Values(n), Text()),
                2 => chart.Histogram(Values(n), name: Text()),
                3 => chart.HorizontalLine(random.NextDouble(), Text()).VerticalLine(-5),
                4 => chart.Diagonal(Text()),
                5 => chart.HeatMap(Values(n * 3), Names(n), Names(3)),
                _ => chart.Bars(Names(n), Values(n), Text()),
            };
        }
        return chart;
    }

    static void Says<T>(string parameter, string message, Func<object> act) where T : ArgumentException
    {
        var error = Assert.Throws<T>(act);
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(message, error.Message);
    }
}
