namespace Cairn;

/// <summary>What looks on while modules compute on this thread, for a summary or a trace.</summary>
abstract class Watcher : IDisposable
{
    [ThreadStatic] static Watcher? _current;

    readonly Watcher? _outer = _current;

    protected Watcher() => _current = this;

    internal static Watcher? Current => _current;

    /// <summary>Sees one use of a layer and gives the output to go on with.</summary>
    internal abstract Tensor See(Module layer, ReadOnlySpan<Tensor> inputs, Tensor y);

    public void Dispose() => _current = _outer;
}
