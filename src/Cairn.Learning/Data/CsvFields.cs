using System.Text;

namespace Cairn.Data;

/// <summary>The fields of one column while a file is read, packed as UTF-8 so that a big file takes about its own size.</summary>
sealed class CsvFields
{
    byte[] _bytes = [];
    int _used;

    internal int Rows { get; private set; }

    internal void AddMissing()
    {
        Reserve(1);
        _bytes[_used++] = 0;
        Rows++;
    }

    internal void Add(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length + 5);
        uint prefix = (uint)text.Length + 1;
        for (; prefix >= 0x80; prefix >>= 7) _bytes[_used++] = (byte)(prefix | 0x80);
        _bytes[_used++] = (byte)prefix;
        text.CopyTo(_bytes.AsSpan(_used));
        _used += text.Length;
        Rows++;
    }

    /// <summary>Adds fields that follow.</summary>
    internal void Add(CsvFields later)
    {
        Reserve(later._used);
        later._bytes.AsSpan(0, later._used).CopyTo(_bytes.AsSpan(_used));
        _used += later._used;
        Rows += later.Rows;
    }

    internal Walk FromStart() => new(_bytes);

    void Reserve(int count)
    {
        if (_bytes.Length - _used >= count) return;
        long wanted = Math.Max((long)_used + count, Math.Min(2L * _bytes.Length, Array.MaxLength));
        if (wanted > Array.MaxLength) throw new NotSupportedException("ReadCsv: a column holds more than 2 GiB of text");
        Array.Resize(ref _bytes, (int)Math.Max(wanted, 16));
    }

    /// <summary>Goes through the fields from the first row on. Each is its length plus one in groups of seven bits, then its bytes; 0 is missing.</summary>
    internal ref struct Walk(ReadOnlySpan<byte> bytes)
    {
        readonly ReadOnlySpan<byte> _bytes = bytes;
        int _at;

        internal bool IsMissing { get; private set; }

        internal ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>The field without blanks around it, as numbers, booleans and words for "missing" are looked at.</summary>
        internal readonly ReadOnlySpan<byte> Trimmed => Current[Ascii.Trim(Current)];

        internal void MoveNext()
        {
            uint prefix = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte b = _bytes[_at++];
                prefix |= (uint)(b & 0x7f) << shift;
                if (b < 0x80) break;
            }
            IsMissing = prefix == 0;
            int length = IsMissing ? 0 : (int)(prefix - 1);
            Current = _bytes.Slice(_at, length);
            _at += length;
        }
    }
}
