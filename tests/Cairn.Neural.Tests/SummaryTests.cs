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
}
