using Cairn.Autograd;

namespace Cairn.Training;

/// <summary>Looks inside a network: its sizes layer by layer, and backpropagation as numbers.</summary>
public static class ModuleExtensions
{
    /// <summary>Every layer with its shapes, parameters, bytes and multiply-adds, from one forward pass over zeros; over zeros of int32 where the
    /// first layer is an <see cref="Layers.Embedding"/>.</summary>
    /// <param name="net">The network; parameters that are not drawn yet are drawn with seed 0 first.</param>
    /// <param name="inputShape">The shape of a batch, rows first: one row is enough.</param>
    public static ModuleSummary Summary(this Module net, params ReadOnlySpan<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(net);
        bool takesIndices = net.Modules.Select(m => m.Module).FirstOrDefault(m => m.Modules.Count == 1) is Layers.Embedding;
        var dtype = takesIndices ? DType.Int32 : net.Parameters.FirstOrDefault(p => p.IsDrawn)?.Value.DType ?? DType.Float32;
        var zeros = Tensor.Zeros(dtype, inputShape);
        return net.Summary(n => n.Forward(zeros));
    }

    /// <summary>The same from a forward pass of one's own, where a network takes more than one input, or other than zeros:
    /// <c>decoder.Summary(d => d.Forward(x, memory))</c>.</summary>
    /// <param name="net">The network; parameters that are not drawn yet are drawn with seed 0 first.</param>
    /// <param name="forward">Computes the network's result.</param>
    public static ModuleSummary Summary<TModule>(this TModule net, Func<TModule, Tensor> forward) where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(forward);
        net.Place();
        net.InitializeRest(0, DType.Float32);
        var uses = Watched(() => forward(net), gradients: false, out _);
        return new ModuleSummary(net, [.. uses.Select(u => new LayerSummary(u.Layer, [.. u.Inputs.Select(x => x.Shape)], u.Output.Shape))]);
    }

    /// <summary>Computes forward and back once and gives every layer's input, output, delta and gradients as numbers; nothing is changed.</summary>
    /// <param name="net">The network, its parameters drawn.</param>
    /// <param name="x">What goes in, rows first.</param>
    /// <param name="y">What should come out.</param>
    /// <param name="loss">What is differentiated.</param>
    /// <returns>The uses of layers, in the order in which they computed.</returns>
    public static IReadOnlyList<LayerTrace> Trace(this Module net, Tensor x, Tensor y, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return net.Trace(n => loss.Of(n.Forward(x), y));
    }

    /// <summary>The same of a computation of one's own, where a network takes more than one input:
    /// <c>decoder.Trace(d => loss.Of(d.Forward(x, memory), y))</c>.</summary>
    /// <param name="net">The network, its parameters drawn.</param>
    /// <param name="loss">Computes what is differentiated, a single number.</param>
    /// <returns>The uses of layers, in the order in which they computed.</returns>
    /// <exception cref="ArgumentException">It is no single number, or depends on no parameter that is trained.</exception>
    public static IReadOnlyList<LayerTrace> Trace<TModule>(this TModule net, Func<TModule, Tensor> loss) where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(loss);
        net.Place();
        var uses = Watched(() => loss(net), gradients: true, out var value);
        if (value.Length != 1 || !value.RequiresGrad)
            throw new ArgumentException(value.Length != 1 ? $"Trace: {value.Shape} is no single number; give the loss"
                : "Trace: the loss depends on no parameter that is trained; is all of it frozen?", nameof(loss));
        var own = uses.Select(u => u.Layer.NamedParameters.Where(p => p.Parameter.Value.RequiresGrad).ToArray()).ToArray();
        Tensor[] outputs = [.. uses.Select(u => u.Output).Where(o => o.RequiresGrad)];
        Tensor[] parameters = [.. own.SelectMany(p => p).Select(p => p.Parameter.Value).Distinct()];
        var gradients = Derivative.Of(value, [.. outputs, .. parameters]);
        var deltas = new Queue<Tensor>(gradients.Take(outputs.Length));
        var traces = new LayerTrace[uses.Count];
        for (int i = 0; i < traces.Length; i++)
        {
            var (layer, inputs, output) = uses[i];
            traces[i] = new LayerTrace(layer.Path, layer, [.. inputs.Select(x => x.Detach())], output.Detach(),
                output.RequiresGrad ? deltas.Dequeue() : null,
                [.. own[i].Select(p => (p.Path, gradients[outputs.Length + Array.IndexOf(parameters, p.Parameter.Value)]))]);
        }
        return traces;
    }

    static List<(Module Layer, Tensor[] Inputs, Tensor Output)> Watched(Func<Tensor> compute, bool gradients, out Tensor result)
    {
        using var mode = gradients ? Gradients.On() : Gradients.Off();
        using var uses = new Uses();
        result = compute();
        return uses.Seen;
    }

    sealed class Uses : Watcher
    {
        internal List<(Module, Tensor[], Tensor)> Seen { get; } = [];

        internal override Tensor See(Module layer, ReadOnlySpan<Tensor> inputs, Tensor y)
        {
            // an output that is also something else (an input passed on) gets a node of its own, so that its delta is its own
            y = y.Alias();
            Seen.Add((layer, [.. inputs], y));
            return y;
        }
    }
}
