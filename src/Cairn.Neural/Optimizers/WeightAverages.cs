using Cairn.Autograd;

namespace Cairn.Optimizers;

/// <summary>Averages of the weights of one run.</summary>
public sealed class WeightAverages
{
    readonly Averaging _recipe;
    readonly Parameter[] _parameters;
    readonly Tensor[] _means;

    internal WeightAverages(Averaging recipe, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (_recipe, _parameters) = (recipe, [.. parameters]);
        _means = Array.ConvertAll(_parameters, p => p.Value.Detach().Copy());
    }

    /// <summary>How many sets of weights were taken.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the weights as they are now.</summary>
    public void Update()
    {
        double share = _recipe.ShareAt(Count++);
        using var off = Gradients.Off();
        for (int i = 0; i < _means.Length; i++)
            _means[i].CopyFrom(share == 1 ? _parameters[i].Value : _means[i] + (_parameters[i].Value - _means[i]) * share);
    }

    /// <summary>Puts the averages into the parameters for good.</summary>
    public void Apply()
    {
        using var off = Gradients.Off();
        for (int i = 0; i < _means.Length; i++) _parameters[i].Value.CopyFrom(_means[i]);
    }

    /// <summary>Puts the averages into the parameters until the scope is disposed, to measure or save them while training goes
    /// on.</summary>
    public Scope Use()
    {
        var before = Array.ConvertAll(_parameters, p => p.Value.Detach().Copy());
        Apply();
        return new Scope(_parameters, before);
    }

    /// <summary>While it is open the parameters are averages; disposing puts back what they were.</summary>
    public readonly ref struct Scope
    {
        readonly Parameter[] _parameters;
        readonly Tensor[] _before;

        internal Scope(Parameter[] parameters, Tensor[] before) => (_parameters, _before) = (parameters, before);

        /// <summary>Puts back what the parameters were.</summary>
        public void Dispose()
        {
            using var off = Gradients.Off();
            for (int i = 0; i < _before.Length; i++) _parameters[i].Value.CopyFrom(_before[i]);
        }
    }
}
