using System.Globalization;
using System.Text;

namespace Cairn.Data;

/// <summary>What was inferred while a CSV file was read.</summary>
public sealed class CsvReport
{
    internal CsvReport() { }

    /// <summary>The path of the file, or "text" or "stream".</summary>
    public required string Source { get; init; }

    /// <summary>The name of the encoding, such as "utf-8"; null when characters, not bytes, were read.</summary>
    public required string? Encoding { get; init; }

    /// <summary>Whether the file was gzip.</summary>
    public required bool Compressed { get; init; }

    /// <summary>The character between fields.</summary>
    public required char Separator { get; init; }

    /// <summary>Whether the first row held the names.</summary>
    public required bool HasHeader { get; init; }

    /// <summary>The number of rows of the table.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows that were padded, cut or skipped because of their number of fields.</summary>
    public required int RaggedCount { get; init; }

    /// <summary>What was found in each column.</summary>
    public required IReadOnlyList<CsvColumnReport> Columns { get; init; }

    /// <summary>Remarks about the file as a whole.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The report as lines: the file, then its remarks, then a line for each column with its remarks.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Source}: {Rows} rows, {Columns.Count} columns, separated by {NameOf(Separator)}, ")
            .Append(HasHeader ? "with a header" : "without a header");
        if (Encoding is not null) text.Append(CultureInfo.InvariantCulture, $", {Encoding}");
        if (Compressed) text.Append(", gzip");
        foreach (string note in Notes) text.Append("\n  ").Append(note);
        foreach (var column in Columns) text.Append("\n  ").Append(column);
        return text.ToString();
    }

    internal static string NameOf(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        ' ' => "spaces",
        _ => $"'{separator}'",
    };
}

/// <summary>What was found in a column of a CSV file.</summary>
public sealed class CsvColumnReport
{
    internal CsvColumnReport(Column column, IReadOnlyList<string> notes)
    {
        Name = column.Name;
        Kind = column.Kind;
        Missing = column.MissingCount;
        Notes = notes;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The column's kind.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The number of missing values.</summary>
    public int Missing { get; }

    /// <summary>Remarks: why the kind is not the expected one, what a person should look at.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The column as a line, such as "age: number, 263 missing".</summary>
    public override string ToString()
    {
        string missing = Missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Missing} missing");
        string notes = Notes.Count == 0 ? "" : " (" + string.Join("; ", Notes) + ")";
        return $"{Name}: {Kind.ToString().ToLowerInvariant()}{missing}{notes}";
    }
}
