namespace Cairn.Tests;

/// <summary>Finds the files of the repository from a test that runs in its output folder.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cairn.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests must run inside the repository: no Cairn.slnx above " + AppContext.BaseDirectory);
    }

    /// <summary>The source files of the libraries, without build outputs.</summary>
    public static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar)
                && !f.Contains(Path.DirectorySeparatorChar + "bin" + Path.DirectorySeparatorChar))
            .Order(StringComparer.Ordinal);

    /// <summary>A file of the data folder (<c>CAIRN_DATA</c>, or <c>shared/data</c> beside the repository); the test is skipped when it is not there.</summary>
    public static string Data(string file)
    {
        string folder = Environment.GetEnvironmentVariable("CAIRN_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        string path = Path.GetFullPath(Path.Combine(folder, file));
        Assert.SkipUnless(File.Exists(path), $"data: {file} is not there; set CAIRN_DATA to the data folder");
        return path;
    }
}
