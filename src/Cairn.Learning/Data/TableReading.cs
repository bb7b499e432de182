namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>
    /// Reads a CSV file: separator, encoding, header and the kind of each column are inferred (over all rows) unless the options
    /// say them; gzip is unpacked. A column is of numbers when every value is one in the invariant notation, of booleans when every
    /// value is true, false, yes or no, of dates when every value is one in ISO 8601 (all with an offset from UTC, then taken at UTC, or all
    /// without), of categories when it has at most 20 levels or at most a fifth as many as values, else of text.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is not to be inferred.</param>
    /// <exception cref="CairnFormatException">The file is no CSV; the message names line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table ReadCsv(string path, CsvOptions? options = null) => ReadCsv(path, out _, options);

    /// <summary>Reads a CSV file and reports what was inferred; see <see cref="ReadCsv(string, CsvOptions?)"/>.</summary>
    public static Table ReadCsv(string path, out CsvReport report, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new IOException($"ReadCsv: '{path}' is a directory");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            (var table, report) = CsvReading.Read(file, path, options);
            return table;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"ReadCsv: '{path}' may not be read", denied);
        }
    }

    /// <summary>Reads CSV from a stream, which stays open; see <see cref="ReadCsv(string, CsvOptions?)"/>.</summary>
    public static Table ReadCsv(Stream stream, CsvOptions? options = null) => ReadCsv(stream, out _, options);

    /// <summary>Reads CSV from a stream, which stays open, and reports what was inferred.</summary>
    public static Table ReadCsv(Stream stream, out CsvReport report, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (var table, report) = CsvReading.Read(stream, "stream", options);
        return table;
    }

    /// <summary>Reads CSV from a reader, which stays open; see <see cref="ReadCsv(string, CsvOptions?)"/>.</summary>
    public static Table ReadCsv(TextReader reader, CsvOptions? options = null) => ReadCsv(reader, out _, options);

    /// <summary>Reads CSV from a reader, which stays open, and reports what was inferred.</summary>
    public static Table ReadCsv(TextReader reader, out CsvReport report, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (var table, report) = CsvReading.Read(reader, "text", options);
        return table;
    }

    /// <summary>Reads a text in CSV; see <see cref="ReadCsv(string, CsvOptions?)"/>.</summary>
    public static Table ParseCsv(string text, CsvOptions? options = null) => ParseCsv(text, out _, options);

    /// <summary>Reads a text in CSV and reports what was inferred.</summary>
    public static Table ParseCsv(string text, out CsvReport report, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ReadCsv(new StringReader(text), out report, options);
    }
}
