using Cairn.Data;

namespace Cairn.Cli;

/// <summary>The table that a DATA argument names: a file, a bundled set, or <c>-</c> for the standard input.</summary>
sealed class DataSource
{
    DataSource(string argument, string name, Table table, CsvReport? report, BundledSet? bundled) =>
        (Argument, Name, Table, Report, Bundled) = (argument, name, table, report, bundled);

    /// <summary>What help says of a DATA argument.</summary>
    internal const string Help = "a CSV or TSV file (gzip too), a bundled data set by name, or - for the standard input";

    /// <summary>The argument as given.</summary>
    internal string Argument { get; }

    /// <summary>A short name, to call files by.</summary>
    internal string Name { get; }

    internal Table Table { get; }

    /// <summary>What was inferred of a file.</summary>
    internal CsvReport? Report { get; }

    internal BundledSet? Bundled { get; }

    /// <summary>Reads the data; a name of a bundled set wins unless it is written as a path.</summary>
    internal static DataSource Open(string argument, IReadOnlyDictionary<string, ColumnKind>? types = null)
    {
        var options = new CsvOptions();
        if (types is not null) options = options with { Types = types };
        if (argument == "-")
        {
            var table = Table.ReadCsv(Console.OpenStandardInput(), out var report, options);
            return new DataSource(argument, "data", table, report, null);
        }
        if (BundledData.Find(argument) is { } set) return new DataSource(argument, argument, BundledData.Load(argument), null, set);
        if (!File.Exists(argument) && !Directory.Exists(argument))
            throw new FileNotFoundException(
                $"there is no file '{argument}'" + (argument.Contains('.') || argument.Contains('/') ? "" : $", and no bundled set of that name ({string.Join(", ", BundledData.Names)})"));
        var read = Table.ReadCsv(argument, out var inferred, options);
        return new DataSource(argument, BaseName(argument), read, inferred, null);
    }

    static string BaseName(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string ending in new[] { ".gz", ".csv", ".tsv", ".txt" })
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length) name = name[..^ending.Length];
        return name;
    }
}
