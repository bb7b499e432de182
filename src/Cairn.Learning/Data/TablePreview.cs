using System.Globalization;

namespace Cairn.Data;

public sealed partial class Table
{
    const int PreviewRows = 10;
    const int PreviewWidth = 100;

    /// <summary>Counts, extremes, means and the like of every column; print it to see them.</summary>
    public TableSummary Describe() => new(this);

    /// <summary>The size and the first ten rows of as many columns as fit into a line; "?" is a missing value.</summary>
    public override string ToString()
    {
        int rows = Math.Min(Rows, PreviewRows), width = 0, shown = 0;
        var cells = new List<string[]>();
        for (; shown < _columns.Length; shown++)
        {
            var column = _columns[shown];
            string[] texts = [TextGrid.Shown(column.Name), .. Enumerable.Range(0, rows).Select(i => Cell(column, i))];
            width += texts.Max(t => t.Length) + 2;
            if (shown > 0 && width > PreviewWidth) break;
            cells.Add(texts);
        }
        string size = string.Create(CultureInfo.InvariantCulture, $"{Rows} rows x {_columns.Length} columns");
        if (shown == 0) return size;
        string[][] lines = [.. Enumerable.Range(0, rows + 1).Select(i => cells.Select(c => c[i]).ToArray())];
        string grid = TextGrid.Lines(lines, j => _columns[j].Kind == ColumnKind.Number);
        string more = shown == _columns.Length ? "" : string.Create(CultureInfo.InvariantCulture, $", {_columns.Length - shown} not shown");
        return $"{size}{more}\n{grid}" + (Rows > rows ? "\n..." : "");
    }

    static string Cell(Column column, int row) => column.IsMissing(row) ? "?"
        : column is NumberColumn numbers ? TextGrid.Shown(numbers.Values[row])
        : TextGrid.Shown(column.TextAt(row));
}
