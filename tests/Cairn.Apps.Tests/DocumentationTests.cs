using System.Text.RegularExpressions;

namespace Cairn.Tests;

/// <summary>The code that a reader sees is the code that is compiled and run.</summary>
public class DocumentationTests
{
    /// <summary>A block of C# and the file it must be equal to: <c>&lt;!-- examples/01-csv-to-model.cs --&gt;</c> stands on the line before the block.</summary>
    static readonly Regex Block = new(@"(?:<!-- (?<file>[\w./-]+\.cs)(?:#(?<region>[\w-]+))? -->\n+)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline);

    static IEnumerable<string> Pages => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "guide"), "*.md")
        .Append(Path.Combine(Repository.Root, "README.md")).Order(StringComparer.Ordinal);

    [Fact]
    public void Code_blocks_are_equal_to_their_files()
    {
        int blocks = 0;
        foreach (string page in Pages)
        {
            foreach (Match block in Block.Matches(File.ReadAllText(page)))
            {
                string file = block.Groups["file"].Value;
                Assert.True(file.Length > 0, $"{page}: a block names no file:\n{block.Groups["code"].Value}");
                Assert.Equal(Shown(File.ReadAllText(Path.Combine(Repository.Root, file)), block.Groups["region"].Value), block.Groups["code"].Value.Trim());
                blocks++;
            }
        }
        Assert.True(blocks > 0);
    }

    /// <summary>What a page shows of a file: all after its `#:` directives, or the lines of one region.</summary>
    static string Shown(string text, string region)
    {
        if (region.Length > 0)
        {
            var match = Regex.Match(text, $@"^ *#region {Regex.Escape(region)}\n(.*?)^ *#endregion", RegexOptions.Singleline | RegexOptions.Multiline);
            Assert.True(match.Success, $"there is no #region {region}");
            text = match.Groups[1].Value;
        }
        var lines = text.Split('\n').Where(l => !l.StartsWith("#:", StringComparison.Ordinal)).ToList();
        int indent = lines.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l.TrimStart())).Trim();
    }

    [Fact]
    public void Links_and_pictures_lead_somewhere()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        foreach (string page in pages)
            foreach (Match link in Regex.Matches(File.ReadAllText(page), @"\]\((?!https?:|#)(?<target>[^)#\s]+)"))
            {
                string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Groups["target"].Value));
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link.Groups["target"].Value}, which is not there");
            }
    }
}
