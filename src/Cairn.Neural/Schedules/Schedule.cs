namespace Cairn.Schedules;

/// <summary>What a learning rate is multiplied by, step by step: a function of the step alone, so that a resumed training goes on as the
/// first would have; one that looks at losses is a function of these too.</summary>
/// <remarks>One that may span a whole training, of a length that it is told, is an <see cref="ISpanningSchedule"/>.</remarks>
public abstract record Schedule : Recipe
{
    /// <summary>The factor of a step.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <param name="losses">The losses measured before it, in their order.</param>
    public abstract double Factor(long step, IReadOnlyList<double> losses);

    /// <summary>The factor of a step before which no loss was measured.</summary>
    /// <param name="step">Counted from 0.</param>
    public double Factor(long step) => Factor(step, []);

    private protected static long Count(long value, string name) => value >= 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1");

    private protected static long? Count(long? value, string name) => value is null ? null : Count(value.Value, name);

    /// <summary>The steps that are set, or that a trainer told.</summary>
    private protected long Known(long? steps) => steps ?? throw new InvalidOperationException(
        $"{GetType().Name}: nobody told over how many steps it goes; set Steps, or leave it to a Trainer, which knows");

    private protected static double Share(double value, string name) => value is >= 0 and <= 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} lies in [0, 1]");
}
