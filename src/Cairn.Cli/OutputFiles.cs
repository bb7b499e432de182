using Cairn.Persistence;

namespace Cairn.Cli;

/// <summary>The files that a command makes: refused early where they cannot be, and written all or none.</summary>
static class OutputFiles
{
    /// <summary>Finds out before the work whether the files can be made.</summary>
    /// <param name="files">The option and the path of each.</param>
    /// <param name="inputs">The files that are read, which must not be overwritten.</param>
    internal static void Check(IReadOnlyList<(string Option, string Path)> files, params string[] inputs)
    {
        for (int i = 0; i < files.Count; i++)
        {
            var (option, path) = files[i];
            if (path.Length == 0) throw new UsageException($"{option} needs the name of a file");
            string full = Path.GetFullPath(path);
            if (inputs.Any(input => input.Length > 0 && File.Exists(input) && Path.GetFullPath(input) == full))
                throw new UsageException($"{option}: '{path}' is read by this command and would be overwritten");
            if (files.Take(i).Any(f => Path.GetFullPath(f.Path) == full))
                throw new UsageException($"{option}: '{path}' is already the file of {files[0].Option}");
            if (Directory.Exists(full) || path.EndsWith('/')) throw new IOException($"cannot write '{path}': it is a folder");
            string folder = Path.GetDirectoryName(full)!;
            if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"cannot write '{path}': there is no folder '{folder}'");
            if (!IsDevice(full)) Probe(path, folder);
        }
    }

    /// <summary>Tries whether the folder takes a new file.</summary>
    static void Probe(string path, string folder)
    {
        string probe = Path.Combine(folder, $".cairn-{Environment.ProcessId}-probe.tmp");
        try
        {
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"cannot write '{path}': the folder '{folder}' takes no new file", e);
        }
    }

    static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Writes all files; when one fails, the ones before it are as they were.</summary>
    internal static void Write(params (string Path, byte[] Bytes)[] files)
    {
        var undo = new Stack<Action>();
        try
        {
            foreach (var (path, bytes) in files)
            {
                byte[]? before = !IsDevice(path) && File.Exists(path) ? File.ReadAllBytes(path) : null;
                AtomicFile.Write(path, stream => stream.Write(bytes));
                if (before is not null) undo.Push(() => AtomicFile.Write(path, stream => stream.Write(before)));
                else if (!IsDevice(path)) undo.Push(() => File.Delete(path));
            }
        }
        catch
        {
            foreach (var step in undo) step();
            throw;
        }
    }
}
