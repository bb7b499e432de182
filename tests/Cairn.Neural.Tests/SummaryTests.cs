namespace Cairn.Tests;

public class SummaryTests
{
    [Fact]
    public void The_mlp_of_the_course_has_513810_parameters() // S284, S189
    {
        var net = new Sequential(new Linear(784, 500, activation: Activation.Relu), new Linear(500, 200, activation: Activation.Relu),
            new Linear(200, 100, activation: Activation.Relu), new Linear(100, 10));
        var summary = net.Summary(1, 784);
        Assert.Equal(513_810, summary.Parameters);
        Assert.Equal(784 * 500 + 500 * 200 + 200 * 100 + 100 * 10, summary.MultiplyAdds);
        Assert.Equal(4, summary.Depth);
        Assert.Equal(500, summary.Width);
        string[] lines = summary.ToString().Split('\n');
        Assert.Equal("0     Linear 784 -> 500, Relu  [1, 500]     392,500        392,000", lines[2]);
        Assert.Equal("513,810 parameters; 2,055,240 bytes; 513,000 multiply-adds a row; depth 4, width 500", lines[^1]);
    }

    [Fact]
    public void Five_hidden_layers_and_an_output_are_depth_6() // S158
    {
        Module[] layers = [.. Enumerable.Range(0, 5).SelectMany(_ => new Module[] { new Linear(3, 3), new Relu() }), new Linear(3, 1)];
        Assert.Equal(6, new Sequential(layers).Summary(1, 3).Depth);
    }

    [Fact]
    public void A_trace_shows_backpropagation_as_numbers() // S170
    {
        Linear hidden = new(1, 1, bias: false), output = new(1, 1, bias: false);
        var net = new Sequential(hidden, new Relu(), output);
        net.Initialize(0, DType.Float64);
        hidden.Weight.Set(Tensor.From<double>([0.5], 1, 1));
        output.Weight.Set(Tensor.From<double>([0.8], 1, 1));
        var trace = net.Trace(Tensor.From<double>([2], 1, 1), Tensor.From<double>([1], 1, 1), new SquaredError { IsHalved = true });
        Assert.Equal(["0", "1", "2"], trace.Select(t => t.Path));
        Assert.Equal([2, 1, 1], trace.Select(t => (double)t.Input));
        Assert.Equal([1, 1, 0.8], trace.Select(t => (double)t.Output));
        double[] deltas = [.. trace.Select(t => (double)t.Delta!)];
        Assert.Equal(-0.16, deltas[0], 1e-15);
        Assert.Equal(-0.2, deltas[2], 1e-15);
        Assert.Equal(-0.32, (double)Assert.Single(trace[0].Gradients).Gradient, 1e-15);
        Assert.Equal(-0.2, (double)Assert.Single(trace[2].Gradients).Gradient, 1e-15);
        Assert.Empty(trace[1].Gradients);
        Assert.Null(hidden.Weight.Gradient);
    }

    [Fact]
    public void A_decoder_is_summed_up_and_traced_with_what_it_looks_at()
    {
        Tensor x = Tensor.Ones<float>(2, 5, 8), memory = Tensor.Ones<float>(2, 7, 8) * 0.5f, y = Tensor.Zeros<float>(2, 5, 8);
        var loss = Loss.MeanSquaredError;
        #region decoder
        var decoder = new TransformerDecoder(2, () => new TransformerDecoderLayer(8, heads: 2, hidden: 16));
        var summary = decoder.Summary(d => d.Forward(x, memory));
        var trace = decoder.Trace(d => loss.Of(d.Forward(x, memory), y));
        #endregion
        long self = 4 * 5 * 64 + 2 * 5 * 5 * 8, across = 2 * 64 * (5 + 7) + 2 * 5 * 7 * 8, block = 5 * 2 * 8 * 16;
        Assert.Equal(2 * (self + across + block), summary.MultiplyAdds);
        Assert.Equal(decoder.ParameterCount, summary.Parameters);
        var looks = summary.Layers.Where(l => l.Path.EndsWith("multiheadAttn", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["layers.0.multiheadAttn", "layers.1.multiheadAttn"], looks.Select(l => l.Path));
        Assert.All(looks, l => Assert.Equal([new Shape(2, 5, 8), new Shape(2, 7, 8)], l.Inputs));
        Assert.All(looks, l => Assert.Equal(new Shape(2, 5, 8), l.Input));

        Assert.Equal(summary.Layers.Select(l => l.Path), trace.Select(t => t.Path));
        Assert.All(trace, t => Assert.NotNull(t.Delta));
        var first = trace.Single(t => t.Path == "layers.0.multiheadAttn");
        Assert.True(Tensor.EqualsExactly(memory, first.Inputs[1]));
        loss.Of(decoder.Forward(x, memory), y).Backward();
        foreach (var (name, gradient) in first.Gradients)
            Assert.True(Tensor.EqualsExactly(gradient, decoder.NamedParameters.Single(p => p.Path == $"{first.Path}.{name}").Parameter.Gradient!), name);
        Assert.Contains("[2, 5, 8] is no single number",
            Assert.Throws<ArgumentException>(() => decoder.Trace(d => d.Forward(x, memory))).Message, StringComparison.Ordinal);
        decoder.Freeze();
        Assert.Contains("frozen", Assert.Throws<ArgumentException>(() => decoder.Trace(d => d.Forward(x, memory).Mean())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_numbers_of_their_own_kind()
    {
        var net = new Sequential(new Embedding(9, 4), new Lstm(4, 3, returnsLast: true), new Linear(3, 2));
        Assert.Equal(new Shape(1, 2), net.Summary(1, 6).Layers[^1].Output);
    }

    public static TheoryData<string, long> Counts => new()
    {
        { "linear", 15 }, { "maxout", 2 * 3 * 5 }, { "swiglu", 2 * 3 * 5 }, { "embedding", 0 }, { "sampled softmax", 7 * 5 }, { "hebbian", 10 },
        { "layer norm", 0 }, { "layer norm, two axes", 0 }, { "rms norm", 0 }, { "batch norm", 0 }, { "group norm", 0 }, { "p-relu, channels", 0 },
        { "convolution, depthwise, sigmoid", 8 * 6 * 4 }, { "transposed convolution", 6 * 4 * 3 * 6 }, { "separable convolution", 8 * 2 * 4 + 3 * 2 * 8 },
        { "convolution, 3-d", 3 * 8 * 2 * 4 }, { "rnn", 3 * 3 * (6 + 3) }, { "rnn cell", 3 * (5 + 3) }, { "lstm, projected, no bias, last", 3 * (16 * (6 + 1) + 4) },
        { "multi-head attention", 3 * 4 * 36 + 2 * 3 * 3 * 6 }, { "feed-forward", 3 * 2 * 48 }, { "learned positions", 0 }, { "rotary positions", 0 },
        { "weight noise", 15 }, { "max pool", 0 }, { "residual", 25 }, { "branches", 25 },
    };

    [Theory, MemberData(nameof(Counts))]
    public void Multiply_adds_are_counted_weight_by_weight(string name, long expected)
    {
        var row = LayerTable.Rows[name];
        Assert.Equal(expected, new Sequential(row.Make()).Summary(row.Input).MultiplyAdds);
    }
}
