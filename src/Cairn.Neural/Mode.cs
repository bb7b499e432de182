using Cairn.RandomNumbers;

namespace Cairn;

/// <summary>Whether modules train or evaluate: a scope that a trainer, or <c>using var mode = Mode.Training(seed, step)</c>, opens on
/// its thread.</summary>
/// <remarks>Outside every scope modules evaluate: dropout passes everything on, normalization uses its running statistics. What is random
/// is keyed by (seed, path of the layer, step), so that a resumed training draws what the first would have drawn.</remarks>
public static class Mode
{
    [ThreadStatic] static State? _current;

    /// <summary>True inside a training scope of this thread.</summary>
    public static bool IsTraining => _current is not null;

    /// <summary>Opens a training scope; disposing closes it.</summary>
    /// <param name="seed">The seed of what is random.</param>
    /// <param name="step">The optimizer step, counted from 0.</param>
    public static Scope Training(long seed = 0, long step = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return new Scope(new State(seed, step));
    }

    /// <summary>Opens an evaluation scope inside a training one; disposing closes it.</summary>
    public static Scope Evaluation() => new(null);

    /// <summary>The random numbers of a layer in this step: others at each use of the layer within the step.</summary>
    /// <param name="path">The layer's <see cref="Module.Path"/>.</param>
    /// <param name="purpose">What for, when a layer draws for more than one thing.</param>
    /// <exception cref="InvalidOperationException">No training scope is open.</exception>
    public static RandomStream Stream(string path, string purpose)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(purpose);
        var mode = _current ?? throw new InvalidOperationException(
            "Mode.Stream: nothing is random in evaluation; open a scope with Mode.Training(seed, step)");
        mode.Uses.TryGetValue((path, purpose), out long use);
        mode.Uses[(path, purpose)] = use + 1;
        return Rng.Stream(mode.Seed, path, purpose).At(mode.Step, use);
    }

    /// <summary>What layers ask to be added to the loss of this step, a single number; null when nothing was asked.</summary>
    /// <remarks>The trainer adds it; a loop of one's own does so before it calls Backward.</remarks>
    public static Tensor? Penalty => _current?.Penalty;

    /// <summary>Asks for an amount to be added to the loss of this step; no effect in evaluation.</summary>
    /// <param name="amount">A single number, to be made small.</param>
    /// <exception cref="ArgumentException">It is no single number.</exception>
    public static void Penalize(Tensor amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        if (amount.Length != 1)
            throw new ArgumentException($"Mode.Penalize: {amount.Shape} is no single number; add it up or take its mean", nameof(amount));
        if (_current is { } mode) mode.Penalty = mode.Penalty is { } before ? before + amount : amount;
    }

    /// <summary>The penalty so far, which is none from here on: each part of a batch has its own.</summary>
    internal static Tensor? TakePenalty()
    {
        if (_current is not { } mode) return null;
        var penalty = mode.Penalty;
        mode.Penalty = null;
        return penalty;
    }

    sealed class State(long seed, long step)
    {
        internal Tensor? Penalty;
        internal readonly long Seed = seed, Step = step;
        internal readonly Dictionary<(string, string), long> Uses = [];
    }

    /// <summary>An open scope; disposing goes back to the mode before it.</summary>
    public readonly ref struct Scope
    {
        readonly State? _outer;

        internal Scope(object? state)
        {
            _outer = _current;
            _current = (State?)state;
        }

        /// <summary>Closes the scope.</summary>
        public void Dispose() => _current = _outer;
    }
}
