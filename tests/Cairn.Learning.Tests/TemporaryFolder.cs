namespace Cairn.Tests;

/// <summary>A folder of a test's own, removed with it.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    internal string Folder => _folder.FullName;

    internal string this[string file] => Path.Combine(Folder, file);

    /// <summary>Writes a file and gives its path.</summary>
    internal string Write(string file, byte[] bytes)
    {
        string path = this[file];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
