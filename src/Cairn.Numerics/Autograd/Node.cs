using System.Runtime.CompilerServices;

namespace Cairn.Autograd;

/// <summary>One application of an operation in the graph that <see cref="Tensor.Backward"/> walks back: what it was applied to, what it
/// saved, and its derivative rule.</summary>
/// <remarks>
/// <para>An operation of one's own derives a sealed class, hands its inputs to the constructor, saves what the rule needs with
/// <see cref="Save"/>, and puts itself behind its result with <see cref="Result"/> when <see cref="IsTracked"/> says so. Its rule
/// calculates with tensor operations, so that it can be differentiated again.</para>
/// <para>A rule may give a gradient in the broadcast shape or in the wider type: the engine sums and converts it.</para>
/// </remarks>
public abstract class Node
{
    // what most nodes hold stands in the node itself
    Few<Node?> _fewInputs;
    Few<(Tensor? Tensor, int Version)> _fewSaved;
    Node?[]? _manyInputs;
    (Tensor? Tensor, int Version)[]? _manySaved;
    int _inputs, _saved;

    // what one sweep notes here; 0 between sweeps
    internal int Run;
    internal int Cursor;
    internal bool IsNeeded;
    internal Node? Next;
    internal Tensor? Pending;

    /// <summary>Makes a node whose inputs are these tensors; those that require no gradient are forgotten.</summary>
    protected Node(params ReadOnlySpan<Tensor> inputs)
    {
        _inputs = inputs.Length;
        if (_inputs > Few.Most) _manyInputs = new Node?[_inputs];
        var nodes = InputNodes;
        for (int i = 0; i < inputs.Length; i++) nodes[i] = inputs[i].Node;
    }

    /// <summary>The name of the operation in messages: the name of the class, without a "Node" at its end.</summary>
    public string Operation => GetType().Name is var name && name.EndsWith("Node", StringComparison.Ordinal) ? name[..^4] : name;

    /// <summary>The shape of the result.</summary>
    internal Shape Shape { get; private set; }

    /// <summary>The element type of the result.</summary>
    internal DType DType { get; private set; }

    internal ReadOnlySpan<Node?> Inputs => InputNodes;

    Span<Node?> InputNodes => _manyInputs ?? ((Span<Node?>)_fewInputs)[.._inputs];

    Span<(Tensor? Tensor, int Version)> SavedTensors => _manySaved ?? ((Span<(Tensor?, int)>)_fewSaved)[.._saved];

    /// <summary>Gives the inputs their gradients, by <see cref="Give"/>.</summary>
    /// <param name="dy">The gradient of the final scalar by this node's result, of its shape and type.</param>
    protected abstract void Backward(Tensor dy);

    /// <summary>True when gradients are on and one of the tensors requires one.</summary>
    protected static bool IsTracked(params ReadOnlySpan<Tensor> inputs)
    {
        foreach (var input in inputs)
            if (input.RequiresGrad) return Gradients.Meet();
        return false;
    }

    /// <summary>The result of the operation with this node behind it.</summary>
    /// <exception cref="ArgumentException">The elements are integers or booleans, which have no gradient.</exception>
    protected Tensor Result(Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (!y.DType.IsFloating())
            throw new ArgumentException(
                $"{Operation}: a result of type {y.DType.Name()} has no gradient; leave it without a node", nameof(y));
        return y.Detach().By(this);
    }

    /// <summary>Keeps tensors for the rule, at the places 0, 1, ... of <see cref="Saved"/>, until the graph is freed.</summary>
    /// <param name="tensors">Inputs, results or anything else; null where a place is left free.</param>
    protected void Save(params ReadOnlySpan<Tensor?> tensors)
    {
        _saved = tensors.Length;
        _fewSaved = default;
        _manySaved = _saved > Few.Most ? new (Tensor?, int)[_saved] : null;
        var saved = SavedTensors;
        for (int i = 0; i < tensors.Length; i++)
            if (tensors[i] is { } tensor) saved[i] = (tensor, tensor.Version);
    }

