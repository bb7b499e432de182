namespace Cairn.Data;

/// <summary>Infers the separator from the first lines of a file.</summary>
static class CsvLayout
{
    const int MostRecords = 100;

    /// <summary>
    /// Of comma, semicolon, tab and bar the one that cuts the most records into the same number of fields; of equals the one that
    /// makes more fields. Commas that all stand between two digits are decimal commas when another separator cuts every record alike.
    /// </summary>
    /// <param name="head">The first characters of the file.</param>
    /// <param name="whole">Whether that is all of it.</param>
    /// <param name="options">The quote; with decimal commas the comma is no candidate.</param>
    internal static char Separator(ReadOnlySpan<char> head, bool whole, CsvOptions options)
    {
        char best = options.DecimalComma ? ';' : ',';
        double bestShare = 0;
        int bestFields = 0;
        foreach (char candidate in options.DecimalComma ? ";\t|" : ",;\t|")
        {
            var (fields, share) = Shape(head, whole, candidate, options.Quote);
            if (fields < 2) continue;
            bool better = share > bestShare || (share == bestShare && fields > bestFields);
            bool overDecimals = best == ',' && bestFields > 0 && share == 1 && CommasAreDecimal(head);
            if (!better && !overDecimals) continue;
            (best, bestShare, bestFields) = (candidate, share, fields);
        }
        return best;
    }

    /// <summary>The most frequent number of fields in the first records, and the share of records that have it.</summary>
    static (int Fields, double Share) Shape(ReadOnlySpan<char> head, bool whole, char separator, char? quote)
    {
        var counts = new List<int>();
        int fields = 1;
        bool quoted = false, fieldStart = true, empty = true;
        for (int i = 0; i < head.Length && counts.Count < MostRecords; i++)
        {
            char c = head[i];
            if (quoted)
            {
                quoted = c != quote;
                continue;
            }
            if (c is '\r' or '\n')
            {
                if (!empty) counts.Add(fields);
                (fields, fieldStart, empty) = (1, true, true);
                continue;
            }
            empty = false;
            if (c == separator) fields++;
            // A quote right behind a closing one (a doubled quote) opens again.
            quoted = c == quote && (fieldStart || (i > 0 && head[i - 1] == quote));
            fieldStart = c == separator || (fieldStart && c == ' ');
        }
        if (!empty && !quoted && (whole || counts.Count == 0) && counts.Count < MostRecords) counts.Add(fields);
        if (counts.Count == 0) return (0, 0);
        var commonest = counts.GroupBy(n => n).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First();
        return (commonest.Key, (double)commonest.Count() / counts.Count);
    }

    static bool CommasAreDecimal(ReadOnlySpan<char> head)
    {
        for (int i = 0; i < head.Length; i++)
            if (head[i] == ',' && !(i > 0 && char.IsAsciiDigit(head[i - 1]) && (i + 1 == head.Length || char.IsAsciiDigit(head[i + 1]))))
                return false;
        return true;
    }
}
