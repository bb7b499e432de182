using System.Globalization;

namespace Cairn.Plotting;

/// <summary>One layer of a chart. It measures itself for the axes, then draws on any <see cref="Surface"/>.</summary>
abstract class Mark
{
    /// <summary>The name in the legend; null keeps the mark out of it.</summary>
    public string? Name { get; init; }

    /// <summary>How the legend shows the mark.</summary>
    public abstract Swatch Swatch { get; }

    /// <summary>Widens both extents by what the mark will draw.</summary>
    public abstract void Measure(Extent x, Extent y);

    /// <summary>Draws on the plot's surface, in the given colour of the palette where the mark takes one.</summary>
    public abstract void Draw(Plot plot, int colour);

    /// <summary>One phrase for readers who do not see the picture: kind, amount, what was left out.</summary>
    public abstract string Describe(Extent x, Extent y);

    /// <summary>The phrase of a mark made of points.</summary>
    protected string DescribePoints(string kind, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, Extent x, Extent y)
    {
        var drawn = 0;
        for (var i = 0; i < xs.Length; i++)
            if (x.Takes(xs[i]) && y.Takes(ys[i]))
                drawn++;
        return Phrase(kind, drawn, drawn == 1 ? "point" : "points", xs.Length - drawn);
    }

    /// <summary>kind "name": n things, k left out.</summary>
    protected string Phrase(string kind, int drawn, string things, int leftOut) =>
        (Name is null ? kind : $"{kind} \"{Name}\"") + string.Create(CultureInfo.InvariantCulture, $": {drawn} {things}")
        + (leftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {leftOut} without a place left out"));
}

/// <summary>The sample of a mark in the legend.</summary>
enum Swatch
{
    Line,
    Dot,
    Box,
    Rule,
    None,
}

/// <summary>What a mark needs in order to draw.</summary>
sealed record Plot(Surface Surface, Axis X, Axis Y, MarkList Marks);

/// <summary>A place on a surface, in its own units, y downwards.</summary>
readonly record struct Point(double X, double Y);
