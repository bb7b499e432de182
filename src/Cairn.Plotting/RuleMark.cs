using System.Runtime.CompilerServices;

namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds a dashed line across the chart at a height; the axis is widened to show it.</summary>
    /// <param name="y">The height, finite.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the line on top.</returns>
    /// <exception cref="ArgumentOutOfRangeException">y is not finite.</exception>
    public Chart HorizontalLine(double y, string? name = null) => With(new RuleMark(null, Finite(y, nameof(y))) { Name = name });

    /// <summary>Adds a dashed line from bottom to top at a place; the axis is widened to show it.</summary>
    /// <param name="x">The place, finite.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the line on top.</returns>
    /// <exception cref="ArgumentOutOfRangeException">x is not finite.</exception>
    public Chart VerticalLine(double x, string? name = null) => With(new RuleMark(Finite(x, nameof(x)), null) { Name = name });

    /// <summary>
    /// Adds the dashed line y = x: where a prediction equals the truth, or where a classifier guesses. Drawn where both axes carry numbers
    /// on one scale.
    /// </summary>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the line on top.</returns>
    public Chart Diagonal(string? name = null) => With(new RuleMark(null, null) { Name = name });

    static double Finite(double value, string name, [CallerMemberName] string adder = "") => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{adder}: {name} must be a finite number");
}

/// <summary>A reference line: at an x, at a y, or y = x where neither is given.</summary>
sealed class RuleMark(double? at, double? height) : Mark
{
    public override Swatch Swatch => Swatch.Rule;

    public override void Measure(Extent x, Extent y)
    {
        if (at is { } place)
            x.Include(place);
        if (height is { } level)
            y.Include(level);
    }

    public override void Draw(Plot plot, int colour)
    {
        var (x, y) = (plot.X, plot.Y);
        if (at is { } place)
        {
            if (x.Takes(place))
                plot.Surface.Rule(new Point(x.At(place), y.Start), new Point(x.At(place), y.End));
        }
        else if (height is { } level)
        {
            if (y.Takes(level))
                plot.Surface.Rule(new Point(x.Start, y.At(level)), new Point(x.End, y.At(level)));
        }
        else
        {
            var (from, to) = (Math.Max(x.Low, y.Low), Math.Min(x.High, y.High));
            if (from < to && !x.Categorical && !y.Categorical && x.Scale == y.Scale)
                plot.Surface.Rule(new Point(x.At(from), y.At(from)), new Point(x.At(to), y.At(to)));
        }
    }

    public override string Describe(Extent x, Extent y)
    {
        var where = at is { } place ? $"at x = {Decimals.Short(place)}" : height is { } level ? $"at y = {Decimals.Short(level)}" : "y = x";
        return Name is null ? $"reference line {where}" : $"reference line \"{Name}\" {where}";
    }
}
