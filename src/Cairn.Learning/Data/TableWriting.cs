using System.IO.Compression;
using System.Text;

namespace Cairn.Data;

public sealed partial class Table
{
    static int _temporaryFiles;

    /// <summary>
    /// Writes the table as CSV (RFC 4180, UTF-8, commas, line feeds, a header; gzip when the path ends in ".gz"). The file appears
    /// whole or not at all: it is written beside its place and then moved there. What reads back with the kinds of the columns given
    /// (<see cref="CsvOptions.Types"/>) and <see cref="CsvOptions.HasHeader"/> true is the same table, but for blank texts, which read
    /// as missing, and infinite numbers, which do not read.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _temporaryFiles)}.tmp";
        bool begun = false;
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                begun = true;
                bool compressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
                using (var packed = compressed ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null)
                using (var writer = new StreamWriter(packed ?? (Stream)file, new UTF8Encoding(false), 1 << 16, leaveOpen: true))
                    WriteCsv(writer);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            begun = false;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"WriteCsv: '{path}' may not be written", denied);
        }
        finally
        {
            if (begun) File.Delete(temporary);
        }
    }

    /// <summary>Writes the table as CSV to a writer, which stays open; see <see cref="WriteCsv(string)"/>.</summary>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_columns.Length == 0) return;
        for (int j = 0; j < _columns.Length; j++) WriteField(writer, j, _columns[j].Name, isWord: true);
        writer.Write('\n');
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < _columns.Length; j++)
            {
                var column = _columns[j];
                if (!column.IsMissing(i)) WriteField(writer, j, column.TextAt(i), column is CategoryColumn or TextColumn);
                else if (j > 0) writer.Write(',');
                // An empty line would be no row.
                else if (_columns.Length == 1) writer.Write("\"\"");
            }
            writer.Write('\n');
        }
    }

    /// <summary>The table as CSV text; see <see cref="WriteCsv(string)"/>.</summary>
    public string ToCsv()
    {
        var writer = new StringWriter();
        WriteCsv(writer);
        return writer.ToString();
    }

    // Quoted are texts that another way would be read differently: with a special character, a blank at an end, or a word for "missing".
    static void WriteField(TextWriter writer, int j, string text, bool isWord)
    {
        if (j > 0) writer.Write(',');
        bool quoted = isWord && (text.Length == 0 || text.AsSpan().ContainsAny(",\"\r\n") || IsBlank(text[0]) || IsBlank(text[^1])
            || CsvOptions.DefaultMissingValues.Contains(text) || text[0] == '\uFEFF');
        if (quoted)
        {
            writer.Write('"');
            writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else writer.Write(text);
    }

    static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');
}
