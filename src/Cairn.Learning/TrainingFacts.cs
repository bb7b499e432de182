namespace Cairn;

/// <summary>What happened while an artefact was fitted. It goes with the model into its file, but is no part of what predicts.</summary>
public sealed record TrainingFacts
{
    /// <summary>The recipe, printed.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>The number of rows learned from.</summary>
    public long Rows { get; init; }

    /// <summary>The number of iterations, when the algorithm iterates.</summary>
    public int? Iterations { get; init; }

    /// <summary>True when the algorithm met its own criterion, false when it was stopped, null when it does not iterate.</summary>
    public bool? Converged { get; init; }

    /// <summary>Why the algorithm stopped, in words.</summary>
    public string StopReason { get; init; } = "";

    /// <summary>The objective after each iteration, when recorded.</summary>
    public ValueList<double> History { get; init; }

    /// <summary>The objective on rows held back after each iteration, when measured.</summary>
    public ValueList<double> ValidationHistory { get; init; }

    /// <summary>What the user should know: columns left out, values imputed, rank deficiency.</summary>
    public ValueList<string> Notes { get; init; }
}
