using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// What differentiation adds to a tensor: the node behind it, which knows what it was computed from.
public sealed partial class Tensor
{
    /// <summary>True when this is a parameter, or was computed from one while gradients were on.</summary>
    public bool RequiresGrad => Node is not null;

    /// <summary>The gradient that <see cref="Backward"/> has collected in this parameter; null when there is none yet, and for a tensor
    /// that requires no gradient.</summary>
    /// <exception cref="InvalidOperationException">This tensor was computed: only parameters keep a gradient.</exception>
    public Tensor? Grad => Node switch
    {
        null => null,
        Leaf leaf => leaf.Gradient,
        _ => throw new InvalidOperationException($"Grad: this {Shape} tensor is the result of {Node.Operation}, and only parameters keep a "
            + "gradient; ask for it by Derivative.Of(result, [tensor])"),
    };

    /// <summary>The same elements as a parameter: a tensor by which results can be differentiated, and which keeps its gradient.</summary>
    /// <exception cref="InvalidOperationException">The elements are integers or booleans, or were computed from a parameter.</exception>
    public Tensor AsParameter()
    {
        if (!DType.IsFloating())
            throw new InvalidOperationException(
                $"AsParameter: {DType.Name()} elements have no gradient; convert them with To<float>() or To<double>() first");
        return Node switch
        {
            null => Detach().By(new Leaf()),
            Leaf => this,
            _ => throw new InvalidOperationException(
                $"AsParameter: this {Shape} tensor is the result of {Node.Operation}; Detach() it first to begin anew here"),
        };
    }

    /// <summary>The same elements without a past: what is computed from them leads no gradient back here.</summary>
    public Tensor Detach() => new(_storage, Shape, _strides, _offset, IsReadOnly);

    /// <summary>Forgets the gradient collected so far.</summary>
    public void ZeroGrad()
    {
        if (Node is Leaf leaf) leaf.Gradient = null;
    }

    /// <summary>Adds to the <see cref="Grad"/> of every parameter behind this tensor the derivative of this tensor by it.</summary>
    /// <remarks>Of a tensor of several elements it is the derivative of Σ gradient · tensor. The graph is freed on the way, unless it is
    /// retained. One thread at a time may walk a graph.</remarks>
    /// <param name="gradient">The weights, of this tensor's shape and type; null for a single element, with weight 1.</param>
    /// <param name="retainGraph">True to be able to walk the graph again.</param>
    /// <param name="createGraph">True to be able to differentiate the gradients too; retains the graph.</param>
    /// <exception cref="InvalidOperationException">There is no parameter behind this tensor, it has several elements and no weights, its
    /// graph was freed, or a tensor that a derivative needs was changed in place.</exception>
    /// <exception cref="ArgumentException">The gradient has another shape or type.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false, bool createGraph = false)
    {
        var dy = Weights(gradient, nameof(Backward));
        Sweep.ToLeaves(Node!, dy, retainGraph || createGraph, createGraph);
    }

    internal Node? Node { get; private set; }

    /// <summary>How often the elements were changed in place, through whichever tensor.</summary>
    internal int Version => _storage.Version;

    /// <summary>The start of a walk back: the given gradient, or 1 for a single element.</summary>
    internal Tensor Weights(Tensor? gradient, string operation)
    {
        if (!DType.IsFloating())
            throw new InvalidOperationException(
                $"{operation}: {DType.Name()} elements have no gradient; only float32 and float64 lead back");
        if (Node is null)
            throw new InvalidOperationException($"{operation}: this {Shape} tensor depends on no parameter; make one with AsParameter() "
                + "before the computation, and compute outside Gradients.Off()");
        if (gradient is null)
            return Length == 1 ? One() : throw new InvalidOperationException(
                $"{operation}: {Shape} has {Length} elements, not 1; reduce it first, as in Sum() or Mean(), or give a gradient of its shape");
        if (gradient.Shape != Shape)
            throw new ArgumentException($"{operation}: a gradient of {gradient.Shape} for a tensor of {Shape}: the shapes differ",
                nameof(gradient));
        if (gradient.DType != DType)
            throw new ArgumentException($"{operation}: a gradient of type {gradient.DType.Name()} for a tensor of type {DType.Name()}; "
                + "convert it with To(DType)", nameof(gradient));
        gradient._storage.IsClaimed = true;
        return gradient;
    }

    Tensor One()
    {
        var one = DType == DType.Float32 ? Scalar(1f) : Scalar(1.0);
        return Rank == 0 ? one : one.Reshape(Shape.AsSpan());
    }

    /// <summary>Puts a node behind this tensor, which nobody else has seen yet.</summary>
    internal Tensor By(Node node)
    {
        node.Describe(this);
        Node = node;
        return this;
    }

    /// <summary>This tensor, contiguous and in memory that no other gradient uses.</summary>
    internal Tensor Claimed()
    {
        var own = !IsContiguous || IsReadOnly || _storage.IsClaimed ? Copy() : this;
        own._storage.IsClaimed = true;
        return own;
    }

    /// <summary>Adds another gradient to this one, in its memory: for who knows that nobody else holds it.</summary>
    internal void Add(Tensor gradient)
    {
        if (DType == DType.Float32) Add<float>(gradient.Packed());
        else Add<double>(gradient.Packed());
    }

    unsafe void Add<T>(Tensor gradient) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* sum = Lent<T>(), x = gradient.Lent<T>()) Elements.Share(Length, new AddJob<T>(sum, x));
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }

    readonly unsafe struct AddJob<T>(T* sum, T* x) : IRangeJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end) => CellLoops.Add(sum + start, x + start, sum + start, end - start);
    }

    /// <summary>The same elements behind a node of their own, at which a walk back can stop.</summary>
    internal Tensor Alias()
    {
        var alias = Detach();
        return Node is null ? alias : alias.By(new AliasNode(this));
    }

    sealed class AliasNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy);
    }

    static bool IsTracked(Tensor x) => x.Node is not null && Gradients.Meet();

    static bool IsTracked(Tensor x, Tensor y) => (x.Node is not null || y.Node is not null) && Gradients.Meet();
}
