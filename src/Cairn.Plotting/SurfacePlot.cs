using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>
/// A function of two variables as a surface in space, with points about it: a plane that was fitted, with the rows it was fitted to.
/// </summary>
/// <remarks>
/// Drawn in parallel projection: equal lengths along an axis are equal in the picture wherever they lie, and parallels stay parallel. The
/// picture is painted from the back to the front, so that the surface hides what is behind it, points and their stems too.
/// </remarks>
public sealed record SurfacePlot
{
    const double Margin = 16, Size = 12;

    /// <summary>The places along the first axis, increasing, 2 to 200.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The places along the second axis, increasing, 2 to 200.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>The height at each place: X.Count for Y[0], then X.Count for Y[1], ...; cells beside one that is not finite stay empty.</summary>
    public required IReadOnlyList<double> Heights { get; init; }

    /// <summary>Points about the surface; those outside the places or not finite are left out. None by default.</summary>
    public IReadOnlyList<(double X, double Y, double Z)> Points { get; init; } = [];

    /// <summary>What stands above; nothing by default.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the first axis measures.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What the second axis measures.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>What the height measures.</summary>
    public string ZLabel { get; init; } = "";

    /// <summary>Where the viewer stands, in degrees about the vertical axis, from the first axis towards the second, -360 to 360; -55 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is outside -360 to 360.</exception>
    public double Turn
    {
        get;
        init => field = value is >= -360 and <= 360 ? value
            : throw new ArgumentOutOfRangeException(nameof(Turn), value, "SurfacePlot: Turn must be -360 to 360 degrees");
    } = -55;

    /// <summary>How high the viewer stands, in degrees above the ground, 5 to 85; 24 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is outside 5 to 85.</exception>
    public double Tilt
    {
        get;
        init => field = value is >= 5 and <= 85 ? value
            : throw new ArgumentOutOfRangeException(nameof(Tilt), value, "SurfacePlot: Tilt must be 5 to 85 degrees");
    } = 24;

