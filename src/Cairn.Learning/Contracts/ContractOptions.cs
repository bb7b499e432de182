using Cairn.Persistence;

namespace Cairn.Contracts;

/// <summary>What <see cref="EstimatorContract.Check"/> is to know of a recipe.</summary>
public sealed record ContractOptions
{
    /// <summary>The checks that the recipe is known to fail. Strict: one that passes, or does not apply, counts as a failure.</summary>
    public ValueList<ContractExemption> Exemptions { get; init; }

    /// <summary>The readers that load what the recipe's model saves; <see cref="LearningArtefacts.Readers"/> by default.</summary>
    public IReadOnlyList<ArtefactReaderEntry> Readers
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Readers));
    } = LearningArtefacts.Readers;
}

/// <summary>A check that a recipe may fail, and why.</summary>
public sealed record ContractExemption
{
    /// <summary>Makes an exemption.</summary>
    /// <param name="check">The name of the check, one of <see cref="EstimatorContract.CheckNames"/>.</param>
    /// <param name="reason">Why the recipe cannot keep the law.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public ContractExemption(string check, string reason)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        (Check, Reason) = (check, reason);
    }

    /// <summary>The name of the check.</summary>
    public string Check { get; }

    /// <summary>Why the recipe cannot keep the law.</summary>
    public string Reason { get; }

    internal void Deconstruct(out string check, out string reason) => (check, reason) = (Check, Reason);
}
