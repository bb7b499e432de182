using System.Globalization;
using System.Text;

namespace Cairn.Data;

/// <summary>The header of a .npy file: a dictionary in the notation of Python with the type, the order and the shape of the elements.</summary>
/// <param name="Type">The letter and width of the elements: <c>f8</c>.</param>
/// <param name="IsBigEndian">True when the highest byte comes first.</param>
/// <param name="IsFortran">True when the first axis moves fastest.</param>
/// <param name="Sizes">The sizes along the axes.</param>
sealed record NumpyHeader(string Type, bool IsBigEndian, bool IsFortran, int[] Sizes)
{
    const int Alignment = 64, PrefixLength = 10; // of version 1
    const int LongestHeader = 1 << 20;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of an element.</summary>
    internal int Width => Type[1] - '0';

    internal static NumpyHeader Read(BinaryInput input)
    {
        long start = input.Offset;
        byte[] magic = new byte[Magic.Length];
        input.Fill(magic, "the header");
        if (!magic.AsSpan().SequenceEqual(Magic)) throw input.FailAt(start, "no .npy file: it begins otherwise");
        byte major = input.Byte("the header"), minor = input.Byte("the header");
        if (major is < 1 or > 3 || minor != 0) throw input.FailAt(start + 6, $"its version {major}.{minor} is unknown; there are 1.0, 2.0 and 3.0");
        byte[] length = new byte[major == 1 ? 2 : 4];
        input.Fill(length, "the header");
        long bytes = 0;
        for (int i = length.Length - 1; i >= 0; i--) bytes = bytes << 8 | length[i];
        if (bytes > LongestHeader) throw input.FailAt(start + 8, $"a header of {bytes} bytes is too long");
        long at = input.Offset;
        byte[] text = input.Bytes(bytes, "the header");
        if (text.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~') && text.AsSpan().TrimEnd((byte)'\n').ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            throw input.FailAt(at, "its header has other characters than plain ones, such as the names of columns; only plain arrays are read");
        return Parse(Encoding.ASCII.GetString(text), what => input.FailAt(at, what));
    }

    static NumpyHeader Parse(string text, Func<string, CairnFormatException> fail)
    {
        string? type = null;
        bool? isFortran = null;
        int[]? sizes = null;
        var rest = new Words(text.TrimEnd('\n', ' '), fail);
        rest.Expect('{');
        while (!rest.Takes('}'))
        {
            string key = rest.Quoted();
            rest.Expect(':');
            if (key == "descr" && type is null)
                type = rest.IsQuoted ? rest.Quoted() : throw fail("its elements are records of several fields; only plain arrays are read");
            else if (key == "fortran_order" && isFortran is null) isFortran = rest.Truth();
            else if (key == "shape" && sizes is null) sizes = rest.Sizes();
            else throw fail($"its header has the unknown or repeated key '{key}'");
            if (!rest.Takes(',') && !rest.IsNext('}')) throw fail("its header is no dictionary");
        }
        rest.End();
        if (type is null || isFortran is null || sizes is null) throw fail("its header lacks one of descr, fortran_order and shape");
        var (element, isBigEndian) = TypeOf(type, fail);
        return new NumpyHeader(element, isBigEndian, isFortran.Value, sizes);
    }

    static (string Type, bool IsBigEndian) TypeOf(string type, Func<string, CairnFormatException> fail)
    {
        if (type.Contains('O', StringComparison.Ordinal))
            throw fail("its elements are Python objects (pickled), which could run code when they are loaded; save plain numbers instead");
        bool hasOrder = type.Length == 3 && type[0] is '<' or '>' or '|' or '=';
        string element = hasOrder ? type[1..] : type;
        if (element is not ("f8" or "f4" or "f2" or "i8" or "i4" or "i2" or "i1" or "u4" or "u2" or "u1" or "b1"))
            throw fail($"its elements are of type '{type}'; read are f8, f4, f2, i8, i4, i2, i1, u4, u2, u1 and b1");
        return (element, hasOrder && type[0] == '>');
    }

    /// <summary>The header of version 1.0 of an array in C order, its length a multiple of 64.</summary>
    internal static byte[] Of(string type, Shape shape)
    {
        string sizes = string.Join(", ", shape.Select(s => s.ToString(CultureInfo.InvariantCulture))) + (shape.Rank == 1 ? "," : "");
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        int whole = (PrefixLength + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] bytes = new byte[whole];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        (bytes[6], bytes[7], bytes[8], bytes[9]) = (1, 0, (byte)(whole - PrefixLength), (byte)((whole - PrefixLength) >> 8));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(PrefixLength));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>A cursor over the text.</summary>
    sealed class Words(string text, Func<string, CairnFormatException> fail)
    {
        int _at;

        internal bool IsNext(char c)
        {
            while (_at < text.Length && text[_at] == ' ') _at++;
            return _at < text.Length && text[_at] == c;
        }

        internal bool Takes(char c)
        {
            if (!IsNext(c)) return false;
            _at++;
            return true;
        }

        internal void Expect(char c)
        {
            if (!Takes(c)) throw fail($"its header lacks a '{c}' at character {_at}");
        }

        internal bool IsQuoted => IsNext('\'') || IsNext('"');

        internal string Quoted()
        {
            char quote = IsNext('"') ? '"' : '\'';
            Expect(quote);
            int end = text.IndexOf(quote, _at);
            if (end < 0) throw fail("a text of its header does not end");
            string word = text[_at..end];
            _at = end + 1;
            return word;
        }

        internal bool Truth()
        {
            IsNext(' ');
            foreach (var (word, value) in ((string, bool)[])[("True", true), ("False", false)])
            {
                if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) continue;
                _at += word.Length;
                return value;
            }
            throw fail("fortran_order is neither True nor False");
        }

        internal int[] Sizes()
        {
            var sizes = new List<int>();
            long elements = 1;
            Expect('(');
            while (!Takes(')'))
            {
                IsNext(' ');
                int start = _at;
                while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
                if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
                    throw fail("a size of its shape is no number");
                Takes('L'); // so wrote Python 2 its long numbers
                if (size > Shape.MaxElements || elements * Math.Max(size, 1) > Shape.MaxElements)
                    throw fail("its shape has more elements than a tensor can have");
                elements *= Math.Max(size, 1);
                sizes.Add((int)size);
                if (!Takes(',') && !IsNext(')')) throw fail("its shape is no tuple");
            }
            return [.. sizes];
        }

        internal void End()
        {
            IsNext(' ');
            if (_at < text.Length) throw fail("its header goes on behind the dictionary");
        }
    }
}
