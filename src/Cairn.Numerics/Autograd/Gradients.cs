namespace Cairn.Autograd;

/// <summary>Whether operations on this thread note down how to differentiate them. They do unless told otherwise.</summary>
public static class Gradients
{
    [ThreadStatic] static bool t_areOff;

    /// <summary>True when results of tensors that require gradients require gradients.</summary>
    public static bool AreOn => !t_areOff;

    /// <summary>Turns gradients off until the scope ends: <c>using (Gradients.Off()) { ... }</c>. Results are plain numbers, parameters
    /// may be changed in place, and nothing is kept for Backward.</summary>
    public static Scope Off() => Set(false);

    /// <summary>Turns gradients on again inside <see cref="Off"/>, until the scope ends.</summary>
    public static Scope On() => Set(true);

    internal static Scope Set(bool on)
    {
        var scope = new Scope(t_areOff);
        t_areOff = !on;
        return scope;
    }

    /// <summary>Puts things back as they were when it is disposed of, on the thread that made it.</summary>
    public readonly ref struct Scope
    {
        readonly bool _wereOff;

        internal Scope(bool wereOff) => _wereOff = wereOff;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => t_areOff = _wereOff;
    }
}
