using System.Globalization;

namespace Cairn.LinearModels;

/// <summary>Where a gradient descent stands after a step: what it has learned so far, what that costs, and which way is down.</summary>
/// <remarks>
/// Weights and intercepts are those of the columns after their <see cref="Normalization"/>, which are what the descent moves. A
/// regression and two classes have one score; more classes have one each, and their numbers follow each other.
/// </remarks>
public sealed record DescentState
{
    internal DescentState() { }

    /// <summary>The number of steps made; 0 is the start.</summary>
    public required int Step { get; init; }

    /// <summary>The number of passes over the rows that are done or under way; 0 is the start.</summary>
    public required int Epoch { get; init; }

    /// <summary>The weights, one a feature, those of each score after those of the one before.</summary>
    public required ValueList<double> Weights { get; init; }

    /// <summary>The intercepts, one a score; 0 when none is fitted.</summary>
    public required ValueList<double> Intercepts { get; init; }

    /// <summary>The mean cost over all rows.</summary>
    public required double Cost { get; init; }

    /// <summary>The derivative of the cost by each of <see cref="Weights"/>, over all rows.</summary>
    public required ValueList<double> WeightGradient { get; init; }

    /// <summary>The derivative of the cost by each of <see cref="Intercepts"/>, over all rows; 0 when none is fitted.</summary>
    public required ValueList<double> InterceptGradient { get; init; }

    /// <summary>The length of the gradient.</summary>
    public double GradientNorm
    {
        get
        {
            double squares = 0;
            foreach (double g in WeightGradient) squares += g * g;
            foreach (double g in InterceptGradient) squares += g * g;
            return Math.Sqrt(squares);
        }
    }

    /// <summary>A line of a log: <c>iter=10    weight=0.28    bias=0.0116    cost=74.66</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"iter={Step}    weight={Join(Weights, "F2")}    bias={Join(Intercepts, "F4")}    cost={Cost:F2}");

    static string Join(ValueList<double> values, string format) =>
        string.Join(' ', values.Select(v => v.ToString(format, CultureInfo.InvariantCulture)));
}
