namespace Cairn.Persistence;

/// <summary>The rule for the names of fields and kinds, which makes the path of every tensor unambiguous.</summary>
static class ArtefactNames
{
    internal const int MaxLength = 64;

    /// <summary>The names that every artefact has in the file.</summary>
    internal const string Kind = "kind", Version = "version";

    /// <summary>True for a lower-case letter followed by lower-case letters, digits and hyphens.</summary>
    internal static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxLength || !char.IsAsciiLetterLower(name[0])) return false;
        foreach (char c in name)
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return false;
        return true;
    }

    /// <summary>True for the same in UTF-8.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxLength) return false;
        Span<char> text = stackalloc char[name.Length];
        for (int i = 0; i < name.Length; i++) text[i] = (char)name[i];
        return IsValid(text);
    }

    /// <summary>The path of what stands below an artefact; the artefact at the root has the empty path.</summary>
    internal static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;
}
