namespace Cairn.Data;

/// <summary>
/// Stands between the characters of a file and CsvHelper's reader, which forgives much: refuses a quote that is never closed, text
/// behind a closing quote, NUL, halves of surrogate pairs and endless fields, each with its line. When trimming, blanks in front of
/// a field or behind a closing quote are taken out, so that a quote after a blank opens a quoted field.
/// </summary>
sealed class CsvGuard : TextReader
{
    enum State { FieldStart, Unquoted, Quoted, QuoteInQuoted, AfterQuoted }

    readonly string _source;
    readonly TextReader _inner;
    readonly char _separator;
    readonly char? _quote;
    readonly bool _trim;
    readonly int _maxFieldLength;
    readonly char[] _buffer = new char[1 << 14];
    ReadOnlyMemory<char> _head;
    int _at, _end;
    State _state;
    bool _afterReturn;
    bool _afterHighSurrogate;
    int _field;
    long _fieldLength;
    long _line = 1;
    long _quoteLine;

    /// <param name="head">Characters already taken from the reader.</param>
    /// <param name="inner">The rest.</param>
    /// <param name="source">The name of the file for messages.</param>
    /// <param name="separator">The character between fields.</param>
    /// <param name="options">The quote, trimming and the longest field.</param>
    internal CsvGuard(ReadOnlyMemory<char> head, TextReader inner, string source, char separator, CsvOptions options)
    {
        _head = head;
        _inner = inner;
        _source = source;
        _separator = separator;
        _quote = options.Quote;
        _trim = options.Trim;
        _maxFieldLength = options.MaxFieldLength;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        int written = 0;
        while (written < buffer.Length && (_at < _end || Refill()))
        {
            if (_state is State.Unquoted or State.Quoted) written += CopyRun(buffer[written..]);
            else if (Keeps(_buffer[_at++])) buffer[written++] = _buffer[_at - 1];
        }
        return written;
    }

    bool Refill()
    {
        _at = 0;
        if (_head.Length > 0)
        {
            _end = Math.Min(_head.Length, _buffer.Length);
            _head.Span[.._end].CopyTo(_buffer);
            _head = _head[_end..];
        }
        else _end = _inner.Read(_buffer, 0, _buffer.Length);
        CheckSurrogates(_buffer.AsSpan(0, _end));
        if (_end > 0) return true;

        if (_inner is CsvDecoder { InvalidOffset: { } offset } decoder)
            throw new CairnFormatException(
                $"{_source}, line {_line}: the byte at offset {offset} is not valid {decoder.EncodingName}; "
                + "if the file has another encoding, set CsvOptions.Encoding, for example Encoding.Latin1", _line);
        if (_state == State.Quoted)
            throw new CairnFormatException(
                $"{_source}, line {_quoteLine}: the quote that opens field {_field + 1} is never closed; "
                + "if quotes are ordinary text in this file, set CsvOptions.Quote = null", _quoteLine, _field + 1);
        return false;
    }

    // The long stretches: everything up to a character with a meaning is copied at once.
    int CopyRun(Span<char> buffer)
    {
        var run = _buffer.AsSpan(_at, Math.Min(_end - _at, buffer.Length));
        int length = run.IndexOfAny([_state == State.Quoted ? _quote.GetValueOrDefault() : _separator, '\r', '\n', '\0']);
        if (length < 0) length = run.Length;
        run[..length].CopyTo(buffer);
        _at += length;
        if (length > 0) _afterReturn = false;
        Lengthen(length);
        if (length == run.Length) return length;
        buffer[length] = _buffer[_at++];
        return Keeps(buffer[length]) ? length + 1 : length;
    }

    /// <summary>Goes one character on; false when the parser should not see it.</summary>
    bool Keeps(char c)
    {
        bool secondOfPair = _afterReturn && c == '\n';
        _afterReturn = c == '\r';
        if (c == '\0')
            throw new CairnFormatException(
                $"{_source}, line {_line}: a NUL character; if the file is UTF-16 or UTF-32 without a byte-order mark, "
                + "set CsvOptions.Encoding", _line, _field + 1);
        if (c is '\r' or '\n' && !secondOfPair) _line++;
        if (_state == State.Quoted)
        {
            if (c == _quote) _state = State.QuoteInQuoted;
            else Lengthen(1);
            return true;
        }
        if (c is '\r' or '\n')
        {
            _state = State.FieldStart;
            _field = 0;
            _fieldLength = 0;
            return true;
        }
        if (c == _separator)
        {
            _state = State.FieldStart;
            _field++;
            _fieldLength = 0;
            return true;
        }
        switch (_state)
        {
            case State.FieldStart when c == _quote:
                _state = State.Quoted;
                _quoteLine = _line;
                return true;
            case State.QuoteInQuoted when c == _quote:
                _state = State.Quoted;
                Lengthen(1);
                return true;
            case State.QuoteInQuoted or State.AfterQuoted:
                if (!_trim || c is not (' ' or '\t'))
                    throw new CairnFormatException(
                        $"{_source}, line {_line}: '{c}' follows the closing quote of field {_field + 1}, where only a separator or the end of "
                        + "the line may stand; a quote inside a quoted field is written twice, and if quotes are ordinary text set "
                        + "CsvOptions.Quote = null", _line, _field + 1);
                _state = State.AfterQuoted;
                return false;
            case State.FieldStart when _trim && c is ' ' or '\t':
                return false;
            default:
                _state = State.Unquoted;
                Lengthen(1);
                return true;
        }
    }

    void Lengthen(int by)
    {
        _fieldLength += by;
        if (_fieldLength > _maxFieldLength)
            throw new CairnFormatException(
                $"{_source}, line {_line}: field {_field + 1} is longer than CsvOptions.MaxFieldLength = {_maxFieldLength} characters"
                + (_state == State.Quoted ? $"; its quote opens on line {_quoteLine}" : ""), _line, _field + 1);
    }

    // What a decoder has made is well formed; a text given as characters need not be.
    void CheckSurrogates(ReadOnlySpan<char> chars)
    {
        if (_inner is CsvDecoder || (!_afterHighSurrogate && !chars.ContainsAnyInRange('\uD800', '\uDFFF'))) return;
        long line = _line;
        if (chars.IsEmpty) throw HalfPair(line);
        foreach (char c in chars)
        {
            if (_afterHighSurrogate != char.IsLowSurrogate(c)) throw HalfPair(line);
            _afterHighSurrogate = char.IsHighSurrogate(c);
            if (c == '\n') line++;
        }
    }

    CairnFormatException HalfPair(long line) =>
        new($"{_source}, line {line}: half of a surrogate pair, which is no character", line);
}
