using Cairn.Autograd;

namespace Cairn.Training;

/// <summary>Looks inside a network: its sizes layer by layer, and backpropagation as numbers.</summary>
public static class ModuleExtensions
{
    /// <summary>Every layer with its shapes, parameters, bytes and multiply-adds, from one forward pass over zeros.</summary>
    /// <param name="net">The network; parameters that are not drawn yet are drawn with seed 0 first.</param>
    /// <param name="inputShape">The shape of a batch, rows first: one row is enough.</param>
    public static ModuleSummary Summary(this Module net, params ReadOnlySpan<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(net);
        net.Place();
        net.InitializeRest(0, DType.Float32);
        var dtype = net.Parameters is [var first, ..] ? first.Value.DType : DType.Float32;
        var zeros = Tensor.Zeros(dtype, inputShape);
        var uses = Watched(() => net.Forward(zeros), gradients: false, out _);
        return new ModuleSummary(net, [.. uses.Select(u => new LayerSummary(u.Layer, u.Input.Shape, u.Output.Shape))]);
    }

    /// <summary>Computes forward and back once and gives every layer's input, output, delta and gradients as numbers; nothing is changed.</summary>
    /// <param name="net">The network, its parameters drawn.</param>
    /// <param name="x">What goes in, rows first.</param>
    /// <param name="y">What should come out.</param>
    /// <param name="loss">What is differentiated.</param>
    /// <returns>The uses of layers, in the order in which they computed.</returns>
    public static IReadOnlyList<LayerTrace> Trace(this Module net, Tensor x, Tensor y, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(loss);
        net.Place();
        var uses = Watched(() => loss.Of(net.Forward(x), y), gradients: true, out var value);
        var own = uses.Select(u => u.Layer.NamedParameters.Where(p => p.Parameter.Value.RequiresGrad).ToArray()).ToArray();
        Tensor[] outputs = [.. uses.Select(u => u.Output).Where(o => o.RequiresGrad)];
        Tensor[] parameters = [.. own.SelectMany(p => p).Select(p => p.Parameter.Value).Distinct()];
        var gradients = Derivative.Of(value, [.. outputs, .. parameters]);
        var deltas = new Queue<Tensor>(gradients.Take(outputs.Length));
        var traces = new LayerTrace[uses.Count];
        for (int i = 0; i < traces.Length; i++)
        {
            var (layer, input, output) = uses[i];
            traces[i] = new LayerTrace(layer.Path, layer, input.Detach(), output.Detach(), output.RequiresGrad ? deltas.Dequeue() : null,
                [.. own[i].Select(p => (p.Path, gradients[outputs.Length + Array.IndexOf(parameters, p.Parameter.Value)]))]);
        }
        return traces;
    }

    static List<(Module Layer, Tensor Input, Tensor Output)> Watched(Func<Tensor> compute, bool gradients, out Tensor result)
    {
        using var mode = gradients ? Gradients.On() : Gradients.Off();
        using var uses = new Uses();
        result = compute();
        return uses.Seen;
    }

    sealed class Uses : Watcher
    {
        internal List<(Module, Tensor, Tensor)> Seen { get; } = [];

        internal override Tensor See(Module layer, Tensor x, Tensor y)
        {
            // an output that is also something else (an input passed on) gets a node of its own, so that its delta is its own
            y = y.Alias();
            Seen.Add((layer, x, y));
            return y;
        }
    }
}
