using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Cli;

/// <summary>The standard output and error as plain streams of UTF-8.</summary>
/// <remarks>
/// On a terminal, the console's own streams send a control sequence before the first byte, also where NO_COLOR forbids it; there the
/// file descriptors are written directly. Windows translates for its console and keeps its own.
/// </remarks>
static class StandardStreams
{
    static bool IsDirect => !OperatingSystem.IsWindows() && !Console.IsOutputRedirected;

    /// <summary>Takes the place of the console's writers, whose encoding depends on the language.</summary>
    internal static void Prepare()
    {
        if (OperatingSystem.IsWindows()) return;
        Console.SetOut(Writer(Output()));
        Console.SetError(Writer(IsDirect ? Descriptor(2) : Console.OpenStandardError()));
    }

    /// <summary>The standard output, for bytes.</summary>
    internal static Stream Output() => IsDirect ? Descriptor(1) : Console.OpenStandardOutput();

    static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    static FileStream Descriptor(int number) => new(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
