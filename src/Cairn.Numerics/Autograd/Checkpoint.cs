namespace Cairn.Autograd;

/// <summary>Trades time for memory: what a function saves for its derivative is thrown away and computed again on the way back.</summary>
public static class Checkpoint
{
    /// <summary>The function's result, with one node behind it that keeps the inputs alone.</summary>
    /// <remarks>Parameters may be used inside without being inputs; other tensors that require gradients must be inputs. The function is
    /// called once more at Backward and must then give the same.</remarks>
    /// <param name="function">A function of the inputs that gives a floating tensor.</param>
    /// <param name="inputs">Its operands.</param>
    public static Tensor Run(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor y;
        bool hasParameters;
        using (Gradients.Watch())
        {
            y = function(Array.ConvertAll(inputs, x => x.Detach()));
            hasParameters = Gradients.WereSeen;
        }
        return CheckpointNode.IsNeededFor(inputs, hasParameters) ? new CheckpointNode(function, inputs, hasParameters).Behind(y) : y;
    }

    /// <summary>The result of a function of one input, with one node behind it that keeps the input alone.</summary>
    /// <inheritdoc cref="Run(Func{Tensor[], Tensor}, Tensor[])"/>
    public static Tensor Run(Func<Tensor, Tensor> function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Run(x => function(x[0]), [input]);
    }

    sealed class CheckpointNode : Node
    {
        readonly Func<Tensor[], Tensor> _function;
        readonly int _count;

        static readonly Tensor Parameters = Tensor.Zeros<float>().By(new Leaf { IsUnnamed = true });

        public CheckpointNode(Func<Tensor[], Tensor> function, Tensor[] inputs, bool hasParameters)
            : base(hasParameters ? [.. inputs, Parameters] : inputs)
        {
            (_function, _count) = (function, inputs.Length);
            Save(inputs);
        }

        public static bool IsNeededFor(Tensor[] inputs, bool hasParameters) => hasParameters ? IsTracked(Parameters) : IsTracked(inputs);

        public Tensor Behind(Tensor y) => Result(y);

        protected override void Backward(Tensor dy)
        {
            var x = new Tensor[_count];
            var targets = new Node?[_count];
            Tensor y;
            bool keeps = Gradients.AreOn;
            using (Gradients.On())
            {
                for (int i = 0; i < _count; i++)
                {
                    x[i] = Saved(i).Alias();
                    targets[i] = x[i].Node;
                }
                y = _function([.. x]);
            }
            if (y.Node is null) return;
            var gradients = Sweep.ToTargets(y.Node, dy, targets, retainGraph: keeps, createGraph: keeps, inside: true);
            for (int i = 0; i < _count; i++)
                if (gradients[i] is { } gradient) Give(i, gradient);
        }
    }
}
