namespace Cairn.Tests;

/// <summary>Where the sources lie: the folder of Cairn.slnx, found upwards from the test program.</summary>
static class Repository
{
    internal static string Root { get; } = Find();

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cairn.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"no Cairn.slnx above {AppContext.BaseDirectory}");
    }
}
