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
                0 => Mutation.Blind(seed, random),
                1 => Mutation.Tokens(seed, random),
                _ => Mutation.Tree(seed, random),
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
}
