using Cairn.Autograd;
using Cairn.Plotting;

namespace Cairn.Layers;

/// <summary>Pictures of activations.</summary>
public static class ActivationChart
{
    /// <summary>A function of single numbers and its derivative, as curves.</summary>
    /// <param name="activation">The layer, in evaluation; its parameters are drawn if it has any.</param>
    /// <param name="from">Where the curves begin.</param>
    /// <param name="to">Where they end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end is not above the beginning.</exception>
    /// <exception cref="ArgumentException">The layer does not take a batch of single numbers and give one back.</exception>
    public static Chart Curves(this Module activation, double from = -4, double to = 4)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        if (activation.Parameters.Any(p => !p.IsDrawn)) activation.Initialize(0, DType.Float64);
        using var evaluation = Mode.Evaluation();
        using var on = Gradients.On();
        var x = Tensor.Linspace(from, to, 401).Reshape(401, 1).AsParameter();
        var y = activation.Forward(x);
        if (y.Shape != x.Shape)
            throw new ArgumentException($"Curves: {activation} makes {y.Shape} of {x.Shape}; give a function of single numbers",
                nameof(activation));
        var slope = y.RequiresGrad ? Derivative.Of(y.Sum(), [x])[0] : Tensor.Zeros<double>(401, 1);
        double[] at = x.ToArray<double>();
        return new Chart { Title = activation.ToString()!, XLabel = "x", YLabel = "y" }
            .Line(at, y.ToArray<double>(), "value")
            .Line(at, slope.ToArray<double>(), "derivative");
    }
}
