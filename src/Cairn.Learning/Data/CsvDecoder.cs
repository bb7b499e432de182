using System.IO.Compression;
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
    readonly string _source;
    readonly byte[] _bytes = new byte[ChunkLength];
    readonly Decoder _decoder;
    char[] _chars = [];
    int _charAt, _charEnd;
    int _byteAt, _byteEnd;
    long _offset;
    bool _ended;

    internal CsvDecoder(Stream stream, string source, Encoding? encoding)
    {
        _source = source;
        _byteEnd = Fill(stream, _bytes.AsSpan(0, 4));
        Compressed = _byteEnd >= 2 && _bytes[0] == 0x1f && _bytes[1] == 0x8b;
        _stream = stream;
        if (Compressed)
        {
            _stream = new GZipStream(new PrecededStream(_bytes.AsSpan(0, _byteEnd).ToArray(), stream), CompressionMode.Decompress);
            _byteEnd = Fill(_stream, _bytes.AsSpan(0, 4));
        }
        var (marked, length) = Marked(_bytes.AsSpan(0, _byteEnd));
        _byteAt = length;
        _offset = length;
        var chosen = marked ?? encoding ?? new UTF8Encoding(false, throwOnInvalidBytes: true);
        EncodingName = chosen.WebName;
        _decoder = chosen.GetDecoder();
    }

    internal bool Compressed { get; }

    internal string EncodingName { get; }

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

    int Fill(Stream stream, Span<byte> buffer)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new CairnFormatException($"{_source}: the gzip data is damaged or cut short");
        }
    }

    static (Encoding? Encoding, int Length) Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xff, 0xfe, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
        [0, 0, 0xfe, 0xff, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
        [0xff, 0xfe, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        [0xfe, 0xff, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        [0xef, 0xbb, 0xbf, ..] => (new UTF8Encoding(true, throwOnInvalidBytes: true), 3),
        _ => (null, 0),
    };

    /// <summary>A stream with some bytes put back in front.</summary>
    sealed class PrecededStream(byte[] first, Stream rest) : Stream
    {
        int _at;

        public override int Read(Span<byte> buffer)
        {
            if (_at == first.Length) return rest.Read(buffer);
            int taken = Math.Min(buffer.Length, first.Length - _at);
            first.AsSpan(_at, taken).CopyTo(buffer);
            _at += taken;
            return taken;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
