using System.Text;

namespace Cairn.Data;

/// <summary>What to do with a row that has more or fewer fields than the first row of its file.</summary>
public enum RaggedRows
{
    /// <summary>Refuse the file, naming the line.</summary>
    Error,
    /// <summary>Fill short rows with missing values and drop the surplus fields of long ones; the report counts them.</summary>
    Pad,
    /// <summary>Leave such rows out; the report counts them.</summary>
    Skip,
}

/// <summary>How a CSV file is read. What is left null is inferred from the file and told in the <see cref="CsvReport"/>.</summary>
public sealed record CsvOptions
{
    /// <summary>The fields that mean "missing" by default, besides blank ones.</summary>
    public static IReadOnlyList<string> DefaultMissingValues { get; } = ["NA", "N/A", "NaN", "nan", "null", "NULL", "?", "-"];

    /// <summary>The character between fields; null (the default) picks comma, semicolon, tab or bar from the first lines.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a line break, NUL or not ASCII.</exception>
    public char? Separator
    {
        get;
        init => field = value is '\r' or '\n' or '\0' or > '\x7f'
            ? throw new ArgumentOutOfRangeException(nameof(Separator), value, "Separator: an ASCII character is needed, no line break and no NUL")
            : value;
    }

    /// <summary>The quote character, '"' by default; null when quotes are ordinary text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a line break, NUL, a space or not ASCII.</exception>
    public char? Quote
    {
        get;
        init => field = value is '\r' or '\n' or '\0' or ' ' or > '\x7f'
            ? throw new ArgumentOutOfRangeException(nameof(Quote), value, "Quote: an ASCII character is needed, no blank, line break or NUL")
            : value;
    } = '"';

    /// <summary>Whether the first row holds the names; null (the default): it does unless one of its fields is a number.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Whether numbers have a decimal comma, as in 1,5; then no point is allowed in them. Needs another separator than the comma.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>Whether blanks around unquoted fields are dropped (the default). Quoted fields always keep theirs.</summary>
    public bool Trim { get; init; } = true;

    /// <summary>The encoding when the file has no byte-order mark; null (the default) is strict UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The fields that mean "missing", compared letter by letter. Blank fields always do.</summary>
    public IReadOnlyList<string> MissingValues
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(MissingValues));
    } = DefaultMissingValues;

    /// <summary>What to do with rows of another length than the first; <see cref="RaggedRows.Error"/> by default.</summary>
    public RaggedRows RaggedRows
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(RaggedRows), value, "RaggedRows: use Error, Pad or Skip");
    }

    /// <summary>The longest field allowed, in characters; 16 Mi by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxFieldLength
    {
        get;
        init => field = value >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxFieldLength), value, "MaxFieldLength: must be at least 1");
    } = 16 << 20;

    /// <summary>The kinds of the named columns; the others are inferred.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Types
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Types));
    } = new Dictionary<string, ColumnKind>();
}
