namespace Cairn.Autograd;

/// <summary>Whether operations on this thread note down how to differentiate them. They do unless told otherwise.</summary>
public static class Gradients
{
    enum Mode { On, Off, Watching, Seen }

    [ThreadStatic] static Mode _mode;

    /// <summary>True when results of tensors that require gradients require gradients.</summary>
    public static bool AreOn => _mode == Mode.On;

    /// <summary>Turns gradients off until the scope ends: <c>using (Gradients.Off()) { ... }</c>. Results are plain numbers, parameters
    /// may be changed in place, and nothing is kept for Backward.</summary>
    public static Scope Off() => Enter(Mode.Off);

    /// <summary>Turns gradients on again inside <see cref="Off"/>, until the scope ends.</summary>
    public static Scope On() => Enter(Mode.On);

    internal static Scope Set(bool on) => Enter(on ? Mode.On : Mode.Off);

    /// <summary>Turns gradients off and watches whether an operation meets a tensor that requires one.</summary>
    internal static Scope Watch() => Enter(Mode.Watching);

    /// <summary>True when, inside <see cref="Watch"/>, an operation met a tensor that requires a gradient.</summary>
    internal static bool WereSeen => _mode == Mode.Seen;

    /// <summary>What an operation asks when it meets a tensor that requires a gradient: is a node to be made?</summary>
    internal static bool Meet()
    {
        if (_mode == Mode.On) return true;
        if (_mode == Mode.Watching) _mode = Mode.Seen;
        return false;
    }

    static Scope Enter(Mode mode)
    {
        var scope = new Scope((int)_mode);
        _mode = mode;
        return scope;
    }

    /// <summary>Puts things back as they were when it is disposed of, on the thread that made it.</summary>
    public readonly ref struct Scope
    {
        readonly Mode _before;

        internal Scope(int before) => _before = (Mode)before;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => _mode = _before;
    }
}
