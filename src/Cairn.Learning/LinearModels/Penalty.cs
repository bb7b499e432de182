using System.Globalization;

namespace Cairn.LinearModels;

/// <summary>What a linear model pays for large coefficients. The intercept pays nothing.</summary>
public sealed record Penalty
{
    Penalty(double strength) => Strength = strength;

    /// <summary>The strength; 0 for <see cref="None"/>.</summary>
    public double Strength { get; }

    /// <summary>No penalty: the coefficients are those of maximum likelihood, which exist only where the classes overlap.</summary>
    public static Penalty None { get; } = new(0);

    /// <summary>strength / 2 * sum of the squared coefficients. scikit-learn's C is 1 / strength.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The strength is not above 0, or not finite.</exception>
    public static Penalty L2(double strength) => strength > 0 && double.IsFinite(strength)
        ? new Penalty(strength)
        : throw new ArgumentOutOfRangeException(nameof(strength), strength, "L2: the strength is a finite number above 0; Penalty.None is none");

    /// <summary><c>None</c> or <c>L2(1)</c>.</summary>
    public override string ToString() => Strength == 0
        ? "None"
        : string.Create(CultureInfo.InvariantCulture, $"L2({Strength:R})");
}
