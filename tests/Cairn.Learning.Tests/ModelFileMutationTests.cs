using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>Damaged files by the hundred thousand: a file is loaded or refused, and nothing else ever happens.</summary>
public class ModelFileMutationTests
{
    static readonly byte[] Valid = ModelFile.ToBytes(Keepsake.Sample());
    static readonly byte[] Small = ModelFile.ToBytes(new Keepsake { Name = "s", Doubles = new[] { 1.5, 2 } });

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (int length = 0; length < Valid.Length; length++) Assert.False(Loads(Valid[..length]), $"{length} bytes");
    }

    [Fact]
    public void Every_truncation_with_right_sums_is_refused()
    {
        var (header, data) = SafetensorsText.Split(Small);
        byte[] bytes = Encoding.UTF8.GetBytes(header);
        for (int length = 1; length < header.TrimEnd().Length; length++)
            Assert.False(Loads(SafetensorsText.Sealed(bytes[..length], data)), $"header of {length}");
        for (int length = 0; length < data.Length; length++) Assert.False(Loads(SafetensorsText.Sealed(bytes, data[..length])), $"data of {length}");
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        byte[] file = (byte[])Valid.Clone();
        for (int at = 0; at < file.Length; at++)
        {
            foreach (byte value in (ReadOnlySpan<byte>)[0x00, 0x7f, 0x80, 0xff, (byte)(Valid[at] ^ 1)])
            {
                file[at] = value;
                Assert.True(Loads(file) == (value == Valid[at]), $"byte {at} set to {value}");
            }
            file[at] = Valid[at];
        }
    }

    [Fact]
    public void Every_header_byte_changed_under_right_sums_is_loaded_or_refused()
    {
        var (header, data) = SafetensorsText.Split(Small);
        byte[] bytes = Encoding.UTF8.GetBytes(header);
        int loaded = 0;
        for (int at = 0; at < bytes.Length; at++)
        {
            byte kept = bytes[at];
            foreach (byte value in (ReadOnlySpan<byte>)[0x00, 0x7f, 0x80, 0xff, (byte)'"', (byte)'9', (byte)'}'])
            {
                bytes[at] = value;
                if (Loads(SafetensorsText.Sealed(bytes, data))) loaded++;
            }
            bytes[at] = kept;
        }
        Assert.InRange(loaded, 1, bytes.Length * 6); // a changed digit of a number is another good file
    }

    [Fact]
    public void A_hundred_thousand_mutations_are_loaded_or_refused()
    {
        var random = new Random(20_26);
        var reasons = new HashSet<string>();
        int loaded = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] seed = (i & 1) == 0 ? Valid : Small;
            byte[] file = (i % 3) switch
            {
                0 => Blind(seed, random),
                1 => Tokens(seed, random),
                _ => Tree(seed, random),
            };
            if (Loads(file, out string reason)) loaded++;
            else reasons.Add(new string([.. reason.Where(c => !char.IsAsciiDigit(c)).Take(40)]));
        }
        // the mutations must get behind the sums: many reasons, and some files that are still good
        Assert.True(reasons.Count > 40, $"{reasons.Count} reasons");
        Assert.InRange(loaded, 100, 50_000);
    }

    static bool Loads(byte[] file) => Loads(file, out _);

    static bool Loads(byte[] file, out string reason)
    {
        reason = "";
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        bool good = false;
        try
        {
            ModelFile.Load(file, Keepsake.Readers);
            good = true;
        }
        catch (CairnFormatException e)
        {
            reason = e.Message;
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1), "over a second");
        Assert.True(allocated <= 2L * file.Length + (1 << 20), $"{allocated} bytes for a file of {file.Length}");
        return good;
    }

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
    static byte[] Tokens(byte[] seed, Random random)
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
            data => { if (data.Length > 0 && random.Next(4) == 0) data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8)); return data; });
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
