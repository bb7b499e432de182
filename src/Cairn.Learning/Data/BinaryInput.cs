using System.Buffers.Binary;

namespace Cairn.Data;

/// <summary>A binary file read from its beginning, gzip too, that knows where it is: whatever does not fit is refused with its offset, and
/// no header, however large the sizes it claims, makes it take more memory than about twice the bytes that are really there.</summary>
/// <param name="stream">The bytes; not closed.</param>
/// <param name="source">The name of the file for messages.</param>
sealed class BinaryInput(Stream stream, string source)
{
    const int FirstRoom = 1 << 20;

    /// <summary>How many bytes have been read.</summary>
    internal long Offset { get; private set; }

    /// <summary>Opens a file, unpacking gzip, which is known by its first bytes.</summary>
    internal static T ReadFile<T>(string path, Func<BinaryInput, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return read(Unpacked(file, path));
    }

    /// <summary>The bytes of a stream, unpacked when they are gzip.</summary>
    internal static BinaryInput Unpacked(Stream stream, string source)
    {
        byte[] first = new byte[2];
        int count = stream.ReadAtLeast(first, 2, throwOnEndOfStream: false);
        var head = new MemoryStream(first, 0, count);
        return new BinaryInput(count == 2 && first is [0x1f, 0x8b] ? new WholeGzip(first, stream, source) : new Behind(head, stream), source);
    }

    internal byte Byte(string what)
    {
        Span<byte> one = stackalloc byte[1];
        Fill(one, what);
        return one[0];
    }

    internal uint UInt32BigEndian(string what)
    {
        Span<byte> four = stackalloc byte[4];
        Fill(four, what);
        return BinaryPrimitives.ReadUInt32BigEndian(four);
    }

    internal void Fill(Span<byte> bytes, string what)
    {
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Offset += count;
        if (count < bytes.Length) throw Fail($"the file ends within {what}");
    }

    /// <summary>As many bytes; room is made as they come.</summary>
    internal byte[] Bytes(long count, string what)
    {
        byte[] bytes = new byte[Math.Min(count, FirstRoom)];
        int filled = 0;
        while (true)
        {
            int taken = stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            Offset += taken;
            filled += taken;
            if (filled < bytes.Length) throw Fail($"the file ends within {what}: {filled} of {count} bytes are there");
            if (filled == count) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }

    /// <summary>Refuses what stands behind the end.</summary>
    internal void CheckEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (stream.Read(one) > 0) throw Fail("the file goes on where its header says it ends");
    }

    /// <summary>The next byte, or -1 at the end.</summary>
    internal int NextByte()
    {
        Span<byte> one = stackalloc byte[1];
        if (stream.Read(one) == 0) return -1;
        Offset++;
        return one[0];
    }

    internal CairnFormatException Fail(string what) => new($"{source}: {what}", (ulong)Offset);

    internal CairnFormatException FailAt(long offset, string what) => new($"{source}: {what}", (ulong)offset);

    /// <summary>A stream with some bytes before it.</summary>
    sealed class Behind(MemoryStream head, Stream rest) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            int taken = head.Read(buffer);
            return taken > 0 ? taken : rest.Read(buffer);
        }
    }
}
