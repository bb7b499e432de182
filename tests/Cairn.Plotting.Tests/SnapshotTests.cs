using System.Globalization;
using System.Xml.Linq;

namespace Cairn.Tests;

/// <summary>
/// The gallery, byte for byte as committed under Fixtures. After an intended change, run once with CAIRN_UPDATE_SNAPSHOTS=1: the files are
/// rewritten, the test fails to say so, and the new pictures are looked at before they are committed.
/// </summary>
public class SnapshotTests
{
    static readonly string Fixtures = Path.Combine(SourceFolder(), "Fixtures");

    public static TheoryData<string> Names => [.. Gallery.Charts.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Svg_is_as_committed(string name) => Compare($"{name}.svg", Gallery.Charts[name].ToSvg());

    [Theory, MemberData(nameof(Names))]
    public void Svg_is_well_formed_and_named(string name)
    {
        var root = XDocument.Parse(Gallery.Charts[name].ToSvg()).Root!;
        var ids = root.Descendants().Select(e => (string?)e.Attribute("id")).Where(id => id is not null).ToHashSet();
        Assert.All(((string)root.Attribute("aria-labelledby")!).Split(' '), id => Assert.Contains(id, ids));
        Assert.Equal("img", (string?)root.Attribute("role"));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    public void Culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Gallery.Charts.Values.Select(c => c.ToSvg()).ToArray();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
            Assert.Equal(expected, Gallery.Charts.Values.Select(c => c.ToSvg()));
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    internal static void Compare(string file, string actual)
    {
        var path = Path.Combine(Fixtures, file);
        if (Environment.GetEnvironmentVariable("CAIRN_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
            Assert.Fail($"{file} was rewritten: look at it, then run without CAIRN_UPDATE_SNAPSHOTS");
        }
        Assert.True(File.Exists(path), $"{file} is not there: run once with CAIRN_UPDATE_SNAPSHOTS=1");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cairn.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "Cairn.Plotting.Tests");
    }
}
