namespace Cairn.Plotting;

/// <summary>What marks draw on: a rectangle of pixels or of character cells, y downwards. Shapes beyond it are cut off.</summary>
abstract class Surface(double left, double top, double right, double bottom)
{
    public double Left => left;
    public double Top => top;
    public double Right => right;
    public double Bottom => bottom;

    /// <summary>The least distance worth drawing.</summary>
    public abstract double Grain { get; }

    /// <summary>A connected line in a colour of the palette.</summary>
    public abstract void Line(ReadOnlySpan<Point> points, int colour);

    /// <summary>Separate points in a colour of the palette.</summary>
    public abstract void Dots(ReadOnlySpan<Point> points, int colour);

    /// <summary>
    /// A bar in a colour of the palette, from its foot to its tip along y, or along x where it lies, with a note for who points at
    /// it.
    /// </summary>
    public abstract void Box(Point corner, Point opposite, int colour, bool lying, string note);

    /// <summary>
    /// A cell of a heat map: level 0 to <see cref="Palette.HeatLevels"/>, negative towards the other colour; null is empty.
    /// </summary>
    public abstract void Cell(Point corner, Point opposite, int? level, string label, string note);

    /// <summary>Polygons side by side in one paint, beneath what comes after them, with a note for who points at them.</summary>
    public abstract void Area(IReadOnlyList<Point[]> polygons, Paint paint, string note);

    /// <summary>A thin line in the colour of the text, such as a line of equal value.</summary>
    public abstract void Thread(ReadOnlySpan<Point> points);

    /// <summary>The height that a <see cref="Caption"/> takes; 0 where there is no room for any.</summary>
    public abstract double CaptionHeight { get; }

    /// <summary>A word in the middle of a place, above it.</summary>
    public abstract void Caption(Point middle, string text);

    /// <summary>A dashed reference line.</summary>
    public abstract void Rule(Point from, Point to);
}
