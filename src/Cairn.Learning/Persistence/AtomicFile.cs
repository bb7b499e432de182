namespace Cairn.Persistence;

/// <summary>Writes files so that a reader sees the whole old file or the whole new one, never a part, also after a crash or a loss of
/// power.</summary>
/// <remarks>
/// The bytes go to a file of a unique name in the same directory, which is flushed to the disk and closed, then renamed over the old one,
/// and at last the directory is flushed. Whatever fails, the temporary file is removed and the old file stays. A symbolic link stays a
/// link: the file that it points to is replaced. Permissions of a replaced file are kept. Devices (<c>/dev/stdout</c>) are written
/// directly.
/// </remarks>
public static class AtomicFile
{
    static int _counter;

    /// <summary>Makes or replaces a file.</summary>
    /// <param name="path">Where the file shall stand; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written: no such directory, no permission, disk full; the message names the
    /// path.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new IOException($"Cannot write '{path}': it is a directory");
        string directory = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"Cannot write '{path}': the directory '{directory}' does not exist");
        try
        {
            if (IsDevice(directory)) WriteDirectly(full, write);
            else Replace(new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName,
                write);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }
    }

    static void Replace(string target, Action<Stream> write)
    {
        string directory = Path.GetDirectoryName(target)!;
        var stream = CreateTemporary(directory, out string temporary);
        try
        {
            using (stream)
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        DirectoryFlush.Flush(directory);
    }

    /// <summary>A new file that nobody else has: the process and a counter name it, and a name left behind by another run is passed
    /// over.</summary>
    static FileStream CreateTemporary(string directory, out string path)
    {
        while (true)
        {
            path = Path.Combine(directory, $".cairn-{Environment.ProcessId}-{(uint)Interlocked.Increment(ref _counter)}.tmp");
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (File.Exists(path)) { }
        }
    }

    /// <summary>Devices and pipes cannot be replaced by a rename.</summary>
    static bool IsDevice(string directory) =>
        !OperatingSystem.IsWindows() && (directory is "/dev" or "/dev/fd" || directory.StartsWith("/proc/", StringComparison.Ordinal));

    static void WriteDirectly(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        write(stream);
        stream.Flush();
    }
}
