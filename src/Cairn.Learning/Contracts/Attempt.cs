namespace Cairn.Contracts;

/// <summary>What came of asking a recipe for something: answers, or an exception.</summary>
sealed class Attempt
{
    Attempt(Answers? answers, Exception? error) => (Answers, Error) = (answers, error);

    /// <summary>The answers, or null when an exception was thrown.</summary>
    internal Answers? Answers { get; }

    /// <summary>The exception, or null.</summary>
    internal Exception? Error { get; }

    internal static Attempt Of(Func<Answers> work)
    {
        try
        {
            return new Attempt(work(), null);
        }
        catch (Exception e)
        {
            return new Attempt(null, e);
        }
    }

    /// <summary>Finite answers, or a refusal that mentions the given words: what is wrong otherwise.</summary>
    internal IEnumerable<string> FiniteOrRefused(string when, params string[] mentions)
    {
        if (Answers is null) return Refused(when, mentions);
        return Answers.NotFinite is { } bad ? [$"{when}: {bad}"] : [];
    }

    /// <summary>A refusal that mentions the given words: what is wrong otherwise. An <see cref="ArgumentException"/> that names a parameter
    /// is a refusal, and a <see cref="NotSupportedException"/>.</summary>
    internal IEnumerable<string> Refused(string when, params string[] mentions)
    {
        if (Error is null)
            yield return $"{when}: was not refused";
        else if (Error is not (ArgumentException or NotSupportedException))
            yield return $"{when}: threw {Named(Error)}; an ArgumentException or NotSupportedException is due";
        else if (Error is ArgumentException { ParamName: null or "" })
            yield return $"{when}: {Named(Error)} names no parameter";
        else
            foreach (string word in mentions)
                if (!Error.Message.Contains(word, StringComparison.OrdinalIgnoreCase))
                    yield return $"{when}: the message '{Error.Message}' does not mention '{word}'";
    }

    internal static string Named(Exception e) => $"{e.GetType().Name} ({e.Message})";
}
