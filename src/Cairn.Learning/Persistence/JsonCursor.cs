using System.Text.Json;

namespace Cairn.Persistence;

/// <summary>Walks over a JSON text token by token; whatever is not as expected is a <see cref="CairnFormatException"/>.</summary>
/// <remarks>Builds nothing: what a hostile text costs is left to the caller, who knows how much of it to keep.</remarks>
ref struct JsonCursor
{
    readonly string _what;
    readonly ulong _start;
    readonly bool _nested;
    Utf8JsonReader _json;

    /// <param name="text">Valid UTF-8.</param>
    /// <param name="what">What the text is, for messages: <c>The header</c>.</param>
    /// <param name="start">Where the text stands in the file.</param>
    /// <param name="nested">True when the text stood escaped within another, so that no place within it is known.</param>
    internal JsonCursor(ReadOnlySpan<byte> text, string what, ulong start, bool nested = false)
    {
        (_what, _start, _nested) = (what, start, nested);
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = ModelFileFormat.MaxDepth });
    }

    internal readonly JsonTokenType Token => _json.TokenType;

    /// <summary>Where the token begins and ends in the text.</summary>
    internal readonly int Begin => (int)_json.TokenStartIndex;

    internal readonly int End => (int)_json.BytesConsumed;

    /// <summary>Where the token stands in the file, or the text when that is all that is known.</summary>
    internal readonly ulong Offset => _nested ? _start : _start + (ulong)_json.TokenStartIndex;

    /// <summary>The bytes of a token that has no escapes.</summary>
    internal readonly ReadOnlySpan<byte> Bytes =>
        _json.ValueIsEscaped ? throw Fail("has an escaped name where a plain one must stand") : _json.ValueSpan;

    internal readonly bool Is(ReadOnlySpan<byte> text) => _json.ValueTextEquals(text);

    /// <summary>Goes to the next token.</summary>
    internal void Next()
    {
        try
        {
            if (_json.Read()) return;
        }
        catch (JsonException)
        {
            throw new CairnFormatException($"{_what} is not valid JSON", _nested ? _start : _start + (ulong)_json.BytesConsumed);
        }
        throw Fail("ends too early");
    }

    internal void Next(JsonTokenType token)
    {
        Next();
        Expect(token);
    }

    internal readonly void Expect(JsonTokenType token)
    {
        if (Token != token) throw Fail($"has a {Token} where a {token} must stand");
    }

    /// <summary>Goes to the next name of an object or the end of the object.</summary>
    internal bool NextName()
    {
        Next();
        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the next item of an array or the end of the array.</summary>
    internal bool NextItem()
    {
        Next();
        return Token != JsonTokenType.EndArray;
    }

    /// <summary>Makes sure that nothing but blanks follows.</summary>
    internal void Finish()
    {
        try
        {
            if (!_json.Read()) return;
        }
        catch (JsonException) { }
        throw Fail("goes on after its end");
    }

    internal readonly string Text()
    {
        if (Token is not (JsonTokenType.String or JsonTokenType.PropertyName)) throw Fail($"has a {Token} where a text must stand");
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException) // half a surrogate pair, escaped
        {
            throw Fail("has a text that is not valid Unicode");
        }
    }

    /// <summary>The text in UTF-8.</summary>
    internal readonly ReadOnlyMemory<byte> TextBytes()
    {
        Expect(JsonTokenType.String);
        var bytes = new byte[_json.ValueSpan.Length];
        try
        {
            return bytes.AsMemory(0, _json.CopyString(bytes));
        }
        catch (InvalidOperationException)
        {
            throw Fail("has a text that is not valid Unicode");
        }
    }

    internal readonly long Integer(long least, long most) =>
        Token == JsonTokenType.Number && _json.TryGetInt64(out long value)
            ? value >= least && value <= most ? value : throw Fail($"has the number {value} where one from {least} to {most} must stand")
            : throw Fail("has something else where a whole number must stand");

    internal readonly double Number() =>
        Token == JsonTokenType.Number && _json.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Fail("has something else where a finite number must stand");

    internal readonly CairnFormatException Fail(string reason) => new($"{_what} {reason}", Offset);
}
