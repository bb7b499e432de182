using Cairn.Autograd;

namespace Cairn.NeuralModels;

/// <summary>What networks say of rows.</summary>
static class NetworkOutputs
{
    const int RowsAtOnce = 4096; // so that what is between the layers stays small

    /// <summary>The outputs of a network, float64, row by row.</summary>
    /// <exception cref="ArgumentException">One is no finite number.</exception>
    internal static double[] Of(Module net, Tensor x, int outputs)
    {
        using var off = Gradients.Off();
        using var evaluation = Mode.Evaluation();
        int rows = x.Shape[0];
        var all = new double[checked(rows * outputs)];
        for (int from = 0; from < rows; from += RowsAtOnce)
        {
            int to = Math.Min(from + RowsAtOnce, rows);
            var y = net.Forward(x[from..to]);
            if (y.Rank is 0 or > 2 || y.Shape[0] != to - from || y.Length != (to - from) * outputs)
                throw new ArgumentException($"x: the network gives {y.Shape} where [{to - from}, {outputs}] is due; the model is damaged", nameof(x));
            y.To(DType.Float64).ToArray<double>().CopyTo(all, from * outputs);
        }
        int bad = FiniteNumbers.FirstOther(all);
        return bad < 0 ? all : throw new ArgumentException(
            $"x: the network's output for row {bad / outputs} is no finite number; the row is too far from those it learned from", nameof(x));
    }
}
