using System.Diagnostics;

namespace Cairn.Tests;

/// <summary>What recurrent operations promise beside their values.</summary>
public class RecurrentTests
{
    const int Rows = 9, Times = 5, Inputs = 3, Hidden = 19;

    static readonly int[] Lengths = [5, 1, 3, 5, 0, 2, 4, 5, 1];

    static Tensor Numbers(DType dtype, ulong seed, params int[] shape) => Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), seed), shape).To(dtype);

    static readonly Dictionary<string, (int Gates, Func<Tensor, Tensor[], int[], Tensor> Run)> Kinds = new()
    {
        ["Rnn"] = (1, (x, w, lengths) => x.Rnn(w[0], w[1], w[2], w[3], w[4], lengths).Outputs),
        ["Gru"] = (3, (x, w, lengths) => x.Gru(w[0], w[1], w[2], w[3], w[4], lengths).Outputs),
        ["Gru with the gate before"] = (3, (x, w, lengths) => x.Gru(w[0], w[1], w[2], w[3], w[4], lengths, resetAfter: false).Outputs),
        ["Lstm"] = (4, (x, w, lengths) => x.Lstm(w[0], w[1], w[2], w[3], w[4], lengths: lengths).Outputs),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    static Tensor[] Weights(string kind, DType dtype) => Kinds[kind].Gates * Hidden is var g ?
        [Numbers(dtype, 2, g, Inputs), Numbers(dtype, 3, g, Hidden), Numbers(dtype, 4, g), Numbers(dtype, 5, g), Numbers(dtype, 6, Rows, Hidden)] : [];

    internal static ulong Fingerprint()
    {
        ulong hash = 14695981039346656037;
        foreach (var (kind, (_, run)) in Kinds)
            foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
                foreach (int[] lengths in (int[][])[[], Lengths])
                {
                    Tensor[] w = [.. Weights(kind, dtype).Select(t => t.AsParameter())];
                    var x = Numbers(dtype, 1, Rows, Times, Inputs).AsParameter();
                    var y = run(x, w, lengths);
                    y.Backward(Numbers(dtype, 7, Rows, Times, Hidden));
                    hash = SymmetricEigenTests.Hash(hash, [.. new[] { y.Detach(), x.Grad! }.Concat(w.Select(t => t.Grad!)).Select(t => t.To<double>())]);
                }
        return hash;
    }

    [Fact]
    public void Recurrences_have_this_fingerprint() => Assert.Equal(18284877212879402396UL, Fingerprint());

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Bits_are_the_same_without(string feature)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(RecurrentTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add("*" + nameof(Recurrences_have_this_fingerprint));
        start.Environment[feature] = "0";
        using var child = Process.Start(start)!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0 && text.Contains("Total: 1", StringComparison.Ordinal), text);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_row_alone_has_the_bits_of_the_row_in_a_batch(string kind)
    {
        var run = Kinds[kind].Run;
        var w = Weights(kind, DType.Float32);
        var x = Numbers(DType.Float32, 1, Rows, Times, Inputs);
        var all = run(x, w, Lengths);
        for (int row = 0; row < Rows; row++)
            Assert.True(Tensor.EqualsExactly(all[row..(row + 1)], run(x[row..(row + 1)], [.. w[..4], w[4][row..(row + 1)]], [Lengths[row]])), $"row {row}");
    }

    [Fact]
    public void A_gate_that_is_open_stands_before_the_product_as_after_it()
    {
        var w = Weights("Gru", DType.Float64);
        w[2][..Hidden] = 50.0; // r = 1
        var x = Numbers(DType.Float64, 1, Rows, Times, Inputs);
        Tensor after = x.Gru(w[0], w[1], w[2], w[3], w[4]).Outputs, before = x.Gru(w[0], w[1], w[2], w[3], w[4], resetAfter: false).Outputs;
        Assert.True((double)(after - before).Abs().Max() < 1e-14);
    }
}
