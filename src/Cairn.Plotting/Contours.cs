namespace Cairn.Plotting;

/// <summary>
/// Marching squares: where a function known on a grid passes a level, linear between the grid's points. Places are in cells of the grid,
/// x along its columns and y along its rows.
/// </summary>
static class Contours
{
    /// <summary>The lines on which the values equal the level, each from end to end, closed ones ending where they begin.</summary>
    /// <param name="values">rows x columns values, row after row; cells with a corner that is not finite are left out.</param>
    /// <param name="columns">The columns of the grid.</param>
    /// <param name="level">The level.</param>
    public static List<Point[]> Lines(ReadOnlySpan<double> values, int columns, double level)
    {
        var next = new SortedDictionary<(int, int, bool), List<(int, int, bool)>>();
        var places = new Dictionary<(int, int, bool), Point>();
        foreach (var (r, c) in Cells(values, columns))
        {
            var (edges, points) = Crossings(values, columns, level, r, c);
            for (var i = 0; i + 1 < edges.Count; i += 2)
            {
                (places[edges[i]], places[edges[i + 1]]) = (points[i], points[i + 1]);
                Join(next, edges[i], edges[i + 1]);
                Join(next, edges[i + 1], edges[i]);
            }
        }
        var lines = new List<Point[]>();
        // Open lines first, each from an end; what is left then are rings.
        foreach (var wanted in (ReadOnlySpan<int>)[1, 2])
            foreach (var start in next.Keys.ToList())
                if (next[start].Count == wanted)
                    lines.Add([.. Follow(next, start).Select(edge => places[edge])]);
        return lines;
    }

    /// <summary>The region in which the values are at least the level, as polygons side by side: runs of whole cells and parts of cells.</summary>
    /// <param name="values">rows x columns values, row after row; cells with a corner that is not finite are left out.</param>
    /// <param name="columns">The columns of the grid.</param>
    /// <param name="level">The level.</param>
    public static List<Point[]> Above(ReadOnlySpan<double> values, int columns, double level)
    {
        var polygons = new List<Point[]>();
        var (run, row, end) = (-1, -1, -1);
        void Close()
        {
            if (run >= 0)
                polygons.Add([new(run, row), new(end, row), new(end, row + 1), new(run, row + 1)]);
            run = -1;
        }
        foreach (var (r, c) in Cells(values, columns))
        {
            if (run >= 0 && (r != row || c != end))
                Close();
            var part = Part(values, columns, level, r, c);
            if (part.Count == 4 && part.TrueForAll(p => p.X == Math.Floor(p.X) && p.Y == Math.Floor(p.Y)))
            {
                if (run < 0)
                    (run, row) = (c, r);
                end = c + 1;
                continue;
            }
            Close();
            if (part.Count > 2)
                polygons.Add([.. part]);
        }
        Close();
        return polygons;
    }

    /// <summary>The cells all of whose corners are finite.</summary>
    static List<(int Row, int Column)> Cells(ReadOnlySpan<double> values, int columns)
    {
        var cells = new List<(int, int)>();
        var rows = columns == 0 ? 0 : values.Length / columns;
        for (var r = 0; r + 1 < rows; r++)
            for (var c = 0; c + 1 < columns; c++)
                if (double.IsFinite(values[r * columns + c]) && double.IsFinite(values[r * columns + c + 1])
                        && double.IsFinite(values[(r + 1) * columns + c]) && double.IsFinite(values[(r + 1) * columns + c + 1]))
                    cells.Add((r, c));
        return cells;
    }

    /// <summary>The corners of a cell in order around it.</summary>
    static (int Row, int Column) Corner(int r, int c, int k) => (k & 3) switch { 0 => (r, c), 1 => (r, c + 1), 2 => (r + 1, c + 1), _ => (r + 1, c) };

    /// <summary>The part of a cell that is at least the level: its square clipped.</summary>
    static List<Point> Part(ReadOnlySpan<double> values, int columns, double level, int r, int c)
    {
        var part = new List<Point>(6);
        for (var k = 0; k < 4; k++)
        {
            var (a, b) = (Corner(r, c, k), Corner(r, c, k + 1));
            var (va, vb) = (values[a.Row * columns + a.Column], values[b.Row * columns + b.Column]);
            if (va >= level)
                part.Add(new Point(a.Column, a.Row));
            if (va >= level != vb >= level)
                part.Add(Between(a, va, b, vb, level));
        }
        return part;
    }

    /// <summary>The edges of a cell that the level crosses, in pairs that a line joins: out of the region and into it again.</summary>
    static (List<(int, int, bool)> Edges, List<Point> Points) Crossings(ReadOnlySpan<double> values, int columns, double level, int r, int c)
    {
        var (edges, points) = (new List<(int, int, bool)>(4), new List<Point>(4));
        var first = 0;
        while (first < 4 && !(At(values, columns, r, c, first) >= level && At(values, columns, r, c, first + 1) < level))
            first++;
        for (var k = first; first < 4 && k < first + 4; k++)
        {
            var (a, b) = (Corner(r, c, k), Corner(r, c, k + 1));
            var (va, vb) = (values[a.Row * columns + a.Column], values[b.Row * columns + b.Column]);
            if (va >= level == vb >= level)
                continue;
            edges.Add((Math.Min(a.Row, b.Row), Math.Min(a.Column, b.Column), a.Row == b.Row));
            points.Add(Between(a, va, b, vb, level));
        }
        return (edges, points);
    }

    static double At(ReadOnlySpan<double> values, int columns, int r, int c, int corner)
    {
        var (row, column) = Corner(r, c, corner);
        return values[row * columns + column];
    }

    /// <summary>The place on an edge where the level is passed, the same from both sides.</summary>
    static Point Between((int Row, int Column) a, double va, (int Row, int Column) b, double vb, double level)
    {
        if (a.CompareTo(b) > 0)
            (a, va, b, vb) = (b, vb, a, va);
        // Halves, so that the difference of two huge values stays finite.
        var t = Math.Clamp((level / 2 - va / 2) / (vb / 2 - va / 2), 0, 1);
        return new Point(a.Column + t * (b.Column - a.Column), a.Row + t * (b.Row - a.Row));
    }

    static void Join(SortedDictionary<(int, int, bool), List<(int, int, bool)>> next, (int, int, bool) from, (int, int, bool) to)
    {
        if (!next.TryGetValue(from, out var list))
            next[from] = list = [];
        list.Add(to);
    }

    /// <summary>Walks a line from an edge to its end or back to where it began, taking up what it walks.</summary>
    static List<(int, int, bool)> Follow(SortedDictionary<(int, int, bool), List<(int, int, bool)>> next, (int, int, bool) start)
    {
        var line = new List<(int, int, bool)> { start };
        for (var at = start; next[at].Count > 0;)
        {
            var to = next[at][0];
            next[at].RemoveAt(0);
            next[to].Remove(at);
            line.Add(to);
            at = to;
        }
        return line;
    }
}
