using Cairn.Initializers;
using Cairn.RandomNumbers;

namespace Cairn;

/// <summary>A tensor of a module that training changes: a weight, a bias, or a running statistic.</summary>
/// <remarks>It is a field of a <see cref="Module"/>, and nothing registers it. Its numbers are drawn by <see cref="Module.Initialize"/>
/// or the trainer, keyed by (seed, path), so that they depend on no other parameter.</remarks>
public sealed class Parameter
{
    readonly Initializer _initializer;
    Tensor? _value;

    /// <summary>A parameter that gradients change.</summary>
    /// <param name="initializer">What its numbers are drawn from.</param>
    /// <param name="shape">Its sizes: outputs first, then inputs, then what a kernel spans.</param>
    public Parameter(Initializer initializer, params ReadOnlySpan<int> shape) : this(initializer, new Shape(shape), isRunning: false) { }

    Parameter(Initializer initializer, Shape shape, bool isRunning)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        (_initializer, Shape, IsRunning) = (initializer, shape, isRunning);
    }

    /// <summary>A statistic that the module keeps by itself while training, such as a running mean: saved, but never given a
    /// gradient.</summary>
    /// <param name="initializer">What it starts from.</param>
    /// <param name="shape">Its sizes.</param>
    public static Parameter Running(Initializer initializer, params ReadOnlySpan<int> shape) =>
        new(initializer, new Shape(shape), isRunning: true);

    /// <summary>The sizes along the axes.</summary>
    public Shape Shape { get; }

    /// <summary>True for a statistic that the module keeps by itself.</summary>
    public bool IsRunning { get; }

    /// <summary>True when training leaves it as it is. Set by <see cref="Module.Freeze"/>.</summary>
    public bool IsFrozen
    {
        get;
        internal set
        {
            CheckOpen();
            field = value;
            if (_value is not null) _value = Tracked(_value);
        }
    }

    /// <summary>Where it stands in the module that was initialized: field names and places joined by dots, as
    /// <c>layers.0.weight</c>.</summary>
    public string Path { get; private set; } = "";

    /// <summary>True once its numbers are drawn or loaded.</summary>
    public bool IsDrawn => _value is not null;

    /// <summary>The numbers: a tensor to compute with, by which results can be differentiated unless this is frozen or running.</summary>
    /// <exception cref="InvalidOperationException">They are not drawn yet.</exception>
    public Tensor Value => StandIn ?? _value ?? throw new InvalidOperationException(
        $"The parameter {(Path.Length == 0 ? "" : Path + " ")}of {Shape} is not drawn yet; "
        + "call net.Initialize(seed) first, or train it with a Trainer"
        + (Path.Length == 0 ? "; both reach what stands in fields of a module, in lists, tuples and dictionaries too, when they are called" : ""));

    /// <summary>What is computed with for a while in place of the numbers; null for these.</summary>
    internal Tensor? StandIn { get; set; }

    /// <summary>The gradient that Backward has collected; null when there is none.</summary>
    public Tensor? Gradient => IsDrawn && Value.RequiresGrad ? Value.Grad : null;

    /// <summary>Sets the gradient to nothing.</summary>
    public void ZeroGradient()
    {
        if (IsDrawn && Value.RequiresGrad) Value.ZeroGrad();
    }

    /// <summary>Replaces the numbers by a copy of others.</summary>
    /// <exception cref="ArgumentException">The shape differs, or the elements are not floating.</exception>
    public void Set(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Shape)
            throw new ArgumentException($"{(Path.Length == 0 ? "A parameter" : Path)} of {Shape} cannot take a tensor of {value.Shape}",
                nameof(value));
        if (!value.DType.IsFloating())
            throw new ArgumentException($"{(Path.Length == 0 ? "A parameter" : Path)} takes floating numbers, not {value.DType.Name()}",
                nameof(value));
        CheckOpen();
        _value = Tracked(value.Detach().Copy());
    }

    /// <summary>Replaces the numbers and their type as they were saved.</summary>
    internal void Overwrite(Tensor value)
    {
        CheckOpen();
        _value = Tracked(value.Detach().Copy());
    }

    /// <summary>The numbers.</summary>
    public static implicit operator Tensor(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Value;
    }

    internal void PlaceAt(string path) => Path = path;

    internal void Draw(long seed, DType dtype) => Set(_initializer.Draw(Shape, Rng.Stream(seed, Path, "parameter")).To(dtype));

    internal void Convert(DType dtype)
    {
        if (!IsDrawn || Value.DType == dtype) return;
        CheckOpen();
        _value = Tracked(Value.Detach().To(dtype).Copy());
    }

    /// <summary>True once it belongs to a fitted model: nothing changes it any more.</summary>
    internal bool IsSealed { get; private set; }

    /// <summary>Lets nothing change it any more.</summary>
    internal void Seal()
    {
        if (IsSealed) return;
        IsFrozen = true;
        if (_value is not null) _value = _value.Detach().AsReadOnly();
        IsSealed = true;
    }

    void CheckOpen()
    {
        if (IsSealed)
            throw new InvalidOperationException($"The parameter {Path} belongs to a fitted model, which nothing changes; "
                + "save its weights and load them into another network");
    }

    Tensor Tracked(Tensor value) => IsFrozen || IsRunning ? value.Detach() : value.Detach().AsParameter();

    /// <summary>One line: path, shape, and whether it is frozen.</summary>
    public override string ToString() => $"{Path} {Shape}{(IsFrozen ? ", frozen" : "")}{(IsRunning ? ", running" : "")}";
}
