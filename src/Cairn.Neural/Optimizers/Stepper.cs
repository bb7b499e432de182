using Cairn.Autograd;

namespace Cairn.Optimizers;

/// <summary>An optimizer at work on the parameters of one run: it counts the steps and keeps what the optimizer remembers.</summary>
public sealed class Stepper
{
    readonly Optimizer _recipe;
    readonly Parameter[] _parameters;
    readonly Tensor[][] _slots;

    internal Stepper(Optimizer recipe, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _recipe = recipe;
        _parameters = [.. parameters.Where(p => !p.IsRunning && !p.IsFrozen)];
        if (_parameters.Length == 0)
            throw new ArgumentException("There is nothing to train: the module has no parameters, or all are frozen; Unfreeze() some", nameof(parameters));
        _slots = [.. _parameters.Select(p => recipe.Slots.Select(_ => Tensor.Zeros(p.Value.DType, p.Shape.AsSpan())).ToArray())];
    }

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>The parameters that it changes.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Changes every parameter that has a gradient by it; gradients stay as they are.</summary>
    /// <param name="learningRate">How far to go; the recipe's when null.</param>
    public void Step(double? learningRate = null)
    {
        Steps++;
        using var off = Gradients.Off();
        for (int i = 0; i < _parameters.Length; i++)
            if (_parameters[i].Gradient is { } gradient)
                _recipe.Update(new ParameterStep(_parameters[i].Value, gradient, _slots[i], learningRate ?? _recipe.LearningRate, Steps));
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
