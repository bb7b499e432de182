using System.Text;

namespace Cairn.Data;

/// <summary>
/// Turns the bytes of a CSV file into characters: unpacks gzip, obeys a byte-order mark, and stops at the first byte that the
/// encoding does not allow, keeping its offset for the one who counts the lines.
/// </summary>
sealed class CsvDecoder : TextReader
{
    const int ChunkLength = 1 << 16;

    readonly Stream _stream;
    readonly byte[] _bytes = new byte[ChunkLength];
    readonly Decoder _decoder;
    char[] _chars = [];
    int _charAt, _charEnd;
    int _byteAt, _byteEnd;
    long _offset;
    bool _ended;

    internal CsvDecoder(Stream stream, string source, Encoding? encoding)
    {
        _byteEnd = Fill(stream, _bytes.AsSpan(0, 4));
        Compressed = _byteEnd >= 2 && _bytes[0] == 0x1f && _bytes[1] == 0x8b;
        _stream = stream;
        if (Compressed)
        {
            _stream = new WholeGzip(_bytes[.._byteEnd], stream, source);
            _byteEnd = Fill(_stream, _bytes.AsSpan(0, 4));
        }
        var (marked, length) = Marked(_bytes.AsSpan(0, _byteEnd));
        MarkLength = length;
        _byteAt = length;
        _offset = length;
        var chosen = marked ?? encoding ?? new UTF8Encoding(false, throwOnInvalidBytes: true);
        EncodingName = chosen.WebName;
        _decoder = chosen.GetDecoder();
    }

    internal bool Compressed { get; }

    internal string EncodingName { get; }

    /// <summary>The bytes of the byte-order mark.</summary>
    internal int MarkLength { get; }

    /// <summary>The offset of the first byte that the encoding does not allow, when one has been met; nothing is read beyond it.</summary>
    internal long? InvalidOffset { get; private set; }

    public override int Read(char[] buffer, int index, int count)
    {
        while (_charAt == _charEnd)
            if (!DecodeChunk()) return 0;
        int taken = Math.Min(count, _charEnd - _charAt);
        _chars.AsSpan(_charAt, taken).CopyTo(buffer.AsSpan(index));
        _charAt += taken;
        return taken;
    }

    bool DecodeChunk()
    {
        if (_ended) return false;
        if (_byteAt == _byteEnd)
        {
            _byteAt = 0;
            _byteEnd = Fill(_stream, _bytes);
        }
        _ended = _byteEnd - _byteAt == 0;
        var bytes = _bytes.AsSpan(_byteAt, _byteEnd - _byteAt);
        if (_chars.Length == 0) _chars = new char[ChunkLength + 64];
        _charAt = 0;
        try
        {
            // One char a byte is the most any encoding gives, but for what the decoder has kept from the chunk before.
            _charEnd = _decoder.GetChars(bytes, _chars, flush: _ended);
        }
        catch (DecoderFallbackException invalid)
        {
            int good = Math.Clamp(invalid.Index, 0, bytes.Length);
            InvalidOffset = _offset + invalid.Index;
            _charEnd = Encoding.UTF8.GetChars(bytes[..good], _chars);
            _ended = true;
        }
        _offset += bytes.Length;
        _byteAt = _byteEnd;
        return _charEnd > 0 || !_ended;
    }

    static int Fill(Stream stream, Span<byte> buffer) => stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);

    static (Encoding? Encoding, int Length) Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xff, 0xfe, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
        [0, 0, 0xfe, 0xff, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
        [0xff, 0xfe, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        [0xfe, 0xff, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        [0xef, 0xbb, 0xbf, ..] => (new UTF8Encoding(true, throwOnInvalidBytes: true), 3),
        _ => (null, 0),
    };
}
