using Cairn.Plotting;

namespace Cairn.Tests;

public class TextTests
{
    public static TheoryData<string> Names => SnapshotTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void Text_is_as_committed(string name) => SnapshotTests.Compare($"{name}.txt", Gallery.Charts[name].ToText(72, 18));

    [Fact]
    public void Ascii_is_as_committed() => SnapshotTests.Compare("ascii.txt",
        string.Concat(Gallery.Charts.Where(c => c.Key is "line" or "bars-signed" or "confusion")
            .Select(c => c.Value.ToText(60, 16, ascii: true) + "\n")));

    [Theory, MemberData(nameof(Names))]
    public void Ascii_holds_ascii_alone(string name) => Assert.DoesNotContain(Gallery.Charts[name].ToText(ascii: true), c => c > '~');

    [Theory, MemberData(nameof(Names))]
    public void Text_fills_the_asked_size_at_most(string name)
    {
        foreach (var (width, height) in ((int, int)[])[(24, 12), (80, 20), (200, 60)])
        {
            var lines = Gallery.Charts[name].ToText(width, height).TrimEnd('\n').Split('\n');
            // Categories down the side take a row each, and a long legend takes its lines.
            Assert.InRange(lines.Length, 4, name is "confusion-wide" or "many-series" ? height + 20 : height);
            Assert.All(lines, l => Assert.InRange(l.Length, 0, width));
        }
    }

    [Fact]
    public void A_title_cannot_steer_the_terminal() =>
        Assert.DoesNotContain('\u001b',
            new Chart { Title = "\u001b[2Jgone" }.Line([1, 2], "\u001b]0;x\u0007").Bars(["\u001b"], [1], "b").ToText());

    [Fact]
    public void The_chart_prints_as_text() => Assert.Equal(Gallery.Charts["line"].ToText(), Gallery.Charts["line"].ToString());
}
