namespace Cairn.Contracts;

/// <summary>How a check ended.</summary>
public enum ContractOutcome
{
    /// <summary>The recipe keeps the law.</summary>
    Passed,
    /// <summary>The recipe breaks the law, or an exemption from it is not needed.</summary>
    Failed,
    /// <summary>The law is not for recipes of this kind.</summary>
    NotApplicable,
    /// <summary>The recipe breaks the law, and <see cref="ContractOptions.Exemptions"/> allows it.</summary>
    Exempted,
}

/// <summary>What a check found.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What is wrong, why the check does not apply, or the reason of the exemption; empty when it passed.</param>
public sealed record ContractResult(string Check, ContractOutcome Outcome, string Detail);
