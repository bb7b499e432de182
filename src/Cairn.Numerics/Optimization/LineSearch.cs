namespace Cairn.Optimization;

/// <summary>How far to go along a direction that leads down.</summary>
public abstract record LineSearch : Recipe
{
    private protected LineSearch() { }

    /// <summary>A place on the ray that is lower by enough; null when none is found.</summary>
    /// <param name="ray">The ray; its slope at the start is below 0.</param>
    /// <param name="length">What is tried first.</param>
    internal abstract Trial? Find(Ray ray, double length);

    /// <summary>A share between two bounds, neither of them possible.</summary>
    private protected static double Share(double value, double above, double below, string property) => value > above && value < below
        ? value
        : throw new ArgumentOutOfRangeException(property, value,
            FormattableString.Invariant($"{property} must be above {above} and below {below}"));
}
