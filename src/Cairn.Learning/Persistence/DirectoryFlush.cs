using System.Runtime.InteropServices;

namespace Cairn.Persistence;

/// <summary>Makes a rename lasting: the .NET library has no call that flushes a directory to the disk.</summary>
static partial class DirectoryFlush
{
    const int Interrupted = 4, AccessDenied = 13, Invalid = 22;

    /// <summary>Flushes the entries of a directory; does nothing where the system knows no such thing.</summary>
    /// <exception cref="IOException">The disk reports an error.</exception>
    internal static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows()) return; // the journal of NTFS keeps the order by itself
        int handle = Open(directory, 0);
        if (handle < 0)
        {
            ThrowUnlessUnsupported(directory);
            return;
        }
        try
        {
            while (Sync(handle) != 0)
            {
                if (Marshal.GetLastPInvokeError() == Interrupted) continue;
                ThrowUnlessUnsupported(directory);
                return;
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    /// <summary>Some file systems flush no directories, and a directory may be writable without being readable: nothing more can be done
    /// there.</summary>
    static void ThrowUnlessUnsupported(string directory)
    {
        int error = Marshal.GetLastPInvokeError();
        int notSupported = OperatingSystem.IsMacOS() ? 45 : 95;
        if (error is AccessDenied or Invalid || error == notSupported) return;
        throw new IOException($"The directory '{directory}' cannot be flushed to the disk: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
