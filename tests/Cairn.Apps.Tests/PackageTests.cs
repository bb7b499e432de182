using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;

namespace Cairn.Tests;

/// <summary>The packages are what a person installs: they hold what they should, and a program outside the repository works with them.</summary>
public class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    static readonly string[] Libraries = ["Cairn", "Cairn.Learning", "Cairn.Neural", "Cairn.Numerics", "Cairn.Plotting"];

    [Fact]
    public void There_is_a_package_for_every_floor_and_one_for_the_tool()
    {
        string[] expected = [.. Libraries.Append("Cairn.Cli").Order(StringComparer.Ordinal)
            .SelectMany(name => (string[])[$"{name}.{feed.Version}.nupkg", $"{name}.{feed.Version}.snupkg"])];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.EnumerateFiles(feed.Feed).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_package_says_what_it_is_and_nothing_about_where_it_was_made()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        foreach (string name in Libraries.Append("Cairn.Cli"))
        {
            using var package = Open(name, "nupkg");
            var metadata = XDocument.Parse(Text(package, $"{name}.nuspec")).Root!.Elements().Single();
            string? Said(string field) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == field)?.Value;
            Assert.Equal(name, Said("id"));
            Assert.Equal("MIT", Said("license"));
            Assert.Equal("README.md", Said("readme"));
            Assert.True(Said("description")!.Length is > 50 and < 250, name);
            Assert.Contains("machine-learning", Said("tags"), StringComparison.Ordinal);
            Assert.Null(Said("repository"));
            Assert.Null(Said("projectUrl"));
            Assert.Equal(readme, Text(package, "README.md"));
            foreach (var file in package.Entries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal) || e.Name.EndsWith(".pdb", StringComparison.Ordinal)))
                Assert.True(Bytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Repository.Root)) < 0, $"{name}: {file.FullName} names the folder it was built in");
        }
    }

    [Fact]
    public void Libraries_bring_their_documentation_and_symbols_with_the_sources()
    {
        foreach (string name in Libraries)
        {
            using var package = Open(name, "nupkg");
            Assert.Equal([$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"],
                package.Entries.Select(e => e.FullName).Where(n => n.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Contains("<summary>", Text(package, $"lib/net10.0/{name}.xml"), StringComparison.Ordinal);
            Assert.Equal(name == "Cairn", package.Entries.Any(e => e.FullName == "buildTransitive/Cairn.props"));

            using var symbols = Open(name, "snupkg");
            using var pdb = MetadataReaderProvider.FromPortablePdbImage([.. Bytes(symbols.GetEntry($"lib/net10.0/{name}.pdb")!)]);
            var reader = pdb.GetMetadataReader();
            var embedded = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
            foreach (var handle in reader.Documents)
                Assert.True(reader.GetCustomDebugInformation(handle).Any(d => reader.GetGuid(reader.GetCustomDebugInformation(d).Kind) == embedded),
                    $"{name}: the symbols lack {reader.GetString(reader.GetDocument(handle).Name)}");
        }
    }

    [Fact]
    public void Everything_inside_is_managed_and_the_core_is_below_3_megabytes()
    {
        long size = 0;
        foreach (string name in Libraries.Append("Cairn.Cli"))
        {
            using var package = Open(name, "nupkg");
            Assert.DoesNotContain(package.Entries, e => e.FullName.StartsWith("runtimes/", StringComparison.Ordinal));
            Assert.All(package.Entries, e => Assert.Contains(Path.GetExtension(e.Name),
                (string[])[".dll", ".pdb", ".xml", ".json", ".md", ".props", ".nuspec", ".rels", ".psmdcp"]));
            foreach (var file in package.Entries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal)))
            {
                byte[] bytes = Bytes(file);
                Assert.True(IsManaged(bytes), $"{name}: {file.FullName} has native code");
                if (name != "Cairn.Cli") size += bytes.Length;
            }
        }
        Assert.InRange(size, 500_000, 3_000_000);
    }

    [Fact]
    public void A_new_program_runs_the_hello_of_the_readme_and_is_published_trimmed_in_one_file_without_warnings()
    {
        feed.Write(withNetwork: false);
        var hello = feed.Dotnet(feed.App, true, "run", "-p:TreatWarningsAsErrors=true").Succeeds();
        Assert.Equal(["right for 90 % of the flowers it has not seen", "setosa"], Lines(hello));

        feed.Write(withNetwork: true);
        var published = feed.Dotnet(feed.App, true, "publish", "--use-current-runtime", "--output", feed.In("out"), "-p:PublishTrimmed=true",
            "-p:PublishSingleFile=true", "-p:TreatWarningsAsErrors=true", "-p:TrimmerSingleWarn=false", "-p:DebugType=none", "-getItem:_FilesToBundle").Succeeds();
        string program = Assert.Single(Directory.EnumerateFileSystemEntries(feed.In("out")));
        Assert.InRange(new FileInfo(program).Length, 1 << 20, 40 << 20);

        // what went into it: trimmed managed code, settings, and the runtime's own host
        var files = JsonDocument.Parse(published.Output).RootElement.GetProperty("Items").GetProperty("_FilesToBundle").EnumerateArray()
            .Select(f => Path.GetFullPath(f.GetProperty("Identity").GetString()!.Replace('\\', '/'), feed.App)).ToList();
        string[] natives = [.. files.Where(f => !f.EndsWith(".json", StringComparison.Ordinal) && !IsManaged(File.ReadAllBytes(f))).Select(f => Path.GetFileNameWithoutExtension(f))];
        Assert.Equal(["singlefilehost"], natives);
        Assert.Contains(files, f => f.EndsWith("linked/Cairn.Neural.dll", StringComparison.Ordinal));
        Assert.InRange(files.Where(f => Path.GetFileName(f).StartsWith("Cairn", StringComparison.Ordinal)).Sum(f => new FileInfo(f).Length), 1, 1_500_000);

        var run = PackedFeed.Run(program, feed.App, []).Succeeds();
        Assert.Equal([.. Lines(hello), "in.weight[8, 2] in.bias[8] out.weight[1, 8] out.bias[1]", "0 1 1 0"], Lines(run));
    }

    [Fact]
    public void The_tool_is_installed_and_trains()
    {
        feed.Dotnet(feed.In("."), true, "tool", "install", "Cairn.Cli", "--version", feed.Version, "--tool-path", feed.In("tools")).Succeeds();
        var run = PackedFeed.Run(feed.In(OperatingSystem.IsWindows() ? "tools/cairn.exe" : "tools/cairn"), feed.In("."), [], "train", "iris").Succeeds();
        Assert.Contains("iris.cairn", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(feed.In("iris.cairn")));
    }

    ZipArchive Open(string name, string kind) => ZipFile.OpenRead(Path.Combine(feed.Feed, $"{name}.{feed.Version}.{kind}"));

    static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    static string Text(ZipArchive package, string name) => new StreamReader(new MemoryStream(Bytes(package.GetEntry(name)!))).ReadToEnd();

    static bool IsManaged(byte[] file)
    {
        if (file is not [(byte)'M', (byte)'Z', ..]) return false;
        using var reader = new PEReader(new MemoryStream(file));
        return reader is { HasMetadata: true, PEHeaders.CorHeader: { } header } && header.Flags.HasFlag(CorFlags.ILOnly);
    }

    static string[] Lines(CliRun run) => run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
