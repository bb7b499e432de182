using System.Globalization;

namespace Cairn.Optimization;

/// <summary>Where a walk downhill ended, and how it came there.</summary>
public sealed class Minimum
{
    internal Minimum(Objective f, Place place, bool converged, string stopReason, MinimizationStep[] history)
    {
        (Point, Value, Gradient) = (f.Shaped(place.Point), place.Value, f.Shaped(place.Gradient));
        (Evaluations, HessianProducts) = (f.Evaluations, f.HessianProducts);
        (Converged, StopReason, History) = (converged, stopReason, Array.AsReadOnly(history));
    }

    /// <summary>The lowest point found, float64, of the shape of the start.</summary>
    public Tensor Point { get; }

    /// <summary>The function there.</summary>
    public double Value { get; }

    /// <summary>The gradient there, of the shape of the start.</summary>
    public Tensor Gradient { get; }

    /// <summary>The number of steps taken.</summary>
    public int Iterations => History.Count - 1;

    /// <summary>How often the function and its gradient were computed, always together.</summary>
    public int Evaluations { get; }

    /// <summary>How often the Hessian was multiplied by a vector, which only Newton's method does; each costs about two
    /// evaluations.</summary>
    public int HessianProducts { get; }

    /// <summary>True when the gradient is within the tolerance; false when the walk stopped for another reason.</summary>
    public bool Converged { get; }

    /// <summary>Why the walk stopped, in words.</summary>
    public string StopReason { get; }

    /// <summary>The start and what each step led to.</summary>
    public IReadOnlyList<MinimizationStep> History { get; }

    /// <summary>A line: the value, what it cost, and why the walk stopped.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Minimum {Value:G6} after {Iterations} iterations and {Evaluations} evaluations: {StopReason}");
}
