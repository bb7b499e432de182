using Cairn.Data;

namespace Cairn.Cli;

/// <summary>Finds the known word that a mistyped one probably meant.</summary>
static class Nearest
{
    /// <summary><c>did you mean 'x'? </c>, or nothing when no word is near.</summary>
    internal static string Question(string word, IEnumerable<string> known) => CloseName.Question(word, known);

    /// <summary><c>; did you mean 'x'?</c>, or nothing when no word is near.</summary>
    internal static string Hint(string word, IEnumerable<string> known) => Of(word, known) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>The known word with the fewest edits, if they are few; or the first that it begins.</summary>
    internal static string? Of(string word, IEnumerable<string> known) => CloseName.Of(word, known);

    /// <summary>The edits (insert, delete, replace a letter) from one word to the other.</summary>
    internal static int Edits(string a, string b) => CloseName.Edits(a, b);
}
