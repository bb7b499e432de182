using Cairn.Autograd;

namespace Cairn.Optimizers;

/// <summary>An optimizer at work on the parameters of one run: it counts the steps and keeps what the optimizer remembers.</summary>
/// <remarks>Gradients add up over several calls of Backward: a large batch can come in parts, each with its share of the loss, before one
/// step.</remarks>
public sealed class Stepper
{
    readonly Optimizer _recipe;
    readonly Parameter[] _parameters;
    readonly ParameterGroup?[] _groups;
    readonly Tensor[][] _slots;
    readonly List<double> _losses = [];

    internal Stepper(Optimizer recipe, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _recipe = recipe;
        _parameters = [.. parameters.Where(p => !p.IsRunning && !p.IsFrozen)];
        if (_parameters.Length == 0)
            throw new ArgumentException("There is nothing to train: the module has no parameters, or all are frozen; Unfreeze() some",
                nameof(parameters));
        if (recipe.Slots.Count > 3)
            throw new NotSupportedException($"{recipe.GetType().Name}: {recipe.Slots.Count} slots, and three numbers at most are kept for an element");
        _groups = [.. _parameters.Select(p => recipe.Groups.FirstOrDefault(g => g.Has(p.Path)))];
        if (recipe.Groups.FirstOrDefault(g => !_groups.Contains(g)) is { } empty)
            throw new ArgumentException($"No parameter is in the group '{empty.Path}'; the paths are "
                + string.Join(", ", _parameters.Take(8).Select(p => p.Path)), nameof(parameters));
        _slots = [.. _parameters.Select(p => recipe.Slots.Select(_ => Tensor.Zeros(p.Value.DType, p.Shape.AsSpan())).ToArray())];
    }

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>How far the next step goes, by the recipe's rate and schedule.</summary>
    public double LearningRate => _recipe.LearningRate * _recipe.Schedule.Factor(Steps, _losses);

    /// <summary>The parameters that it changes.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The losses it was told of, in their order.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>Tells of a loss that was measured, once an epoch for instance, for schedules that look at it.</summary>
    public void Observe(double loss) => _losses.Add(loss);

    /// <summary>Changes every parameter that has a gradient by it; gradients stay as they are.</summary>
    /// <param name="learningRate">How far to go; by the recipe's rate and schedule when null.</param>
    public void Step(double? learningRate = null)
    {
        double rate = learningRate ?? LearningRate;
        Steps++;
        using var off = Gradients.Off();
        var gradients = Array.ConvertAll(_parameters, p => p.Gradient);
        double scale = Clip(gradients);
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (gradients[i]?.Contiguous() is not { } gradient) continue;
            Step(i, gradient, scale, rate);
            GC.KeepAlive(gradient); // whose memory was lent
        }
    }

    void Step(int i, Tensor gradient, double scale, double rate)
    {
        var (parameter, group) = (_parameters[i], _groups[i]);
        int isWeight = parameter.Shape.Rank > 1 ? 1 : 0;
        _recipe.Update(new ParameterStep(parameter.Value, gradient, _slots[i], rate * (group?.RateFactor ?? 1), Steps, scale,
            group?.L1 ?? _recipe.L1 * isWeight, group?.L2 ?? _recipe.L2 * isWeight, group?.WeightDecay ?? _recipe.WeightDecay * isWeight));
        if (group?.Constraint is { } constraint) parameter.Value.CopyFrom(constraint.Apply(parameter.Value.Detach()));
    }

    /// <summary>Cuts elements that are too large, and gives what all are to be multiplied by when together they are too long.</summary>
    double Clip(Tensor?[] gradients)
    {
        if (_recipe.ClipValue is { } most)
            for (int i = 0; i < gradients.Length; i++) gradients[i] = gradients[i]?.Clamp(-most, most);
        if (_recipe.ClipNorm is not { } longest) return 1;
        double length = LengthOf(gradients);
        return length > longest ? longest / length : 1;
    }

    /// <summary>The length of the gradients taken as one vector; 0 when there are none.</summary>
    public double GradientNorm
    {
        get
        {
            using var off = Gradients.Off();
            return LengthOf(Array.ConvertAll(_parameters, p => p.Gradient));
        }
    }

    static double LengthOf(Tensor?[] gradients)
    {
        double square = 0;
        foreach (var gradient in gradients)
        {
            double length = gradient is null ? 0 : (double)gradient.Norm();
            square += length * length;
        }
        return Math.Sqrt(square);
    }

    /// <summary>Sets all gradients to nothing.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in _parameters) parameter.ZeroGradient();
    }

    /// <summary>What the optimizer remembers of the parameters, in their order, slot by slot.</summary>
    internal IReadOnlyList<IReadOnlyList<Tensor>> Memory => _slots;

    /// <summary>Goes back to what a stepper over the same parameters was.</summary>
    internal void Restore(long steps, IReadOnlyList<Tensor> memory)
    {
        Steps = steps;
        using var off = Gradients.Off();
        foreach (var (slot, saved) in _slots.SelectMany(s => s).Zip(memory)) slot.CopyFrom(saved.Reshape(slot.Shape.AsSpan()));
    }
}
