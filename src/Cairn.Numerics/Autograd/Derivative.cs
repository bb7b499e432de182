namespace Cairn.Autograd;

/// <summary>Derivatives of functions of tensors, of any order: those of derivatives of derivatives are found by nesting.</summary>
/// <remarks>The functions must be made of tensor operations. Gradients that parameters have collected stay as they are.</remarks>
public static class Derivative
{
    /// <summary>The gradients of a computed tensor by tensors that it was computed from.</summary>
    /// <param name="y">A result; of several elements, Σ gradient · y is differentiated.</param>
    /// <param name="inputs">Parameters or tensors on the way to the result.</param>
    /// <param name="gradient">The weights of the elements of the result; null for a single element, with weight 1.</param>
    /// <param name="retainGraph">True to be able to walk the graph again.</param>
    /// <param name="createGraph">True to be able to differentiate the gradients too; retains the graph.</param>
    /// <exception cref="InvalidOperationException">The result does not depend on an input, or its graph cannot be walked, as
    /// <see cref="Tensor.Backward"/> says.</exception>
    public static Tensor[] Of(Tensor y, ReadOnlySpan<Tensor> inputs, Tensor? gradient = null, bool retainGraph = false,
        bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(y);
        var dy = y.Weights(gradient, "Derivative.Of");
        var found = Sweep.ToTargets(y.Node!, dy, Nodes(inputs), retainGraph || createGraph, createGraph);
        var gradients = new Tensor[found.Length];
        for (int i = 0; i < gradients.Length; i++)
            gradients[i] = found[i] ?? throw new InvalidOperationException(
                $"Derivative.Of: the result does not depend on input {i}, of shape {inputs[i].Shape}; was it made by AsParameter() "
                + "or computed from one, and used on the way?");
        return gradients;
    }

    /// <summary>The gradient ∂f/∂x of a function whose value is a single number; 0 where it does not depend on x.</summary>
    /// <exception cref="InvalidOperationException">The value has several elements.</exception>
    public static Tensor Gradient(Func<Tensor, Tensor> function, Tensor x) => Along(function, x, null, nameof(Gradient)).Gradient;

    /// <summary>The value of a function that is a single number, and its gradient ∂f/∂x, for the price of one.</summary>
    /// <exception cref="InvalidOperationException">The value has several elements.</exception>
    public static (Tensor Value, Tensor Gradient) ValueAndGradient(Func<Tensor, Tensor> function, Tensor x) =>
        Along(function, x, null, nameof(ValueAndGradient));

    /// <summary>The Jacobian ∂f_i/∂x_j, of the shape of the value followed by that of x.</summary>
    public static Tensor Jacobian(Func<Tensor, Tensor> function, Tensor x)
    {
        var (point, y, track) = Evaluate(function, x, nameof(Jacobian));
        var rows = new Tensor[y.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            var dy = Tensor.Zeros(y.DType, y.Length);
            dy[i] = 1;
            rows[i] = Back(y, point, dy.Reshape(y.Shape.AsSpan()), retainGraph: true, track).Flatten();
        }
        var jacobian = rows.Length == 0 ? Tensor.Zeros(x.DType, 0) : Tensor.Stack(rows);
        return jacobian.Reshape([.. y.Shape.AsSpan(), .. x.Shape.AsSpan()]);
    }

    /// <summary>The Hessian ∂²f/∂x_i∂x_j of a function whose value is a single number, of the shape of x twice.</summary>
    /// <exception cref="InvalidOperationException">The value has several elements.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> function, Tensor x) => Jacobian(point => Gradient(function, point), x);

    /// <summary>vᵀ ∂f/∂x: the gradient of Σ v f(x).</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The weights, of the shape of the value.</param>
    /// <returns>The value and the product, of the shape of x.</returns>
    public static (Tensor Value, Tensor Product) VectorJacobianProduct(Func<Tensor, Tensor> function, Tensor x, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(v);
        return Along(function, x, v, nameof(VectorJacobianProduct));
    }

