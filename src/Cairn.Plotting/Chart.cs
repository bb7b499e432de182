using System.Runtime.CompilerServices;

namespace Cairn.Plotting;

/// <summary>
/// A picture of plain numbers: an immutable recipe that collects marks (lines, points, bars, ...) and draws them as SVG or as text.
/// The same chart gives the same bytes on every machine, in every culture.
/// </summary>
/// <remarks>
/// Every adder (<see cref="Line(ReadOnlySpan{double}, ReadOnlySpan{double}, string?)"/> and its like) copies what it is given and
/// returns a new chart. Charts compare by value in their properties and by reference in their marks. Each mark lives in a file of its
/// own, which extends this record with the adder.
/// </remarks>
public sealed partial record Chart
{
    const int Smallest = 120, Largest = 10_000;

    /// <summary>The heading, shown above the picture and read out as its name. Default: none.</summary>
    public string? Title { get; init; }

    /// <summary>What the horizontal axis measures. Default: none.</summary>
    public string? XLabel { get; init; }

    /// <summary>What the vertical axis measures, written above it. Default: none.</summary>
    public string? YLabel { get; init; }

    /// <summary>Width in pixels at natural size; the picture scales. 120 to 10,000, default 640.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is outside 120 to 10,000.</exception>
    public int Width { get; init => field = Size(value, nameof(Width)); } = 640;

    /// <summary>Height in pixels at natural size; the picture scales. 120 to 10,000, default 400.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The height is outside 120 to 10,000.</exception>
    public int Height { get; init => field = Size(value, nameof(Height)); } = 400;

    /// <summary>The scale of the horizontal axis; without meaning when it carries categories. Default: linear.</summary>
    public AxisScale XScale { get; init; }

    /// <summary>The scale of the vertical axis; without meaning when it carries categories. Default: linear.</summary>
    public AxisScale YScale { get; init; }

    /// <summary>The part of the horizontal axis to show. Default: null, all the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not finite or not increasing.</exception>
    public (double Low, double High)? XRange { get; init => field = Range(value, nameof(XRange)); }

    /// <summary>The part of the vertical axis to show. Default: null, all the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not finite or not increasing.</exception>
    public (double Low, double High)? YRange { get; init => field = Range(value, nameof(YRange)); }

    internal MarkList Marks { get; init; } = MarkList.Empty;

    /// <summary>
    /// Draws the chart as one self-contained SVG document: no script, no outside file, light and dark by the reader's preference.
    /// </summary>
    /// <returns>The document, lines parted by "\n", without an XML declaration, so that it also stands inside an HTML page.</returns>
    public string ToSvg() => SvgPage.Draw(this);

    /// <summary>Draws the chart with characters, for a terminal or a log.</summary>
    /// <param name="width">Columns to fill, 24 to 1,000; default 80.</param>
    /// <param name="height">
    /// Rows to fill, titles and axes included, 8 to 500; default 20. A chart with categories down its side takes a row for each at
    /// least, a long legend its lines, and the text grows beyond this where it must.
    /// </param>
    /// <param name="ascii">True for plain ASCII marks; default false: braille dots and block characters.</param>
    /// <returns>The lines, parted by "\n", without trailing blanks.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width or the height is out of its bounds.</exception>
    public string ToText(int width = 80, int height = 20, bool ascii = false)
    {
        if (width is < 24 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(width), width, "ToText: width must be 24 to 1,000 columns");
        if (height is < 8 or > 500)
            throw new ArgumentOutOfRangeException(nameof(height), height, "ToText: height must be 8 to 500 rows");
        return TextPage.Draw(this, width, height, ascii);
    }

    /// <summary>The chart as text at its default size, so that writing a chart to the console shows it.</summary>
    /// <returns>What <see cref="ToText"/> returns.</returns>
    public override string ToString() => ToText();

    /// <summary>
    /// Writes <see cref="ToSvg"/> to a file in UTF-8, all or nothing: a reader of the path sees the old file or the new one.
    /// </summary>
    /// <param name="path">The file to write or to replace.</param>
    /// <exception cref="IOException">The file cannot be written; what stood there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to, or the path is a folder.</exception>
    public void SaveSvg(string path) => WholeFile.Write(path, ToSvg());

    /// <summary>Both axes' extents, as all marks ask for.</summary>
    internal (Extent X, Extent Y) Measured()
    {
        var (x, y) = (new Extent(XScale), new Extent(YScale));
        foreach (var mark in Marks)
            mark.Measure(x, y);
        return (x, y);
    }

    /// <summary>The chart in a sentence.</summary>
    internal string Description()
    {
        var (x, y) = Measured();
        string[] axes = [.. new (string Place, string? Label)[] { ("horizontal", XLabel), ("vertical", YLabel) }
            .Where(a => !string.IsNullOrEmpty(a.Label)).Select(a => $"{a.Place} axis: {a.Label}")];
        string[] parts = [.. axes, .. Marks.Select(m => m.Describe(x, y))];
        return parts.Length == 0 ? "An empty chart." : string.Join("; ", parts) + ".";
    }

    Chart With(Mark mark) => this with { Marks = Marks.Add(mark) };

    static int Size(int value, string name) => value is >= Smallest and <= Largest
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"Chart: {name} must be {Smallest} to {Largest} pixels");

    static (double Low, double High)? Range((double Low, double High)? value, string name)
    {
        if (value is { } range && !(double.IsFinite(range.Low) && double.IsFinite(range.High) && range.Low < range.High))
            throw new ArgumentOutOfRangeException(name, value, $"Chart: {name} must be finite with Low < High");
        return value;
    }

    static void SameLength(int first, int second, string firstName, string secondName, [CallerMemberName] string adder = "")
    {
        if (first != second)
            throw new ArgumentException($"{adder}: {firstName} has {first} values and {secondName} has {second}; give both the same length",
                secondName);
    }
}