    /// <summary>Width in pixels at natural size, 200 to 10,000; 640 by default. The height follows from what is seen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is outside 200 to 10,000.</exception>
    public int Width
    {
        get;
        init => field = value is >= 200 and <= 10_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(Width), value, "SurfacePlot: Width must be 200 to 10,000 pixels");
    } = 640;

    /// <summary>The picture as an SVG document, light and dark by the reader's preference; the same bytes everywhere.</summary>
    /// <exception cref="ArgumentException">Places do not increase or are too few or too many, or there is not a height for each.</exception>
    public string ToSvg()
    {
        Check();
        var points = Points.Where(p => p.X >= X[0] && p.X <= X[^1] && p.Y >= Y[0] && p.Y <= Y[^1] && double.IsFinite(p.Z)).ToList();
        var zs = new Extent(AxisScale.Linear);
        foreach (double z in Heights.Concat(points.Select(p => p.Z)))
            if (double.IsFinite(z)) zs.Include(z);
        // sides of 1, 1 and 0.72: the axes as lengths in space
        Axis x = Along(X), y = Along(Y), z3 = new(zs, null, 0, 0.72, 5);
        double low = z3.Start, high = z3.End;

        var (sinTurn, cosTurn) = Angle.SinCos(Turn);
        var (sinTilt, cosTilt) = Angle.SinCos(Tilt);
        Point Flat(double a, double b, double c)
        {
            // about the middle of the box; a to the right of the viewer, c up
            double u = a - 0.5, v = b - 0.5, w = c - high / 2;
            return new Point(v * cosTurn - u * sinTurn, -(w * cosTilt - (u * cosTurn + v * sinTurn) * sinTilt));
        }
        // the box's corners give the scale; beyond them room for the labels
        Point[] corners = [.. from a in new[] { 0.0, 1 } from b in new[] { 0.0, 1 } from c in new[] { low, high } select Flat(a, b, c)];
        double left = corners.Min(p => p.X), right = corners.Max(p => p.X), top = corners.Min(p => p.Y), bottom = corners.Max(p => p.Y);
        double sides = 64, above = Margin + (Title.Length > 0 ? 26 : 0) + 22, below = 52;
        double scale = (Width - 2 * sides) / (right - left), height = above + (bottom - top) * scale + below;
        Point At(double a, double b, double c)
        {
            var p = Flat(a, b, c);
            return new Point(sides + (p.X - left) * scale, above + (p.Y - top) * scale);
        }

        // the sides away from the viewer
        double backX = cosTurn > 0 ? 0 : 1, backY = sinTurn > 0 ? 0 : 1, frontX = 1 - backX, frontY = 1 - backY;
        var body = new StringBuilder();
        if (Title.Length > 0) Picture.Text(body, "head", Margin, Margin + 12, "start", Title);
        foreach (var tick in x.Ticks) Path(body, "grid", At(x.At(tick.Value), frontY, low), At(x.At(tick.Value), backY, low), At(x.At(tick.Value), backY, high));
        foreach (var tick in y.Ticks) Path(body, "grid", At(frontX, y.At(tick.Value), low), At(backX, y.At(tick.Value), low), At(backX, y.At(tick.Value), high));
        foreach (var tick in z3.Ticks) Path(body, "grid", At(frontX, backY, z3.At(tick.Value)), At(backX, backY, z3.At(tick.Value)), At(backX, frontY, z3.At(tick.Value)));
        Path(body, "base", At(frontX, backY, low), At(frontX, frontY, low), At(backX, frontY, low));

        var levels = new SortedSet<int>();
        Surface(body, levels, points, x, y, z3, At, backX, backY);

        // ticks: along the two edges in front, and up the edge that stands at the left
        Point a0 = At(0.5, frontY, low), b0 = At(frontX, 0.5, low), middle = At(0.5, 0.5, low);
        Ticks(body, x, v => At(v, frontY, low), a0.X < middle.X);
        Ticks(body, y, v => At(frontX, v, low), b0.X < middle.X);
        Label(body, XLabel, a0, a0.X < middle.X, height);
        Label(body, YLabel, b0, b0.X < middle.X, height);
        bool first = At(frontX, backY, low).X < At(backX, frontY, low).X;
        foreach (var tick in z3.Ticks)
        {
            var at = first ? At(frontX, backY, z3.At(tick.Value)) : At(backX, frontY, z3.At(tick.Value));
            Picture.Text(body, "soft", at.X - 8, at.Y + 4, "end", tick.Label);
        }
        var edge = first ? At(frontX, backY, high) : At(backX, frontY, high);
        Picture.Text(body, "soft", Math.Max(Margin, edge.X - 40), edge.Y - 14, "start", ZLabel, Width / 2.0);

        string style = SvgStyle.For(MarkList.Empty, levels, tints: [0, 1], threads: true)
            + ".cairn-chart .cell{stroke:var(--ink);stroke-opacity:.28;stroke-width:.7;stroke-linejoin:round;fill-opacity:.8}\n"
            + ".cairn-chart .stem{stroke:currentColor;stroke-opacity:.55;fill:none}\n"
            + ".cairn-chart .ball{fill:currentColor;stroke:var(--paper);stroke-width:.8}\n";
        string description = string.Create(CultureInfo.InvariantCulture,
            $"A surface of {Shown(ZLabel, "z")} over {Shown(XLabel, "x")} and {Shown(YLabel, "y")}, {X.Count} by {Y.Count} places; {points.Count} points.");
        return Picture.Document(Width, height, Title.Length > 0 ? Title : "Surface", description, style, body);
    }

    /// <summary>Writes the picture to a file, all or nothing.</summary>
    /// <exception cref="ArgumentException">As <see cref="ToSvg"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveSvg(string path) => WholeFile.Write(path, ToSvg());

    void Check()
    {
        foreach (var (places, name) in new[] { (X, nameof(X)), (Y, nameof(Y)) })
        {
            if (places.Count is < 2 or > 200) throw new ArgumentException($"SurfacePlot: {name} has {places.Count} places; give 2 to 200", name);
            for (int i = 0; i < places.Count; i++)
                if (!double.IsFinite(places[i]) || (i > 0 && !(places[i] > places[i - 1])))
                    throw new ArgumentException($"SurfacePlot: {name}[{i}] is {Decimals.Short(places[i])}; the places are finite and increase", name);
        }
        if (Heights.Count != X.Count * Y.Count)
            throw new ArgumentException($"SurfacePlot: {Heights.Count} heights for {Y.Count} rows x {X.Count} columns; give {X.Count * Y.Count}", nameof(Heights));
    }

    static Axis Along(IReadOnlyList<double> places)
    {
        var extent = new Extent(AxisScale.Linear);
        return new Axis(extent, (places[0], places[^1]), 0, 1, 5);
    }

    /// <summary>
    /// The cells from the farthest to the nearest. A point below the surface comes before its own cell, one on or above it after: what lies in
    /// front of it comes later and hides it.
    /// </summary>
    void Surface(StringBuilder body, SortedSet<int> levels, List<(double X, double Y, double Z)> points, Axis x, Axis y, Axis z, Func<double, double, double, Point> at,
        double backX, double backY)
    {
        var byCell = points.ToLookup(p => (Cell(X, p.X), Cell(Y, p.Y)));
        double[] finite = [.. Heights.Where(double.IsFinite)];
        double least = finite.DefaultIfEmpty(0).Min(), most = finite.DefaultIfEmpty(0).Max();
        Point Place(int i, int j) => at(x.At(X[i]), y.At(Y[j]), z.At(Heights[j * X.Count + i]));
        for (int r = 0; r < Y.Count - 1; r++)
            for (int c = 0; c < X.Count - 1; c++)
            {
                int i = backX == 0 ? c : X.Count - 2 - c, j = backY == 0 ? r : Y.Count - 2 - r;
                var own = byCell[(i, j)].Select(p => (Point: p, Foot: Between(i, j, p.X, p.Y))).ToList();
                foreach (var (p, foot) in own.Where(o => o.Point.Z < o.Foot)) Ball(body, p, foot, x, y, z, at, 1);
                double[] four = [Heights[j * X.Count + i], Heights[j * X.Count + i + 1], Heights[(j + 1) * X.Count + i + 1], Heights[(j + 1) * X.Count + i]];
                if (Array.TrueForAll(four, double.IsFinite))
                {
                    int level = most > least ? (int)Math.Clamp(Math.Round(1 + (four.Average() - least) / (most - least) * (Palette.HeatLevels - 3)), 1, Palette.HeatLevels) : 4;
                    levels.Add(level);
                    Path(body, $"cell {SvgSurface.LevelClass(level)}", closed: true, Place(i, j), Place(i + 1, j), Place(i + 1, j + 1), Place(i, j + 1));
                }
                foreach (var (p, foot) in own.Where(o => !(o.Point.Z < o.Foot))) Ball(body, p, foot, x, y, z, at, 0);
            }
    }

    static int Cell(IReadOnlyList<double> places, double value)
    {
        int i = 0;
        while (i < places.Count - 2 && value >= places[i + 1]) i++;
        return i;
    }

    /// <summary>The surface's height at a place within a cell, linear along its sides.</summary>
    double Between(int i, int j, double px, double py)
    {
        double s = (px - X[i]) / (X[i + 1] - X[i]), t = (py - Y[j]) / (Y[j + 1] - Y[j]);
        double H(int a, int b) => Heights[b * X.Count + a];
        return (1 - t) * ((1 - s) * H(i, j) + s * H(i + 1, j)) + t * ((1 - s) * H(i, j + 1) + s * H(i + 1, j + 1));
    }

    static void Ball(StringBuilder body, (double X, double Y, double Z) p, double foot, Axis x, Axis y, Axis z, Func<double, double, double, Point> at, int colour)
    {
        var head = at(x.At(p.X), y.At(p.Y), z.At(p.Z));
        if (double.IsFinite(foot)) Path(body, $"stem c{colour}", head, at(x.At(p.X), y.At(p.Y), z.At(foot)));
        body.Append(CultureInfo.InvariantCulture, $"<circle class=\"ball c{colour}\" cx=\"{Picture.N(head.X)}\" cy=\"{Picture.N(head.Y)}\" r=\"3.2\"/>\n");
    }

    static void Ticks(StringBuilder body, Axis axis, Func<double, Point> at, bool isLeft)
    {
        foreach (var tick in axis.Ticks)
        {
            var p = at(axis.At(tick.Value));
            Picture.Text(body, "soft", p.X + (isLeft ? -5 : 5), p.Y + 15, isLeft ? "end" : "start", tick.Label);
        }
    }

    void Label(StringBuilder body, string label, Point middle, bool isLeft, double height)
    {
        double room = isLeft ? middle.X - Margin : Width - middle.X - Margin;
        Picture.Text(body, "soft", middle.X + (isLeft ? -30 : 30), Math.Min(middle.Y + 38, height - 8), isLeft ? "end" : "start", label, Math.Max(40, room - 30));
    }

    static void Path(StringBuilder body, string style, params ReadOnlySpan<Point> points) => Path(body, style, closed: false, points);

    static void Path(StringBuilder body, string style, bool closed, params ReadOnlySpan<Point> points)
    {
        body.Append("<path class=\"").Append(style).Append("\" d=\"");
        for (int i = 0; i < points.Length; i++)
            body.Append(i == 0 ? 'M' : 'L').Append(Picture.N(points[i].X)).Append(' ').Append(Picture.N(points[i].Y));
        body.Append(closed ? "Z\"/>\n" : "\"/>\n");
    }

    static string Shown(string label, string other) => label.Length > 0 ? label : other;
}
