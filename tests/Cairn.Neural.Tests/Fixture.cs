using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cairn.Tests;

/// <summary>What another program computed: the files of Fixtures, made by networks.py beside them.</summary>
sealed class Fixture
{
    readonly JsonElement _cases;

    Fixture(string name) => _cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Here(), "Fixtures", name + ".json")))
        .RootElement.GetProperty("cases");

    internal static Fixture Layers { get; } = new("layers");

    internal static Fixture Losses { get; } = new("losses");

    internal static Fixture Optimizers { get; } = new("optimizers");

    internal static Fixture Schedules { get; } = new("schedules");

    internal static Fixture Weights { get; } = new("weights");

    internal IEnumerable<string> Names => _cases.EnumerateObject().Select(c => c.Name);

    internal JsonElement this[string name] => _cases.GetProperty(name);

    internal static Tensor Read(JsonElement packed, DType dtype = DType.Float64)
    {
        double[] values = Numbers(packed.GetProperty("values"));
        int[] shape = [.. packed.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32())];
        return Tensor.From<double>(values, shape).To(dtype);
    }

    internal static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>Fails unless shapes are the same and every element agrees to a tolerance, relative beyond 1.</summary>
    internal static void AssertClose(Tensor expected, Tensor? actual, double tolerance, string what)
    {
        Assert.True(actual is not null, $"{what}: nothing there");
        Assert.True(expected.Shape == actual.Shape, $"{what}: {actual.Shape} instead of {expected.Shape}");
        double[] e = expected.To<double>().ToArray<double>(), a = actual.To<double>().ToArray<double>();
        for (int i = 0; i < e.Length; i++)
            Assert.True(Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(1, Math.Abs(e[i])),
                $"{what}: element {i} is {a[i]:R} instead of {e[i]:R}");
    }

    /// <summary>A file beside them.</summary>
    internal static string FileOf(string name) => Path.Combine(Here(), "Fixtures", name);

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
