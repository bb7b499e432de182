using System.Buffers.Binary;
using System.Text;

namespace Cairn.Tests;

/// <summary>Damages model files: where it happens to fall, or word by word behind sums that are right.</summary>
static class Mutation
{
    /// <summary>Bit flips, byte sets, lengths, blocks cut, doubled, exchanged; the sums are not mended, but for one in two the header's.</summary>
    internal static byte[] Blind(byte[] seed, Random random)
    {
        var file = seed.ToList();
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(file.Count), length = Math.Min(random.Next(1, 40), file.Count - at);
            switch (random.Next(6))
            {
                case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[at] = (byte)random.Next(256); break;
                case 2:
                    ulong[] lengths = [0, 1, 7, 8, (ulong)file.Count - 8, (ulong)file.Count, 1UL << 31, 1UL << 63, ulong.MaxValue, (ulong)random.Next(5000)];
                    var prefix = new byte[8];
                    BinaryPrimitives.WriteUInt64LittleEndian(prefix, lengths[random.Next(lengths.Length)]);
                    for (int i = 0; i < 8 && i < file.Count; i++) file[i] = prefix[i];
                    break;
                case 3: file.RemoveRange(at, length); break;
                case 4: file.InsertRange(random.Next(file.Count + 1), file.GetRange(at, length)); break;
                default:
                    var block = file.GetRange(at, length);
                    file.RemoveRange(at, length);
                    file.InsertRange(random.Next(file.Count + 1), block);
                    break;
            }
            if (file.Count == 0) return [];
        }
        byte[] bytes = [.. file];
        if (random.Next(2) == 0 || bytes.Length < 8) return bytes;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return header > (ulong)bytes.Length - 8 ? bytes : SafetensorsText.Sealed(bytes[8..(8 + (int)header)], bytes[(8 + (int)header)..]);
    }

    static readonly string[] Pieces = ["0", "-1", "1", "3", "1e9", "2147483648", "9223372036854775808", "null", "true", "[]", "{}", "\"\"", "\"F64\"", "\"U8\"",
        "\"keepsake\"", "[0,0]", "[0,8]", "\"dtype\"", "\"shape\"", ",", ":", "}", "]", "\"a\":1,", "\\u0000", "\\ud800", "1.5"];

    /// <summary>Tokens of the header exchanged for others, the sums mended.</summary>
    internal static byte[] Tokens(byte[] seed, Random random)
    {
        var (header, data) = SafetensorsText.Split(seed);
        return SafetensorsText.Sealed(Encoding.UTF8.GetBytes(SafetensorsText.Opening + Scramble(header[SafetensorsText.Opening.Length..], random)), data);
    }

    /// <summary>Tokens of the tree, the facts or the notes exchanged for others, the sums mended.</summary>
    internal static byte[] Tree(byte[] seed, Random random)
    {
        string part = random.Next(4) == 0 ? "facts" : "cairn";
        return SafetensorsText.Edit(seed, json =>
            json["__metadata__"]![part] = Scramble(json["__metadata__"]![part]!.GetValue<string>(), random),
            data => { if (random.Next(4) == 0 && data.Length > 0) data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8)); return data; });
    }

    static string Scramble(string json, Random random)
    {
        for (int n = random.Next(1, 3); n > 0; n--)
        {
            int from = random.Next(json.Length);
            while (from > 0 && !IsBorder(json[from - 1])) from--;
            int to = from + 1;
            while (to < json.Length && !IsBorder(json[to])) to++;
            string token = json[from..to];
            json = random.Next(5) switch
            {
                0 => json[..from] + json[to..],
                1 => json[..to] + token + json[to..],
                2 => json[..from] + new string([.. token.Select(c => char.IsAsciiDigit(c) ? (char)('0' + random.Next(10)) : c)]) + json[to..],
                _ => json[..from] + Pieces[random.Next(Pieces.Length)] + json[to..],
            };
            if (json.Length == 0) return "0";
        }
        return json;
    }

    static bool IsBorder(char c) => c is ',' or ':' or '{' or '}' or '[' or ']';
}
