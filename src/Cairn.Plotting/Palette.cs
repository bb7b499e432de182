namespace Cairn.Plotting;

/// <summary>
/// The colours, for light and for dark paper. Series colours stand out 3:1 at least from their paper; the first seven differ in lightness
/// as well as in hue, so that they stay apart for the colour-blind, and the eighth is grey.
/// </summary>
static class Palette
{
    /// <summary>Heat maps shade in this many steps to either side of nothing.</summary>
    public const int HeatLevels = 10;

    public static readonly Theme Light = new()
    {
        Paper = "#ffffff",
        Ink = "#1b2026",
        Soft = "#59636e",
        Grid = "#e6e9ed",
        Baseline = "#a9b1ba",
        Series = ["#1f6fb4", "#c4500f", "#145246", "#71146c", "#7d5e36", "#cc2480", "#1f22b2", "#5f6b76"],
        Hot = "#0b4a85",
        Cold = "#9c3d05",
    };

    public static readonly Theme Dark = new()
    {
        Paper = "#15181c",
        Ink = "#e8ebee",
        Soft = "#a3adb8",
        Grid = "#2a2f36",
        Baseline = "#5d6670",
        Series = ["#62aef0", "#f4905a", "#c2f4e4", "#dab8e0", "#ddb940", "#c57792", "#8183e9", "#a9b4bf"],
        Hot = "#8ec6f7",
        Cold = "#f8ac80",
    };

    public static int SeriesCount => Light.Series.Length;

    /// <summary>
    /// The colour of a heat level on the way from paper to hot (or cold, below zero), and the text colour that reads best on it.
    /// </summary>
    public static (string Fill, string Text) Heat(Theme theme, int level)
    {
        var (paper, full) = (Parse(theme.Paper), Parse(level < 0 ? theme.Cold : theme.Hot));
        // The first step already differs from the paper, so that a cell of the least value is still a cell.
        var share = 0.05 + 0.95 * Math.Abs(level) / HeatLevels;
        int Mix(int a, int b) => (int)Math.Round(a + (b - a) * share, MidpointRounding.AwayFromZero);
        var (r, g, b) = (Mix(paper.R, full.R), Mix(paper.G, full.G), Mix(paper.B, full.B));
        // Black and white read equally well on a luminance of 0.18.
        var luminance = 0.2126 * Linear(r) + 0.7152 * Linear(g) + 0.0722 * Linear(b);
        return ($"#{r:x2}{g:x2}{b:x2}", luminance > 0.18 ? "#000000" : "#ffffff");
    }

    /// <summary>The light of an sRGB component: v^2.2, within 0.01 by a polynomial, so that no power function is needed.</summary>
    static double Linear(int component)
    {
        var v = component / 255.0;
        return v * v * (0.8 + 0.2 * v);
    }

    static (int R, int G, int B) Parse(string colour) =>
        (Convert.ToInt32(colour[1..3], 16), Convert.ToInt32(colour[3..5], 16), Convert.ToInt32(colour[5..7], 16));
}

/// <summary>The colours of one kind of paper.</summary>
sealed record Theme
{
    public required string Paper { get; init; }
    public required string Ink { get; init; }
    public required string Soft { get; init; }
    public required string Grid { get; init; }
    public required string Baseline { get; init; }
    public required string[] Series { get; init; }
    public required string Hot { get; init; }
    public required string Cold { get; init; }
}
