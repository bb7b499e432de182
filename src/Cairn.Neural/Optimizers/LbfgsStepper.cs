using Cairn.LinearAlgebra;

namespace Cairn.Optimizers;

/// <summary>L-BFGS at work on the parameters of one run.</summary>
public sealed class LbfgsStepper
{
    const int MostHalvings = 25;

    readonly Lbfgs _recipe;
    readonly Parameter[] _parameters;
    readonly List<(double[] Step, double[] Change, double Product)> _memory = [];
    readonly int _length;

    internal LbfgsStepper(Lbfgs recipe, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _recipe = recipe;
        _parameters = [.. parameters.Where(p => !p.IsRunning && !p.IsFrozen)];
        if (_parameters.Length == 0)
            throw new ArgumentException("There is nothing to train: the module has no parameters, or all are frozen; Unfreeze() some",
                nameof(parameters));
        _length = _parameters.Sum(p => p.Shape.Elements);
    }

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>How often the loss was computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>True once a step finds nothing below: the gradient is 0, or rounding hides what is left.</summary>
    public bool IsConverged { get; private set; }

    /// <summary>Goes one step down.</summary>
    /// <param name="loss">Computes the loss, a single number, from the parameters as they are; the same function at every call.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="InvalidOperationException">The loss depends on no parameter, or is no finite number.</exception>
    public double Step(Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var (value, gradient) = Evaluate(loss);
        double[] direction = Direction(gradient), start = Values();
        double slope = Dots.Dot(direction, gradient);
        if (!(slope < 0))
        {
            IsConverged = true;
            return value;
        }
        double rate = _recipe.LearningRate;
        if (_memory.Count == 0) rate *= Math.Min(1, 1 / gradient.Sum(Math.Abs)); // nothing is known of the scale yet
        Move(start, direction, rate);
        var (next, after) = Evaluate(loss, mayFail: _recipe.Searches);
        for (int i = 0; _recipe.Searches && !(next <= value + 1e-4 * rate * slope); i++)
        {
            if (i == MostHalvings)
            {
                Move(start, direction, 0);
                IsConverged = true;
                return value;
            }
            rate /= 2;
            Move(start, direction, rate);
            (next, after) = Evaluate(loss, mayFail: true);
        }
        Remember(direction, rate, gradient, after);
        Steps++;
        return value;
    }

    /// <summary>Minus the inverse curvature times the gradient, by two loops over what is remembered.</summary>
    double[] Direction(double[] gradient)
    {
        var d = Array.ConvertAll(gradient, g => -g);
        if (_memory.Count == 0) return d;
        var shares = new double[_memory.Count];
        for (int i = _memory.Count - 1; i >= 0; i--)
        {
            var (step, change, product) = _memory[i];
            shares[i] = Dots.Dot(step, d) / product;
            Dots.Axpy(-shares[i], change, d);
        }
        var last = _memory[^1];
        double scale = last.Product / Dots.Dot(last.Change, last.Change);
        for (int i = 0; i < d.Length; i++) d[i] *= scale;
        for (int i = 0; i < _memory.Count; i++)
        {
            var (step, change, product) = _memory[i];
            Dots.Axpy(shares[i] - Dots.Dot(change, d) / product, step, d);
        }
        return d;
    }

    void Remember(double[] direction, double rate, double[] before, double[] after)
    {
        double[] step = Array.ConvertAll(direction, d => d * rate), change = [.. after.Zip(before, (a, b) => a - b)];
        double product = Dots.Dot(step, change);
        if (!(product > 1e-10)) return; // no curvature to learn from
        if (_memory.Count == _recipe.Memory) _memory.RemoveAt(0);
        _memory.Add((step, change, product));
    }

    (double Loss, double[] Gradient) Evaluate(Func<Tensor> loss, bool mayFail = false)
    {
        foreach (var parameter in _parameters) parameter.ZeroGradient();
        var value = loss();
        double number = (double)value;
        Evaluations++;
        if (!double.IsFinite(number) && !mayFail)
            throw new InvalidOperationException($"Lbfgs: the loss is {number} at step {Steps}; start elsewhere, or scale the inputs");
        value.Backward();
        var gradient = new double[_length];
        int at = 0;
        foreach (var parameter in _parameters)
        {
            parameter.Gradient?.To<double>().ToArray<double>().CopyTo(gradient, at);
            at += parameter.Shape.Elements;
            parameter.ZeroGradient();
        }
        return (number, gradient);
    }

    double[] Values() => [.. _parameters.SelectMany(p => p.Value.Detach().To<double>().ToArray<double>())];

    void Move(double[] start, double[] direction, double rate)
    {
        int at = 0;
        foreach (var parameter in _parameters)
        {
            var moved = new double[parameter.Shape.Elements];
            for (int i = 0; i < moved.Length; i++) moved[i] = start[at + i] + rate * direction[at + i];
            at += moved.Length;
            using var off = Autograd.Gradients.Off();
            parameter.Value.CopyFrom(Tensor.From<double>(moved, parameter.Shape.AsSpan()).To(parameter.Value.DType));
        }
    }
}
