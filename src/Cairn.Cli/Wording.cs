using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Cli;

/// <summary>Turns what the library says to a programmer into what a person at a prompt can use.</summary>
static partial class Wording
{
    const int MostNotes = 20;

    /// <summary>Leaves out the name of a parameter and a remedy that is written in C#.</summary>
    internal static string AtThePrompt(string message)
    {
        int tail = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        if (tail >= 0) message = message[..tail];
        message = RemedyInCode().Replace(message, "");
        return ParameterFirst().Replace(message, "");
    }

    /// <summary>Notes as lines, the first of them when there are many.</summary>
    internal static IEnumerable<string> Notes(IEnumerable<string> notes)
    {
        string[] all = [.. notes];
        foreach (string note in all.Take(MostNotes)) yield return OneLine(AtThePrompt(note));
        if (all.Length > MostNotes)
            yield return string.Create(CultureInfo.InvariantCulture, $"... and {all.Length - MostNotes} more such notes");
    }

    /// <summary>A number of things: <c>1 row</c>, <c>3 rows</c>.</summary>
    internal static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    /// <summary>A text on one line, its control characters made visible.</summary>
    internal static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
            if (c is '\n' or '\r' or '\t' or '\u2028' or '\u2029') line.Append(' ');
            else line.Append(char.IsControl(c) ? '?' : c);
        return line.ToString();
    }

    [GeneratedRegex(@"[;,] [^;]*\b(?:CsvOptions\.\w+|table\.\w+\(|RaggedRows)[^;]*$")]
    private static partial Regex RemedyInCode();

    [GeneratedRegex(@"^(?:x|data|model|CsvOptions\.Types|ReadCsv|WriteCsv): ")]
    private static partial Regex ParameterFirst();
}
