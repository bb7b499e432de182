using System.Diagnostics;
using System.Text;

namespace Cairn.Tests;

/// <summary>The packages of all floors in a folder outside the repository, and a console program beside them that uses the one people install.</summary>
public sealed class PackedFeed : IDisposable
{
    /// <summary>A network of one's own: its parameters are found by reflection, which trimming must not hide.</summary>
    const string Network = """
        var corners = Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        var net = new Mlp(2, 8);
        new Trainer { Epochs = 200, BatchSize = 4, Optimizer = new Adam { LearningRate = 0.05 }, Loss = Loss.MeanSquaredError }
            .Fit(net, new Dataset(corners, Tensor.From(new float[,] { { 0 }, { 1 }, { 1 }, { 0 } })));
        Console.WriteLine(string.Join(' ', net.NamedParameters.Select(p => p.Path + p.Parameter.Shape)));
        Console.WriteLine(string.Join(' ', net.Forward(corners).ToArray<float>().Select(y => y > 0.5f ? 1 : 0)));

        sealed class Mlp(int features, int hidden) : Module
        {
            readonly Linear _in = new(features, hidden), _out = new(hidden, 1);
            public override Tensor Forward(Tensor x) => _out.Forward(_in.Forward(x).Relu());
        }
        """;

    readonly string _folder = Directory.CreateTempSubdirectory("cairn packages ").FullName;

    public PackedFeed()
    {
        Directory.CreateDirectory(Feed);
        Directory.CreateDirectory(App);
        File.WriteAllText(In("pack.proj"), $"""
            <Project DefaultTargets="Pack">
              <Target Name="Pack">
                <ItemGroup><Packed Include="{Path.Combine(Repository.Root, "src")}/*/*.csproj" /></ItemGroup>
                <MSBuild Projects="@(Packed)" Targets="Pack" Properties="Configuration=Release;PackageOutputPath={Feed}" />
              </Target>
            </Project>
            """);
        Dotnet(_folder, false, "msbuild", "pack.proj", "-v:q", "-nologo", "-m:1").Succeeds();

        // packages that this machine has already, the runtime's above all, are taken from there; ours only from the feed
        string installed = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string fallback = Directory.Exists(installed) ? $"""<fallbackPackageFolders><add key="installed" value="{installed}" /></fallbackPackageFolders>""" : "";
        File.WriteAllText(In("nuget.config"), $"""
            <configuration>
              <packageSources><add key="cairn" value="{Feed}" /></packageSources>
              {fallback}
            </configuration>
            """);
        Dotnet(App, true, "new", "console", "--output", ".", "--name", "app", "--no-restore").Succeeds();
        Dotnet(App, true, "add", "package", "Cairn", "--version", Version).Succeeds();
    }

    /// <summary>The version of the packages.</summary>
    public string Version { get; } = typeof(Tensor).Assembly.GetName().Version!.ToString(3);

    /// <summary>Where the packages are.</summary>
    public string Feed => In("feed");

    /// <summary>The folder of the console program.</summary>
    public string App => In("app");

    /// <summary>A path in the folder of everything.</summary>
    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Makes the program the README's, and with it a network if wished.</summary>
    public void Write(bool withNetwork)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string hello = page[(page.IndexOf("```csharp\n", StringComparison.Ordinal) + 10)..];
        File.WriteAllText(Path.Combine(App, "Program.cs"), hello[..hello.IndexOf("```", StringComparison.Ordinal)] + (withNetwork ? Network : ""));
    }

    /// <summary>Runs dotnet with a package cache of its own or, for the repository, the machine's.</summary>
    internal CliRun Dotnet(string folder, bool isOutside, params string[] arguments)
    {
        var surroundings = new List<(string, string?)> { ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"), ("DOTNET_NOLOGO", "1"),
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBuildSDKsPath", null), ("MSBUILD_EXE_PATH", null), ("MSBuildExtensionsPath", null) };
        if (isOutside) surroundings.Add(("NUGET_PACKAGES", In("cache")));
        return Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, surroundings, arguments);
    }

    internal static CliRun Run(string program, string folder, IEnumerable<(string Name, string? Value)> surroundings, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        foreach (var (name, value) in surroundings)
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliRun(process.ExitCode, output, error.Result);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
