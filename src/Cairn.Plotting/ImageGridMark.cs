namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds small pictures in rows, such as digits: pale where a pixel is least of all and full where it is greatest.</summary>
    /// <param name="images">The pixels of each picture, row after row, height x width numbers; those that are not finite stay empty.</param>
    /// <param name="width">The pixels of a picture's row.</param>
    /// <param name="columns">The pictures of a row of the grid; 0, the default, makes the grid about square.</param>
    /// <param name="captions">A word under each picture; none by default.</param>
    /// <returns>The chart with the pictures on top; it shows no axes.</returns>
    /// <exception cref="ArgumentException">A picture is not whole rows, pictures differ in size, or captions are not one a picture.</exception>
    public Chart Images(IReadOnlyList<double[]> images, int width, int columns = 0, IReadOnlyList<string>? captions = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        for (var i = 0; i < images.Count; i++)
            if (images[i].Length == 0 || images[i].Length % width != 0 || images[i].Length != images[0].Length)
                throw new ArgumentException($"Images: images[{i}] has {images[i].Length} pixels; pictures are of one size, whole rows of {width}",
                    nameof(images));
        if (captions is not null)
            SameLength(images.Count, captions.Count, nameof(images), nameof(captions));
        if (columns == 0)
            columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(images.Count)));
        return With(new ImageGridMark([.. images.Select(p => (double[])p.Clone())], width, columns, captions?.ToArray()));
    }
}

/// <summary>Pictures in rows.</summary>
sealed class ImageGridMark(double[][] images, int width, int columns, string[]? captions) : Mark
{
    // The part of a picture that parts it from the next.
    const double Gap = 0.12;

    public override Swatch Swatch => Swatch.None;

    public override void Measure(Extent x, Extent y)
    {
        x.Hide();
        y.Hide();
    }

    public override void Draw(Plot plot, int colour)
    {
        if (images.Length == 0)
            return;
        var (surface, height) = (plot.Surface, images[0].Length / width);
        var rows = (images.Length + columns - 1) / columns;
        var caption = captions is null ? 0 : surface.CaptionHeight;
        var scale = Math.Min((surface.Right - surface.Left) / (columns * width * (1 + Gap)),
            ((surface.Bottom - surface.Top) / rows - caption) / (height * (1 + Gap)));
        if (scale <= 0)
            return;
        var left = surface.Left + (surface.Right - surface.Left - scale * columns * width * (1 + Gap)) / 2;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in images.SelectMany(i => i).Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var areas = new SortedDictionary<int, List<Point[]>>();
        for (var k = 0; k < images.Length; k++)
        {
            var (x0, y0) = (left + k % columns * scale * width * (1 + Gap), surface.Top + k / columns * (scale * height * (1 + Gap) + caption));
            for (var r = 0; r < height; r++)
                for (int c = 0, end; c < width; c = end)
                {
                    int? level = Level(images[k][r * width + c]);
                    for (end = c + 1; end < width && Level(images[k][r * width + end]) == level;)
                        end++;
                    if (level is not { } l)
                        continue;
                    if (!areas.TryGetValue(l, out var list))
                        areas[l] = list = [];
                    var (a, b) = (new Point(x0 + c * scale, y0 + r * scale), new Point(x0 + end * scale, y0 + (r + 1) * scale));
                    list.Add([a, new(b.X, a.Y), b, new(a.X, b.Y)]);
                }
            if (captions is not null)
                surface.Caption(new Point(x0 + scale * width / 2, y0 + scale * height + 0.75 * caption), captions[k]);
        }
        foreach (var (level, polygons) in areas)
            surface.Area(polygons, Paint.Heat(level), "");

        int? Level(double value) => !double.IsFinite(value) ? null
            : high > low ? (int)Math.Round((value / 2 - low / 2) / (high / 2 - low / 2) * Palette.HeatLevels, MidpointRounding.AwayFromZero) : 0;
    }

    public override string Describe(Extent x, Extent y) => Phrase("pictures", images.Length, images.Length == 1 ? "picture" : "pictures", 0);
}
