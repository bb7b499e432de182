namespace Cairn.Data;

/// <summary>Finds the known word that a mistyped one probably meant.</summary>
static class CloseName
{
    const int LongestWord = 64, ShortestStart = 3;

    /// <summary><c>did you mean 'x'? </c>, or nothing when no word is near.</summary>
    internal static string Question(string word, IEnumerable<string> known) =>
        Of(word, known) is { } near ? $"did you mean '{near}'? " : "";

    /// <summary>The known word with the fewest edits, if they are at most a third of the letters; or the first that it begins.</summary>
    internal static string? Of(string word, IEnumerable<string> known)
    {
        string? best = null;
        int fewest = Math.Max(1, (word.Length + 1) / 3) + 1;
        foreach (string candidate in known)
        {
            if (candidate.Length > LongestWord || word.Length > LongestWord) continue;
            int edits = Edits(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (edits < fewest) (best, fewest) = (candidate, edits);
        }
        return best ?? (word.Length >= ShortestStart ? known.FirstOrDefault(k => k.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            : null);
    }

    /// <summary>The edits (insert, delete, replace a letter) from one word to the other: Levenshtein's distance.</summary>
    internal static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
