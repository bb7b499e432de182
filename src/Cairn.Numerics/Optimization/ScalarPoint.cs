using System.Globalization;

namespace Cairn.Optimization;

/// <summary>A point on the line that was looked for, and how it was found.</summary>
public sealed class ScalarPoint
{
    internal ScalarPoint(double point, double value, int evaluations, bool converged) =>
        (Point, Value, Evaluations, Converged) = (point, value, evaluations, converged);

    /// <summary>The point.</summary>
    public double Point { get; }

    /// <summary>The function there.</summary>
    public double Value { get; }

    /// <summary>How often the function was computed.</summary>
    public int Evaluations { get; }

    /// <summary>True when the point is within the tolerance, false when the evaluations were used up.</summary>
    public bool Converged { get; }

    /// <summary>A line: the point, the value and what they cost.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Value:G6} at {Point:G10} after {Evaluations} evaluations{(Converged ? "" : ", not converged")}");
}
