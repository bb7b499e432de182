using System.IO.Compression;

namespace Cairn.Tests;

/// <summary>The node tests of ONNX (opset 26, of the github project onnx/onnx at 6be0677fc2): each case is a small model with inputs and outputs. A
/// case applies when every operator, attribute and element type in it can be said in Cairn, and then its outputs must agree.</summary>
/// <remarks>To rewrite the list after a change: run this with CAIRN_WRITE_FIXTURES=1, then look at the difference.</remarks>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    const double Relative = 1e-4, Absolute = 1e-5; // single precision, computed there in another order

    static string ListFile => Path.Combine(Repository.Root, "tests", "Cairn.Numerics.Tests", "Fixtures", "onnx-nodes.txt");

    [Fact]
    public void Every_case_that_applies_passes_and_the_list_tells_why_others_do_not()
    {
        string folder = Environment.GetEnvironmentVariable("CAIRN_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data");
        string file = Path.Combine(folder, "onnx-node", "onnx-node.zip");
        Assert.SkipUnless(File.Exists(file), $"no {file}: CAIRN_DATA names the folder of data sets");
        using var archive = ZipFile.OpenRead(file);
        var cases = archive.Entries.GroupBy(entry => entry.FullName.Split('/')[0]).OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToDictionary(entry => entry.FullName[(g.Key.Length + 1)..], Bytes));
        var passed = new List<(string Case, string[] Operators)>();
        var others = new List<(string Case, string Reason)>();
        var wrong = new List<string>();
        foreach (var (name, files) in cases)
            try
            {
                passed.Add((name["test_".Length..], Check(files)));
            }
            catch (NotInCairnException reason)
            {
                others.Add((name["test_".Length..], reason.Message));
            }
            catch (Exception fault)
            {
                wrong.Add($"{name}: {fault.GetType().Name}: {fault.Message}");
            }
        string list = Listed(cases.Count, passed, others);
        output.WriteLine(list);
        foreach (string line in wrong) output.WriteLine(line);
        Assert.Empty(wrong);
        if (Environment.GetEnvironmentVariable("CAIRN_WRITE_FIXTURES") == "1") File.WriteAllText(ListFile, list);
        Assert.Equal(File.ReadAllText(ListFile), list);
    }

    static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    /// <summary>Runs a case on its data sets; the operators it uses.</summary>
    static string[] Check(Dictionary<string, byte[]> files)
    {
        var graph = OnnxGraph.OfModel(files["model.onnx"]);
        string[] operators = [.. graph.Nodes.Select(node => node.Operator).Distinct().Order(StringComparer.Ordinal)];
        if (operators.FirstOrDefault(name => !OnnxOperators.All.ContainsKey(name)) is { } missing) throw new NotInCairnException($"no operation for {missing}");
        foreach (string set in files.Keys.Where(f => f.Contains('/')).Select(f => f.Split('/')[0]).Distinct())
        {
            Tensor Read(string kind, int i) => OnnxTensor.Read(files[$"{set}/{kind}_{i}.pb"]).Make();
            var values = graph.Constants.ToDictionary(c => c.Key, c => (Tensor?)c.Value.Make());
            for (int i = 0; i < graph.Inputs.Count; i++) values[graph.Inputs[i]] = Read("input", i);
            Tensor[] expected = [.. graph.Outputs.Select((_, i) => Read("output", i))];
            foreach (var node in graph.Nodes)
            {
                var y = OnnxOperators.All[node.Operator](node, [.. node.Inputs.Select(name => name.Length == 0 ? null : values[name])]);
                for (int i = 0; i < node.Outputs.Count; i++)
                    if (node.Outputs[i].Length > 0)
                        values[node.Outputs[i]] = i < y.Length ? y[i] : throw new NotInCairnException($"{node.Operator}: no result {i + 1}");
            }
            for (int i = 0; i < expected.Length; i++) Agree(graph.Outputs[i], expected[i], values[graph.Outputs[i]]!);
        }
        return operators;
    }

    static void Agree(string name, Tensor expected, Tensor actual)
    {
        if (expected.DType != actual.DType || expected.Shape != actual.Shape)
            throw new InvalidOperationException($"{name} is {actual.DType.Name()} {actual.Shape}, not {expected.DType.Name()} {expected.Shape}");
        double[] right = Numbers(expected), values = Numbers(actual);
        for (int i = 0; i < right.Length; i++)
            if (!(right[i].Equals(values[i]) || Math.Abs(right[i] - values[i]) <= Absolute + Relative * Math.Abs(right[i])))
                throw new InvalidOperationException($"{name}: element {i} is {values[i]:R}, not {right[i]:R}");
    }

    static double[] Numbers(Tensor t) => t.To<double>().ToArray<double>();

    static string Listed(int all, List<(string Case, string[] Operators)> passed, List<(string Case, string Reason)> others)
    {
        List<string> lines =
        [
            FormattableString.Invariant($"{all} cases: {passed.Count} pass, {others.Count} do not apply"), "", "Cases passed by operator, written out in others or not",
            .. passed.SelectMany(p => p.Operators).GroupBy(o => o).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => FormattableString.Invariant($"{g.Key} {g.Count()}")), "", "Do not apply, because Cairn has",
            .. others.GroupBy(o => o.Reason).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key}: {string.Join(' ', g.Select(o => o.Case).Order(StringComparer.Ordinal))}"), "",
        ];
        return string.Join('\n', lines);
    }
}
