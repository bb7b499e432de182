using System.IO.Compression;

namespace Cairn.Data;

/// <summary>
/// Unpacks gzip and notices when the file was cut short, which <see cref="GZipStream"/> takes for a normal end. To this end a member
/// of known content is put behind the file: only when the file is whole does the unpacked text end with that content.
/// </summary>
sealed class WholeGzip : ForwardStream
{
    static readonly byte[] Mark = "0ef8b1c6 the end of the file was reached 93d7a54c"u8.ToArray();
    static readonly byte[] PackedMark = Pack(Mark);

    readonly string _source;
    readonly GZipStream _unpacked;
    readonly byte[] _buffer = new byte[(1 << 16) + Mark.Length];
    int _at, _end;

    /// <param name="first">The bytes of the file that have been read already.</param>
    /// <param name="rest">The others.</param>
    /// <param name="source">The name of the file for messages.</param>
    internal WholeGzip(byte[] first, Stream rest, string source)
    {
        _source = source;
        _unpacked = new GZipStream(new Joined(first, rest, PackedMark), CompressionMode.Decompress);
    }

    /// <exception cref="CairnFormatException">The data are damaged or cut short.</exception>
    public override int Read(Span<byte> buffer)
    {
        // The last bytes are always kept back: they may be the mark.
        while (_end - _at <= Mark.Length)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            (_at, _end) = (0, _end - _at);
            int count;
            try
            {
                count = _unpacked.Read(_buffer.AsSpan(_end));
            }
            catch (InvalidDataException)
            {
                throw Damaged();
            }
            if (count == 0) return _buffer.AsSpan(0, _end).SequenceEqual(Mark) ? 0 : throw Damaged();
            _end += count;
        }
        int taken = Math.Min(buffer.Length, _end - _at - Mark.Length);
        _buffer.AsSpan(_at, taken).CopyTo(buffer);
        _at += taken;
        return taken;
    }

    CairnFormatException Damaged() => new($"{_source}: the gzip data are damaged or cut short");

    static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Some bytes, a stream, and some bytes again.</summary>
    sealed class Joined(byte[] first, Stream middle, byte[] last) : ForwardStream
    {
        int _atFirst, _atLast;

        public override int Read(Span<byte> buffer)
        {
            int taken = Take(first, ref _atFirst, buffer);
            if (taken == 0 && _atLast == 0) taken = middle.Read(buffer);
            return taken > 0 ? taken : Take(last, ref _atLast, buffer);
        }

        static int Take(byte[] bytes, ref int at, Span<byte> buffer)
        {
            int taken = Math.Min(buffer.Length, bytes.Length - at);
            bytes.AsSpan(at, taken).CopyTo(buffer);
            at += taken;
            return taken;
        }
    }
}
