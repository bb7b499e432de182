namespace Cairn.Plotting;

/// <summary>
/// Draws marks with characters: braille dots (2 x 4 to a cell) for one series, a sign per series for several, blocks for areas.
/// </summary>
sealed class TextSurface(int columns, int rows, bool ascii, bool several) : Surface(0, 0, columns, rows)
{
    const string Signs = "•×+○▪△◆∙", AsciiSigns = "*x+o@%&$";
    const string Fills = "█▒▓░", AsciiFills = "#=%:";
    const string FromBelow = " ▁▂▃▄▅▆▇█", FromLeft = " ▏▎▍▌▋▊▉█";
    const string Shades = " ░▒▓█", AsciiShades = " .:=#";

    readonly char[] _cells = [.. Enumerable.Repeat(' ', columns * rows)];
    readonly byte[] _dots = new byte[columns * rows];

    public override double Grain => 0.5;

    bool Fine => !ascii && !several;

    /// <summary>The character that stands for a mark in the legend.</summary>
    public char Sample(Swatch swatch, int colour) => swatch switch
    {
        Swatch.Box => Fill(colour),
        Swatch.Rule => ascii ? '-' : '╌',
        _ => Sign(colour),
    };

    public string Row(int row)
    {
        var line = _cells.AsSpan(row * columns, columns).ToArray();
        for (var i = 0; i < columns; i++)
            if (_dots[row * columns + i] is var dots and not 0)
                line[i] = (char)(0x2800 + dots);
        return new string(line);
    }

    public override void Line(ReadOnlySpan<Point> points, int colour)
    {
        for (var i = 1; i < points.Length; i++)
            Trace(points[i - 1], points[i], p => Dot(p, colour));
    }

    public override void Dots(ReadOnlySpan<Point> points, int colour)
    {
        foreach (var point in points)
            if (point.X >= 0 && point.X <= columns && point.Y >= 0 && point.Y <= rows)
                Dot(point, colour);
    }

    public override void Box(Point corner, Point opposite, int colour, bool lying, string note)
    {
        // Across, whole cells; along, from a whole cell at the foot to the nearest eighth at the tip.
        var (from, to) = lying ? Cells(corner.Y, opposite.Y, rows) : Cells(corner.X, opposite.X, columns);
        var limit = lying ? columns : rows;
        var foot = (int)Math.Round(Math.Clamp(lying ? corner.X : corner.Y, 0, limit));
        var tip = Math.Clamp(lying ? opposite.X : opposite.Y, 0, limit);
        if (tip == (lying ? corner.X : corner.Y))
            return;
        var onwards = (lying ? opposite.X > corner.X : opposite.Y > corner.Y) ? 1 : -1;
        var length = Math.Max(0.125, onwards * (tip - foot));
        for (var i = 0; i < length; i++)
        {
            var cell = onwards > 0 ? foot + i : foot - 1 - i;
            if (cell < 0 || cell >= limit)
                continue;
            var sign = Part(Math.Min(1, length - i), lying, lying ? onwards > 0 : onwards < 0, colour);
            for (var j = from; j < to && sign != ' '; j++)
                _cells[lying ? j * columns + cell : cell * columns + j] = sign;
        }
    }

    public override void Cell(Point corner, Point opposite, int? level, string label, string note)
    {
        var (left, right) = Cells(corner.X, opposite.X, columns);
        var (top, bottom) = Cells(corner.Y, opposite.Y, rows);
        var shades = ascii ? AsciiShades : Shades;
        // The fullest shade is left to bars: a number must stand out.
        var shade = shades[Math.Abs(level ?? 0) * (shades.Length - 2) / Palette.HeatLevels];
        for (var r = top; r < bottom; r++)
            _cells.AsSpan(r * columns + left, right - left).Fill(shade);
        var written = $" {(ascii ? label.Replace('–', '-') : label)}" + (label.Length + 2 <= right - left ? " " : "");
        if (written.Length <= right - left)
            written.CopyTo(_cells.AsSpan((top + bottom - 1) / 2 * columns + left + (right - left - written.Length) / 2));
    }

