namespace Cairn.Cli;

/// <summary>How the program was started, so that a command it prints runs as pasted.</summary>
static class SelfCommand
{
    /// <summary><c>cairn</c> for the installed tool, <c>dotnet run --project ... --</c> for a program built from a clone.</summary>
    internal static string Text { get; } = Find();

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cairn.Cli.csproj")))
                return $"dotnet run --project {Quoted(Path.GetRelativePath(Environment.CurrentDirectory, folder.FullName))} --";
        return "cairn";
    }

    /// <summary>A word of a command line, in quotes when it needs them.</summary>
    internal static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./\\:=+,@".Contains(c)
            && (c != '\\' || OperatingSystem.IsWindows())) ? word
        : OperatingSystem.IsWindows() ? '"' + word + '"'
        : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
