using System.Runtime.CompilerServices;

namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>
    /// Adds one upright bar per category, from zero to its value. Several sets of bars stand side by side in their categories.
    /// </summary>
    /// <param name="categories">The names under the bars, n of them, each once; new ones are added to the axis in their order.</param>
    /// <param name="values">The signed heights, n values; one that is not finite leaves its place empty.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the bars on top.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a category is null or stands twice, or the chart already has bars that lie.
    /// </exception>
    public Chart Bars(ReadOnlySpan<string> categories, ReadOnlySpan<double> values, string? name = null) =>
        With(NewBars(categories, values, name, false));

    /// <summary>Adds one lying bar per category, the first on top, from zero to its value: the better form for long names.</summary>
    /// <param name="categories">The names beside the bars, n of them, each once; new ones are added to the axis in their order.</param>
    /// <param name="values">The signed lengths, n values; one that is not finite leaves its place empty.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the bars on top.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a category is null or stands twice, or the chart already has bars that stand.
    /// </exception>
    public Chart HorizontalBars(ReadOnlySpan<string> categories, ReadOnlySpan<double> values, string? name = null) =>
        With(NewBars(categories, values, name, true));

    BarMark NewBars(ReadOnlySpan<string> categories, ReadOnlySpan<double> values, string? name, bool lying,
        [CallerMemberName] string adder = "")
    {
        SameLength(categories.Length, values.Length, nameof(categories), nameof(values), adder);
        Distinct(categories, nameof(categories), adder);
        if (Marks.OfType<BarMark>().Any(b => b.Lying != lying))
            throw new ArgumentException($"{adder}: the chart has bars of the other direction; a chart's bars all stand or all lie",
                nameof(categories));
        return new BarMark(categories.ToArray(), values.ToArray(), lying) { Name = name };
    }

    static void Distinct(ReadOnlySpan<string> names, string parameter, string adder)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            if (names[i] is null || !seen.Add(names[i]))
            {
                var found = names[i] is null ? "null" : $"\"{names[i]}\" again";
                throw new ArgumentException($"{adder}: {parameter}[{i}] is {found}; name each category once", parameter);
            }
    }
}

/// <summary>Bars over categories.</summary>
sealed class BarMark(string[] categories, double[] values, bool lying) : Mark
{
    // The part of a category's room that its bars fill.
    const double Filled = 0.76;

    public bool Lying => lying;

    public override Swatch Swatch => Swatch.Box;

    public override void Measure(Extent x, Extent y)
    {
        var (along, across) = lying ? (y, x) : (x, y);
        foreach (var category in categories)
            along.Place(category);
        foreach (var value in values)
            across.Include(value);
        across.Anchor();
        across.Pad();
    }

    public override void Draw(Plot plot, int colour)
    {
        var (along, across) = lying ? (plot.Y, plot.X) : (plot.X, plot.Y);
        BarMark[] group = [.. plot.Marks.OfType<BarMark>()];
        var width = Filled / group.Length;
        var offset = Array.IndexOf(group, this) * width - Filled / 2;
        for (var i = 0; i < values.Length; i++)
        {
            if (!across.Takes(values[i]))
                continue;
            var place = along.Place(categories[i]) + offset;
            var (a, b) = (along.At(place), along.At(place + width));
            var (from, to) = (across.Base, across.At(values[i]));
            plot.Surface.Box(lying ? new Point(from, a) : new Point(a, from), lying ? new Point(to, b) : new Point(b, to), colour,
                lying, $"{categories[i]}: {Decimals.Short(values[i])}");
        }
    }

    public override string Describe(Extent x, Extent y)
    {
        var drawn = values.Count((lying ? x : y).Takes);
        return Phrase("bars", drawn, drawn == 1 ? "value" : "values", values.Length - drawn);
    }
}
