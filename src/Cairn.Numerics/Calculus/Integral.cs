using System.Globalization;

namespace Cairn.Calculus;

/// <summary>An integral, and how far it may be wrong.</summary>
public sealed class Integral
{
    internal Integral(double value, double error, int evaluations, bool converged) =>
        (Value, Error, Evaluations, Converged) = (value, error, evaluations, converged);

    /// <summary>The integral.</summary>
    public double Value { get; }

    /// <summary>About how far it may be wrong, as a rule far too much.</summary>
    public double Error { get; }

    /// <summary>How often the function was computed.</summary>
    public int Evaluations { get; }

    /// <summary>True when the error is within the tolerance.</summary>
    public bool Converged { get; }

    /// <summary>A line: the value, its error and what it cost.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Value:G10} ± {Error:G2} after {Evaluations} evaluations{(Converged ? "" : ", not converged")}");
}
