using System.Buffers.Binary;
using System.Text;

namespace Cairn.Tests;

/// <summary>Reads the wire format of protocol buffers: fields of a number and a kind, one after the other.</summary>
ref struct WireReader(ReadOnlySpan<byte> message)
{
    ReadOnlySpan<byte> _rest = message;
    int _kind;

    /// <summary>The number of the next field; 0 at the end.</summary>
    internal int Next()
    {
        if (_rest.IsEmpty) return 0;
        ulong key = Varint();
        _kind = (int)(key & 7);
        return (int)(key >> 3);
    }

    ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
    }

    /// <summary>The content of a field of any kind but a plain number's.</summary>
    internal ReadOnlySpan<byte> Bytes()
    {
        int length = _kind switch
        {
            1 => 8,
            2 => (int)Varint(),
            5 => 4,
            _ => throw new FormatException($"A field of kind {_kind} has no bytes"),
        };
        var bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    internal string Text() => Encoding.UTF8.GetString(Bytes());

    internal long Integer() => (long)Varint();

    /// <summary>One number, or those that are packed in one field.</summary>
    internal void Integers(List<long> to)
    {
        if (_kind == 0) to.Add(Integer());
        else
            for (var packed = new WireReader(Bytes()); !packed._rest.IsEmpty;) to.Add(packed.Integer());
    }

    internal void Singles(List<float> to)
    {
        for (var bytes = Bytes(); !bytes.IsEmpty; bytes = bytes[4..]) to.Add(BinaryPrimitives.ReadSingleLittleEndian(bytes));
    }

    internal void Doubles(List<double> to)
    {
        for (var bytes = Bytes(); !bytes.IsEmpty; bytes = bytes[8..]) to.Add(BinaryPrimitives.ReadDoubleLittleEndian(bytes));
    }

    internal void Skip()
    {
        if (_kind == 0) Varint();
        else Bytes();
    }
}
