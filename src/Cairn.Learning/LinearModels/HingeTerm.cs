namespace Cairn.LinearModels;

/// <summary>On which side of its knot a hinge rises.</summary>
public enum HingeSide
{
    /// <summary>max(0, knot - x): it falls to the knot and is 0 from there on.</summary>
    Below = -1,

    /// <summary>x - knot: no hinge, but a straight line through its knot.</summary>
    Both = 0,

    /// <summary>max(0, x - knot): 0 up to the knot, and rises from there.</summary>
    Above = 1,
}

/// <summary>One factor of a term: a hinge on one feature, or a power of it. It is continuous at its knot, where it is 0.</summary>
/// <param name="Feature">The feature's place in the schema.</param>
/// <param name="Knot">The value of the feature at which the hinge turns, in the feature's unit.</param>
/// <param name="Side">Where it rises.</param>
/// <param name="Power">The power that it is taken to, 1 to 3.</param>
public readonly record struct HingeFactor(int Feature, double Knot, HingeSide Side, int Power = 1)
{
    internal const int MostPower = 3;

    /// <summary>The factor for a value of its feature.</summary>
    public double At(double value)
    {
        double rise = Side == HingeSide.Below ? Knot - value : value - Knot;
        if (Side != HingeSide.Both && !(rise > 0)) return 0;
        return Power switch { 1 => rise, 2 => rise * rise, _ => rise * rise * rise };
    }

    /// <summary>The factor as a formula, with the name of its feature.</summary>
    internal string Formula(string name)
    {
        string rise = Side == HingeSide.Below ? FormattableString.Invariant($"{Knot:G6} - {name}")
            : Knot == 0 ? name
            : FormattableString.Invariant($"{name} {(Knot < 0 ? '+' : '-')} {Math.Abs(Knot):G6}");
        string whole = Side != HingeSide.Both ? $"max(0, {rise})" : rise == name ? name : $"({rise})";
        return Power == 1 ? whole : FormattableString.Invariant($"{whole}^{Power}");
    }
}

/// <summary>A term of a <see cref="HingeModel"/>: its coefficient times the product of its factors.</summary>
/// <param name="Coefficient">The coefficient, in units of the target per units of the features.</param>
/// <param name="Factors">The factors, at least one.</param>
public sealed record HingeTerm(double Coefficient, ValueList<HingeFactor> Factors)
{
    /// <summary>The term's contribution for a row of numbers, in the order of the schema.</summary>
    internal double At(ReadOnlySpan<double> row)
    {
        double product = Coefficient;
        foreach (var factor in Factors.AsSpan())
        {
            double value = factor.At(row[factor.Feature]);
            if (value == 0) return 0; // before an infinite factor makes NaN of it
            product *= value;
        }
        return product;
    }
}
