namespace Cairn.Tests;

/// <summary>Finds the repository's fixtures and the data folder beside it.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Fixtures { get; } = Path.Combine(Root, "tests", "Cairn.Learning.Tests", "Fixtures");

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cairn.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests must run inside the repository: no Cairn.slnx above " + AppContext.BaseDirectory);
    }

    /// <summary>A file of the data folder (<c>CAIRN_DATA</c>, or <c>shared/data</c> beside the repository); the test is skipped when it is not there.</summary>
    public static string Data(string file)
    {
        string folder = Environment.GetEnvironmentVariable("CAIRN_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        string path = Path.GetFullPath(Path.Combine(folder, file));
        Assert.SkipUnless(File.Exists(path), $"data: {file} is not there; set CAIRN_DATA to the data folder");
        return path;
    }
}
