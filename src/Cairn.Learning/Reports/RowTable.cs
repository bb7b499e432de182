using Cairn.Data;

namespace Cairn.Reports;

/// <summary>Some rows of the data beside what the model made of them.</summary>
static class RowTable
{
    /// <summary>The most rows a report lists.</summary>
    internal const int Most = 10;

    const int MostColumns = 6, MostCharacters = 40;

    internal static void Write(HtmlWriter html, string caption, Features features, int[] rows, (string Head, bool IsNumber)[] heads,
        Func<int, string[]> cells)
    {
        int columns = Math.Min(features.Count, MostColumns);
        if (features.Sparse is not null) columns = 0;
        if (columns < features.Count) caption += columns == 0 ? "" : $" The first {columns} of {Figures.Whole(features.Count)} columns.";
        string[] names = Figures.Short(Enumerable.Range(0, columns).Select(features.NameOf), MostCharacters);
        var shown = Enumerable.Range(0, columns).Select(j => (names[j], IsNumber: features.Table?.Columns[j] is null or NumberColumn));
        var numbers = features.Dense is { } dense && columns > 0 ? Features.ToFloat64(dense) : null;
        Grid.Write(html, caption, [.. heads, .. shown], rows.Select(i =>
            (string[])[.. cells(i), .. Enumerable.Range(0, columns).Select(j => Cell(i, j))]));

        string Cell(int row, int j) => features.Table is { } table
            ? table.Columns[j].IsMissing(row) ? "missing" : Figures.Short(table.Columns[j].TextAt(row), MostCharacters)
            : Figures.Number(numbers!.AsReadOnlySpan<double>()[row * features.Count + j]);
    }
}