    /// <summary>∂f/∂x v: how the value changes as x moves along v.</summary>
    /// <remarks>The product uᵀ ∂f/∂x is linear in u; its derivative by u along v is the wanted one, so that two walks back do for one
    /// forward.</remarks>
    /// <param name="function">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The direction, of the shape of x.</param>
    /// <returns>The value and the product, of the value's shape.</returns>
    public static (Tensor Value, Tensor Product) JacobianVectorProduct(Func<Tensor, Tensor> function, Tensor x, Tensor v)
    {
        CheckDirection(x, v, nameof(JacobianVectorProduct));
        var (point, y, track) = Evaluate(function, x, nameof(JacobianVectorProduct));
        using var on = Gradients.On();
        var u = Tensor.Zeros(y.DType, y.Shape.AsSpan()).AsParameter();
        var product = Back(y, point, u, retainGraph: true, createGraph: true);
        return (End(y, track), Back(product, u, v, retainGraph: true, track));
    }

    /// <summary>∂²f/∂x² v: how the gradient of a single-numbered function changes as x moves along v.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The direction, of the shape of x.</param>
    /// <exception cref="InvalidOperationException">The value has several elements.</exception>
    public static Tensor HessianVectorProduct(Func<Tensor, Tensor> function, Tensor x, Tensor v)
    {
        CheckDirection(x, v, nameof(HessianVectorProduct));
        return Along(point => Gradient(function, point), x, v, nameof(HessianVectorProduct)).Gradient;
    }

    /// <summary>The value and the gradient of its sum with weights, which can be differentiated when x can.</summary>
    static (Tensor Value, Tensor Gradient) Along(Func<Tensor, Tensor> function, Tensor x, Tensor? weights, string operation)
    {
        var (point, y, track) = Evaluate(function, x, operation);
        if (weights is null && y.Length != 1)
            throw new InvalidOperationException($"{operation}: the value has shape {y.Shape}, not a single element; take its Jacobian");
        if (weights is not null && weights.Shape != y.Shape)
            throw new ArgumentException($"{operation}: weights of {weights.Shape} for a value of {y.Shape}: the shapes differ");
        var gradient = Back(y, point, weights ?? Tensor.Ones(y.DType, y.Shape.AsSpan()), retainGraph: track, track);
        return (End(y, track), gradient);
    }

    /// <summary>The function at an alias of x, and whether the derivative is to be differentiable in turn: it is when the value depends
    /// on a parameter outside.</summary>
    static (Tensor Point, Tensor Value, bool Track) Evaluate(Func<Tensor, Tensor> function, Tensor x, string operation)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        bool track = Gradients.AreOn;
        using var on = Gradients.On();
        var point = track && x.RequiresGrad ? x.Alias() : x.Detach().AsParameter();
        var y = function(point) ?? throw new InvalidOperationException($"{operation}: the function gives null");
        if (!y.DType.IsFloating())
            throw new InvalidOperationException($"{operation}: the value is {y.DType.Name()}, which has no derivative");
        return (point, y, track && y.Node is not null && (point.Node is not Leaf leaf || Sweep.DependsOnOthers(y.Node, leaf)));
    }

    static Tensor Back(Tensor y, Tensor point, Tensor dy, bool retainGraph, bool createGraph)
    {
        var gradient = y.Node is null ? null : Sweep.ToTargets(y.Node, dy, [point.Node], retainGraph, createGraph)[0];
        if (ReferenceEquals(gradient, dy)) gradient = dy.Copy();
        return gradient ?? Tensor.Zeros(point.DType, point.Shape.AsSpan());
    }

    static Tensor End(Tensor y, bool track) => track ? y : y.Detach();

    static void CheckDirection(Tensor x, Tensor v, string operation)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(v);
        if (x.Shape != v.Shape)
            throw new ArgumentException($"{operation}: a direction of {v.Shape} for x of {x.Shape}: the shapes differ", nameof(v));
    }

    static Node?[] Nodes(ReadOnlySpan<Tensor> inputs)
    {
        var nodes = new Node?[inputs.Length];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = inputs[i].Node;
        return nodes;
    }
}
