using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Cairn.Tests;

/// <summary>What a run of the built program left behind.</summary>
sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>The one JSON document on the standard output.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The one line on the standard error.</summary>
    public string ErrorLine
    {
        get
        {
            Assert.EndsWith("\n", Error, StringComparison.Ordinal);
            string line = Error.TrimEnd('\r', '\n');
            Assert.True(line.Length > 0 && !line.Contains('\n'), $"not one line on the standard error:\n{Error}");
            return line;
        }
    }

    public CliRun Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}:\n{Error}");
        return this;
    }

    /// <summary>Checks a failure: the code, one clear line, no stack trace.</summary>
    public CliRun Fails(int code, params string[] parts)
    {
        Assert.True(code == ExitCode, $"exit code {ExitCode}, not {code}:\n{Error}\n{Output}");
        Assert.StartsWith("cairn: ", ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
        foreach (string part in parts) Assert.Contains(part, ErrorLine, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>Starts the built program, which lies beside the tests, as a person would.</summary>
static class CliProgram
{
    static readonly string Executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Cairn.Cli.exe" : "Cairn.Cli");

    public static CliRun Run(CliFolder folder, params string[] arguments) => Run(folder, null, [], arguments);

    public static CliRun Run(CliFolder folder, byte[]? input, (string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null) process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(60_000))
        {
            process.Kill();
            Assert.Fail($"cairn {string.Join(' ', arguments)} does not end");
        }
        return new CliRun(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(CliFolder folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>A folder of its own for a test, removed afterwards.</summary>
sealed class CliFolder : IDisposable
{
    public CliFolder(string name = "cairn cli ") => Path = Directory.CreateTempSubdirectory(name).FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return name;
    }

    public string Read(string name) => System.IO.File.ReadAllText(File(name));

    /// <summary>The names of the files with their bytes: all that a run may have changed.</summary>
    public string Contents => string.Join('\n', Directory.EnumerateFileSystemEntries(Path).Order(StringComparer.Ordinal)
        .Select(f => System.IO.Path.GetFileName(f) + (Directory.Exists(f) ? "/" : " "
            + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(f))))));

    /// <summary>A table of flowers: petal and sepal lengths that tell the kind, the kind a text.</summary>
    public string Flowers(string name = "flowers.csv", int rows = 60)
    {
        var text = new StringBuilder("petal,sepal,colour,kind\n");
        for (int i = 0; i < rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{1 + i % 3 + (i * 37 % 11) / 10.0},{5 + (i * 53 % 17) / 10.0},{(i % 4 == 0 ? "red" : "blue")},{"abc"[i % 3]}-flower\n");
        return Write(name, text.ToString());
    }

    /// <summary>A table of houses whose price follows from the rooms and the age, nearly.</summary>
    public string Houses(string name = "houses.csv", int rows = 60)
    {
        var text = new StringBuilder("rooms,age,garden,price\n");
        for (int i = 0; i < rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{1 + i * 7 % 5},{i * 31 % 90},{(i % 3 == 0 ? "yes" : "no")},{Price(i)}\n");
        return Write(name, text.ToString());

        static double Price(int i) => 100.5 + 40 * (i * 7 % 5) - (i * 31 % 90) / 2.0 + (i * 13 % 7) / 10.0;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
