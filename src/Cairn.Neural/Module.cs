using System.Diagnostics.CodeAnalysis;

namespace Cairn;

/// <summary>A part of a network: fields that are parameters or modules, and a forward computation.</summary>
/// <remarks>
/// <para>Nothing is registered: parameters are found in the fields, in arrays, lists, tuples and dictionaries of modules too, under path names without
/// decoration: <c>_hidden.weight</c> is <c>hidden.weight</c>. A module found twice is the same module, and its weights are shared.</para>
/// <para>Whether it trains or evaluates is said by <see cref="Mode"/>; outside a scope it evaluates, and any number of threads may use it.</para>
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract class Module
{
    /// <summary>Computes the result for a batch: rows along the first axis.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Where this stands in the module that was initialized; empty for that one itself.</summary>
    public string Path { get; private set; } = "";

    /// <summary>All parameters, each once, in the order of the fields; running statistics too.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. ModuleWalk.Of(this).Parameters.Select(p => p.Parameter)];

    /// <summary>This module and all within it, each once, with their paths, outer ones first.</summary>
    public IReadOnlyList<(string Path, Module Module)> Modules => ModuleWalk.Of(this).Modules;

    /// <summary>The parameters by path: the names in files.</summary>
    public IReadOnlyList<(string Path, Parameter Parameter)> NamedParameters => ModuleWalk.Of(this).Parameters;

    /// <summary>How many numbers the parameters hold, running statistics left out.</summary>
    public long ParameterCount => Parameters.Where(p => !p.IsRunning).Sum(p => (long)p.Shape.Elements);

    /// <summary>Draws the first numbers of all parameters, keyed by (seed, path): the same for any order, any number of threads.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="dtype">float32 unless said otherwise.</param>
    /// <exception cref="ArgumentException">The type is not floating.</exception>
    public void Initialize(long seed = 0, DType dtype = DType.Float32) => Draw(seed, dtype, anew: true);

    /// <summary>Draws what is not drawn yet.</summary>
    internal void InitializeRest(long seed, DType dtype) => Draw(seed, dtype, anew: false);

    void Draw(long seed, DType dtype, bool anew)
    {
        if (!dtype.IsFloating())
            throw new ArgumentException($"Initialize: parameters are float32 or float64, not {dtype.Name()}", nameof(dtype));
        foreach (var (path, parameter) in Place().Parameters)
            if (anew || !parameter.IsDrawn) parameter.Draw(seed, dtype);
    }

    /// <summary>Tells all modules and parameters their paths.</summary>
    internal ModuleWalk Place()
    {
        var walk = ModuleWalk.Of(this);
        foreach (var (path, module) in walk.Modules) module.Path = path;
        foreach (var (path, parameter) in walk.Parameters) parameter.PlaceAt(path);
        return walk;
    }

    /// <summary>Converts all parameters to a floating type.</summary>
    /// <exception cref="ArgumentException">The type is not floating.</exception>
    public void To(DType dtype)
    {
        if (!dtype.IsFloating()) throw new ArgumentException($"To: parameters are float32 or float64, not {dtype.Name()}", nameof(dtype));
        foreach (var parameter in Parameters) parameter.Convert(dtype);
    }

    /// <summary>Keeps training from changing the parameters of this module.</summary>
    public void Freeze() => SetFrozen(true);

    /// <summary>Lets training change the parameters of this module again.</summary>
    public void Unfreeze() => SetFrozen(false);

    void SetFrozen(bool isFrozen)
    {
        foreach (var parameter in Parameters) parameter.IsFrozen = isFrozen;
    }

    /// <summary>Sets all gradients to nothing.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in Parameters) parameter.ZeroGradient();
    }

    /// <summary>Tells who watches (a summary, a trace) what went in and came out; the result is the output. Layers call it, for nothing
    /// when nobody watches.</summary>
    protected Tensor Seen(Tensor x, Tensor y) => Watcher.Current?.See(this, [x], y) ?? y;

    /// <summary>Tells the same of a layer that takes more than one input; the first is what goes through it.</summary>
    /// <inheritdoc cref="Seen(Tensor, Tensor)"/>
    protected Tensor Seen(ReadOnlySpan<Tensor> inputs, Tensor y) => Watcher.Current?.See(this, inputs, y) ?? y;

    /// <summary>The multiply-adds of a batch of this input that gives this output: a weight of [outputs, ...] counts once for each of the output's places.
    /// Layers that use their weights otherwise say so.</summary>
    internal virtual long MultiplyAdds(Shape input, Shape output) =>
        Parameters.Where(p => !p.IsRunning && p.Shape.Rank >= 2).Sum(p => p.Shape.Elements * ((long)output.Elements / p.Shape[0]));

    /// <summary>The same for a layer that takes more than one input.</summary>
    internal virtual long MultiplyAdds(ReadOnlySpan<Shape> inputs, Shape output) => MultiplyAdds(inputs[0], output);

    /// <summary>The modules and parameters that this one holds, when they are not simply its fields.</summary>
    internal virtual IEnumerable<(string Name, object Held)>? Held => null;
}
