using System.Reflection;
using System.Text.RegularExpressions;

namespace Cairn.Tests;

/// <summary>The house rules that a reader relies on: floors, namespaces, names, sealed types.</summary>
public class ArchitectureTests
{
    /// <summary>The floors and what each may use: Cairn's own floors and outside packages.</summary>
    static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Cairn.Numerics"] = [],
        ["Cairn.Plotting"] = [],
        ["Cairn.Learning"] = ["Cairn.Numerics", "Cairn.Plotting", "CsvHelper"],
        ["Cairn.Neural"] = ["Cairn.Numerics", "Cairn.Plotting", "Cairn.Learning"],
        ["Cairn"] = ["Cairn.Numerics", "Cairn.Plotting", "Cairn.Learning", "Cairn.Neural"],
        ["Cairn.Cli"] = ["Cairn.Numerics", "Cairn.Plotting", "Cairn.Learning", "Cairn.Neural", "Cairn", "System.CommandLine", "Spectre.Console"],
    };

    static IEnumerable<Assembly> Libraries => Floors.Keys.Where(f => f != "Cairn.Cli").Select(Assembly.Load);

    [Fact]
    public void Every_project_is_a_floor()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        Assert.Equal(Floors.Keys.Order(StringComparer.Ordinal), projects);
    }

    [Fact]
    public void Floors_use_only_what_is_below_them()
    {
        foreach (var (floor, allowed) in Floors)
        {
            var used = Assembly.Load(floor).GetReferencedAssemblies().Select(a => a.Name!)
                .Where(n => !n.StartsWith("System.", StringComparison.Ordinal) || n.StartsWith("System.CommandLine", StringComparison.Ordinal)
                    || n.StartsWith("System.Numerics.Tensors", StringComparison.Ordinal));
            Assert.Empty(used.Except(allowed));
        }
    }

    [Fact]
    public void Folder_is_namespace()
    {
        int files = 0;
        foreach (string file in Repository.Sources())
        {
            string[] path = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file).Split(Path.DirectorySeparatorChar);
            string text = File.ReadAllText(file);
            if (text.Contains("partial class Tensor", StringComparison.Ordinal)) path = [path[0], path[^1]];
            var declared = Regex.Match(text, @"^namespace ([\w.]+);", RegexOptions.Multiline);
            if (!declared.Success) continue; // a program's entry point
            string root = path[0] is "Cairn.Plotting" or "Cairn.Cli" ? path[0] : "Cairn";
            Assert.True(string.Join('.', path[1..^1].Prepend(root)) == declared.Groups[1].Value, $"{file} declares {declared.Groups[1].Value}");
            files++;
        }
        Assert.True(files > 40);
    }

    [Fact]
    public void Names_say_what_things_are()
    {
        string[] banned = ["Utils", "Util", "Helpers", "Helper", "Common", "Core", "Base", "Impl", "Manager"];
        foreach (string file in Repository.Sources())
        {
            string[] path = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file).Split(Path.DirectorySeparatorChar);
            Assert.DoesNotContain(path[..^1], part => banned.Contains(part));
            Assert.DoesNotContain(banned, word => Path.GetFileNameWithoutExtension(file).EndsWith(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_type_is_named_like_a_namespace_and_no_namespace_like_a_type_of_the_platform()
    {
        var types = Libraries.SelectMany(a => a.GetExportedTypes()).ToList();
        var words = types.SelectMany(t => t.Namespace!.Split('.')).Distinct().ToHashSet();
        Assert.DoesNotContain(types, t => words.Contains(t.Name));
        var platform = new[] { typeof(object), typeof(Enumerable), typeof(Stack<>), typeof(System.Numerics.Complex) }
            .SelectMany(t => t.Assembly.GetExportedTypes()).Where(t => t.Namespace is "System" or "System.Collections.Generic" or "System.Linq" or "System.IO")
            .Select(t => t.Name).ToHashSet();
        Assert.DoesNotContain(words, platform.Contains);
    }

    [Fact]
    public void Classes_are_sealed_or_abstract_and_derive_once_at_most()
    {
        foreach (var type in Libraries.SelectMany(a => a.GetExportedTypes()).Where(t => t.IsClass))
        {
            Assert.True(type.IsSealed || type.IsAbstract, $"{type} is neither sealed nor abstract");
            for (var (depth, b) = (0, type.BaseType); b is not null && b.Assembly == type.Assembly && b != typeof(Recipe); b = b.BaseType)
                Assert.True(++depth <= 1, $"{type} derives more than once");
        }
    }

    [Fact]
    public void No_dispose_and_no_finalizer()
    {
        foreach (var type in Libraries.SelectMany(a => a.GetExportedTypes()))
        {
            Assert.False(typeof(IDisposable).IsAssignableFrom(type), $"{type} is disposable");
            Assert.Null(type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }
    }

    [Fact]
    public void Libraries_are_compiled_with_the_optimizer_on()
    {
        foreach (string floor in Floors.Keys)
            Assert.DoesNotContain(Assembly.Load(floor).GetCustomAttributes<System.Diagnostics.DebuggableAttribute>(), f => f.IsJITOptimizerDisabled);
    }
}
