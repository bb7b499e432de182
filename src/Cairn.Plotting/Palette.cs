namespace Cairn.Plotting;

/// <summary>The colours, for light and for dark paper. Series colours differ in hue and lightness, and stand out 3:1 at least from their paper.</summary>
static class Palette
{
    /// <summary>Heat maps shade in this many steps to either side of nothing.</summary>
    public const int HeatLevels = 10;

    public static readonly Theme Light = new()
    {
        Paper = "#ffffff", Ink = "#1b2026", Soft = "#59636e", Grid = "#e6e9ed", Baseline = "#a9b1ba",
        Series = ["#1f6fb4", "#c4500f", "#12866a", "#8f4fa8", "#8a6a00", "#c2347a", "#3f4a94", "#5f6b76"],
        Hot = "#0b4a85", Cold = "#9c3d05",
    };

    public static readonly Theme Dark = new()
    {
        Paper = "#15181c", Ink = "#e8ebee", Soft = "#a3adb8", Grid = "#2a2f36", Baseline = "#5d6670",
        Series = ["#62aef0", "#f4905a", "#3fc79c", "#cf97e6", "#dcb43c", "#f586b6", "#98a4f2", "#a9b4bf"],
        Hot = "#8ec6f7", Cold = "#f8ac80",
    };

    public static int SeriesCount => Light.Series.Length;

    /// <summary>The colour of a heat level on the way from paper to hot (or cold, below zero), and the text colour that reads best on it.</summary>
    public static (string Fill, string Text) Heat(Theme theme, int level)
    {
        var (paper, full) = (Parse(theme.Paper), Parse(level < 0 ? theme.Cold : theme.Hot));
        // The first step already differs from the paper, so that a cell of the least value is still a cell.
        var share = 0.05 + 0.95 * Math.Abs(level) / HeatLevels;
        int Mix(int a, int b) => (int)Math.Round(a + (b - a) * share, MidpointRounding.AwayFromZero);
        var (r, g, b) = (Mix(paper.R, full.R), Mix(paper.G, full.G), Mix(paper.B, full.B));
        // Weights of perceived brightness (ITU-R BT.601).
        var bright = 0.299 * r + 0.587 * g + 0.114 * b > 128;
        return ($"#{r:x2}{g:x2}{b:x2}", bright ? "#000000" : "#ffffff");
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
