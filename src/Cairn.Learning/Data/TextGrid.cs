using System.Globalization;
using System.Text;

namespace Cairn.Data;

/// <summary>Texts in aligned columns, for people.</summary>
static class TextGrid
{
    const int WidestCell = 24;

    /// <summary>A number in at most about ten characters: as it is when short, else in six digits.</summary>
    internal static string Shown(double value)
    {
        string exact = value.ToString("R", CultureInfo.InvariantCulture);
        return exact.Length <= 10 ? exact : value.ToString("G6", CultureInfo.InvariantCulture);
    }

    /// <summary>A text on one line and not too wide.</summary>
    internal static string Shown(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (text.Length > WidestCell && line.Length >= WidestCell - 3) return line.Append("...").ToString();
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return line.ToString();
    }

    /// <summary>Lays out lines of cells, two blanks between columns.</summary>
    /// <param name="lines">The cells; lines may be short.</param>
    /// <param name="right">Whether a column is set to the right.</param>
    /// <param name="spill">In lines that end in this column, its text does not widen it and may run over the next ones.</param>
    internal static string Lines(IReadOnlyList<string[]> lines, Func<int, bool> right, int spill = int.MaxValue)
    {
        var widths = new int[lines.Max(l => l.Length)];
        foreach (string[] line in lines)
            for (int j = 0; j < line.Length; j++)
                if (j != spill || line.Length > spill + 1) widths[j] = Math.Max(widths[j], line[j].Length);
        var text = new StringBuilder();
        foreach (string[] line in lines)
        {
            if (text.Length > 0) text.Append('\n');
            var row = new StringBuilder();
            for (int j = 0; j < line.Length; j++)
            {
                bool spills = j == spill && line.Length == spill + 1;
                row.Append(j > 0 ? "  " : "").Append(right(j) && !spills ? line[j].PadLeft(widths[j]) : line[j].PadRight(widths[j]));
            }
            text.Append(row.ToString().TrimEnd());
        }
        return text.ToString();
    }
}