    /// <summary>Heat levels as shades of characters; tints are backgrounds, which characters have none of.</summary>
    public override void Area(IReadOnlyList<Point[]> polygons, Paint paint, string note)
    {
        if (paint.Level is not { } level)
            return;
        var shades = ascii ? AsciiShades : Shades;
        foreach (var polygon in polygons)
        {
            var (left, right) = (polygon.Min(p => p.X), polygon.Max(p => p.X));
            var (top, bottom) = (polygon.Min(p => p.Y), polygon.Max(p => p.Y));
            for (var y = (int)Math.Round(top); y < Math.Min(rows, Math.Round(bottom)); y++)
                for (var x = (int)Math.Round(left); x < Math.Min(columns, Math.Round(right)); x++)
                    _cells[y * columns + x] = shades[Math.Abs(level) * (shades.Length - 1) / Palette.HeatLevels];
        }
    }

    public override void Thread(ReadOnlySpan<Point> points) => Line(points, 0);

    public override double CaptionHeight => 0;

    public override void Caption(Point middle, string text) { }

    public override void Rule(Point from, Point to)
    {
        var sign = from.Y == to.Y ? (ascii ? '-' : '╌') : from.X == to.X ? (ascii ? ':' : '┆') : ascii ? '.' : '·';
        Trace(from, to, p =>
        {
            var at = At(p);
            if (_cells[at] == ' ' && _dots[at] == 0)
                _cells[at] = sign;
        });
    }

    char Sign(int colour) => (ascii ? AsciiSigns : Signs)[colour % Signs.Length];

    char Fill(int colour) => (ascii ? AsciiFills : Fills)[colour % Fills.Length];

    /// <summary>The character of a cell that an area covers in part, growing upwards or rightwards (forward) or the other way.</summary>
    char Part(double share, bool lying, bool forward, int colour)
    {
        if (ascii || several || share >= 1)
            return share >= 0.5 ? Fill(colour) : ' ';
        if (forward)
            return (lying ? FromLeft : FromBelow)[Math.Max(1, (int)Math.Round(share * 8))];
        return share >= 0.75 ? Fill(colour) : lying ? '▐' : '▀';
    }

    int At(Point p) => Math.Clamp((int)p.Y, 0, rows - 1) * columns + Math.Clamp((int)p.X, 0, columns - 1);

    void Dot(Point p, int colour)
    {
        var at = At(p);
        if (!Fine)
        {
            _cells[at] = Sign(colour);
            return;
        }
        var (x, y) = (Math.Clamp((int)(p.X * 2), 0, columns * 2 - 1) % 2, Math.Clamp((int)(p.Y * 4), 0, rows * 4 - 1) % 4);
        // Braille numbers its dots down the columns, the last row apart: 1 2 3 7 and 4 5 6 8.
        _dots[at] |= (byte)(1 << (y == 3 ? 6 + x : y + 3 * x));
    }

    /// <summary>Visits the part of a segment that lies on the surface in steps of a dot.</summary>
    void Trace(Point from, Point to, Action<Point> visit)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var (start, end) = (0.0, 1.0);
        // Liang and Barsky's clipping: each edge bounds the part from one side.
        ReadOnlySpan<(double Delta, double Room)> edges = [(-dx, from.X), (dx, columns - from.X), (-dy, from.Y), (dy, rows - from.Y)];
        foreach (var (delta, room) in edges)
            if (delta < 0)
                start = Math.Max(start, room / delta);
            else if (delta > 0)
                end = Math.Min(end, room / delta);
            else if (room < 0)
                return;
        if (start > end)
            return;
        var steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(dx) * (Fine ? 2 : 1), Math.Abs(dy) * (Fine ? 4 : 1)) * (end - start)));
        for (var i = 0; i <= steps; i++)
        {
            var t = start + (end - start) * i / steps;
            visit(new Point(from.X + t * dx, from.Y + t * dy));
        }
    }

    static (int From, int To) Cells(double a, double b, int limit)
    {
        var from = (int)Math.Round(Math.Clamp(Math.Min(a, b), 0, limit - 1));
        return (Math.Min(from, limit - 1), Math.Clamp((int)Math.Round(Math.Max(a, b)), Math.Min(from, limit - 1) + 1, limit));
    }
}
