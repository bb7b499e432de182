using Cairn.Data;

namespace Cairn.Cli;

/// <summary>The table that a DATA argument names: a file, a bundled set, or <c>-</c> for the standard input.</summary>
sealed class DataSource
{
    DataSource(string argument, Table table, CsvReport? report, BundledSet? bundled)
    {
        Argument = argument == "-" ? "the standard input" : argument;
        (Name, Table, Report, Bundled) = (NameOf(argument), table, report, bundled);
    }

    /// <summary>What help says of a DATA argument.</summary>
    internal const string Help = "a CSV or TSV file (gzip too), a bundled data set by name, or - for the standard input";

    /// <summary>What a person calls the data.</summary>
    internal string Argument { get; }

    /// <summary>A short name, to call files by.</summary>
    internal string Name { get; }

    internal Table Table { get; }

    /// <summary>What was inferred of a file.</summary>
    internal CsvReport? Report { get; }

    internal BundledSet? Bundled { get; }

    /// <summary>What a person should know about the file.</summary>
    internal IEnumerable<string> Notes => Report is null ? []
        : [.. Report.Notes, .. Report.Columns.SelectMany(c => c.Notes.Select(note => $"'{c.Name}': {note}"))];

    /// <summary>The names of the columns, at most thirty.</summary>
    internal string Columns => string.Join(", ", Table.Names.Take(30).Select(n => $"'{n}'"))
        + (Table.Names.Count > 30 ? $", ... ({Table.Names.Count} in all)" : "");

    /// <summary>Refuses a column that is not there.</summary>
    internal void Require(string option, string column)
    {
        if (Table.Find(column) is null)
            throw new UsageException($"{option}: there is no column '{column}' in {Argument}; "
                + (Nearest.Of(column, Table.Names) is { } near ? $"did you mean '{near}'?" : $"there are {Columns}"));
    }

    /// <summary>Reads the data; a name of a bundled set wins unless it is written as a path.</summary>
    internal static DataSource Open(string argument, IReadOnlyDictionary<string, ColumnKind>? types = null)
    {
        var options = types is null ? new CsvOptions() : new CsvOptions { Types = types };
        if (argument == "-")
        {
            using var input = Console.OpenStandardInput();
            var rows = Table.ReadCsv(input, out var inferred, options);
            return new DataSource(argument, rows, inferred, null);
        }
        if (BundledData.Find(argument) is { } set) return new DataSource(argument, BundledData.Load(argument), null, set);
        if (Directory.Exists(argument)) throw new IOException($"'{argument}' is a folder, and a data file is needed");
        if (!File.Exists(argument))
        {
            bool isPath = argument.Contains('.') || argument.Contains('/') || argument.Contains(Path.DirectorySeparatorChar);
            throw new FileNotFoundException($"there is no file '{argument}'"
                + (isPath ? "" : $", and no bundled set of that name ({string.Join(", ", BundledData.Names)})"));
        }
        var table = Table.ReadCsv(argument, out var report, options);
        return new DataSource(argument, table, report, null);
    }

    /// <summary>The name of the data in the names of files.</summary>
    internal static string NameOf(string argument)
    {
        if (argument == "-") return "data";
        string name = Path.GetFileName(argument.TrimEnd('/'));
        foreach (string ending in new[] { ".gz", ".csv", ".tsv", ".txt" })
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length) name = name[..^ending.Length];
        return name.Length > 0 ? name : "data";
    }
}