    /// <summary>A tensor kept by <see cref="Save"/>.</summary>
    /// <exception cref="InvalidOperationException">It was changed in place since.</exception>
    protected Tensor Saved(int place)
    {
        var (tensor, version) = SavedTensors[place];
        if (tensor is null) throw new InvalidOperationException($"{Operation}: nothing is saved at place {place}");
        return tensor.Version == version ? tensor : throw new InvalidOperationException(
            $"Backward: {Operation} needs a {tensor.Shape} tensor that was changed in place after the operation; "
            + "change a Copy() of it, or change it after Backward");
    }

    /// <summary>True when input <paramref name="input"/> is to have a gradient; what only another needs can be left out.</summary>
    protected bool Needs(int input) =>
        InputNodes[input] is { } source && (Run == 0 || (source is Leaf leaf ? Sweep.Current!.Wants(leaf) : source.IsNeeded));

    /// <summary>The shape of an input that requires a gradient.</summary>
    protected Shape ShapeOf(int input) => InputNodes[input]!.Shape;

    /// <summary>Adds to the gradient of an input; no effect when it needs none.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="gradient">Its gradient, handed over: in the input's shape, or one that the input's broadcasts to.</param>
    /// <exception cref="InvalidOperationException">The input's shape does not broadcast to that of the gradient.</exception>
    protected void Give(int input, Tensor gradient)
    {
        if (!Needs(input)) return;
        var source = InputNodes[input]!;
        if (gradient.Shape != source.Shape) gradient = SumTo(gradient, source.Shape, input);
        if (gradient.DType != source.DType) gradient = gradient.To(source.DType);
        if (Anomalies.AreDetected) Anomalies.CheckGradient(gradient, this, input);
        if (source is Leaf leaf) Sweep.Current!.Take(leaf, gradient);
        else source.Pending = source.Pending is { } before ? before + gradient : gradient;
    }

    /// <summary>Where a matrix product may add its numbers to the gradient that an input has so far: the same bits as of giving the product, which
    /// holds as long as that is summed in one block. Null where it is to be given.</summary>
    private protected Tensor? SumOf(int input, int terms) =>
        terms <= Kernels.Gemm.LongestBlock && InputNodes[input] is Leaf leaf ? Sweep.Current?.SumOf(leaf) : null;

    internal void Differentiate(Tensor dy) => Backward(dy);

    internal void Describe(Tensor result)
    {
        Shape = result.Shape;
        DType = result.DType;
    }

    /// <summary>Lets go of what was saved and of the nodes before; the graph cannot be walked again.</summary>
    internal void Free()
    {
        _fewInputs = default;
        _fewSaved = default;
        _manyInputs = null;
        _manySaved = null;
        _inputs = _saved = 0;
        IsFreed = true;
    }

    internal bool IsFreed { get; private set; }

    internal void ThrowIfFreed()
    {
        if (IsFreed)
            throw new InvalidOperationException($"Backward: the graph behind {Operation} was freed by an earlier Backward; "
                + "pass retainGraph: true to that one, or compute the result again");
    }

    /// <summary>The sum over the axes along which the input was broadcast.</summary>
    Tensor SumTo(Tensor gradient, Shape shape, int input)
    {
        int extra = gradient.Rank - shape.Rank, count = Math.Max(extra, 0);
        bool fits = extra >= 0;
        Span<int> axes = stackalloc int[gradient.Rank];
        for (int a = 0; a < count; a++) axes[a] = a;
        for (int a = 0; fits && a < shape.Rank; a++)
        {
            if (shape[a] == gradient.Shape[a + extra]) continue;
            fits = shape[a] == 1;
            axes[count++] = a + extra;
        }
        return fits
            ? gradient.Sum(axes[..count], keepDims: true).Reshape(shape.AsSpan())
            : throw new InvalidOperationException(
                $"{Operation}: its rule gives a gradient of {gradient.Shape} to input {input}, whose shape is {shape}");
    }

    [InlineArray(Few.Most)]
    struct Few<T>
    {
        T _first;
    }

    static class Few
    {
        internal const int Most = 3;
    }
}
