using System.Globalization;
using System.Text;

namespace Cairn.Contracts;

/// <summary>What the checks found of one recipe.</summary>
public sealed class ContractReport
{
    internal ContractReport(string recipe, IReadOnlyList<ContractResult> results) => (Recipe, Results) = (recipe, results);

    /// <summary>The recipe, printed.</summary>
    public string Recipe { get; }

    /// <summary>One result a check, in the order of <see cref="EstimatorContract.CheckNames"/>.</summary>
    public IReadOnlyList<ContractResult> Results { get; }

    /// <summary>The checks that failed, exemptions that are not needed among them.</summary>
    public IReadOnlyList<ContractResult> Failures => [.. Results.Where(r => r.Outcome == ContractOutcome.Failed)];

    /// <summary>True when nothing failed.</summary>
    public bool Passed => Failures.Count == 0;

    /// <summary>How many checks ended so.</summary>
    public int Count(ContractOutcome outcome) => Results.Count(r => r.Outcome == outcome);

    /// <summary>The counts, and a line for each check.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Contract of {Recipe}: {Count(ContractOutcome.Passed)} passed, ");
        text.Append(CultureInfo.InvariantCulture, $"{Count(ContractOutcome.Failed)} failed, {Count(ContractOutcome.Exempted)} exempted, ");
        text.Append(CultureInfo.InvariantCulture, $"{Count(ContractOutcome.NotApplicable)} not applicable");
        int width = Results.Max(r => r.Check.Length);
        foreach (var (check, outcome, detail) in Results)
        {
            string word = outcome switch
            {
                ContractOutcome.Passed => "passed",
                ContractOutcome.Failed => "FAILED",
                ContractOutcome.Exempted => "exempted",
                _ => "-",
            };
            text.AppendLine().Append($"  {word,-8}  {check.PadRight(width)}  {detail}".TrimEnd());
        }
        return text.ToString();
    }
}
