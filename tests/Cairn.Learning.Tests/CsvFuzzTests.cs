using System.Globalization;
using System.Text;
using Cairn.Data;

namespace Cairn.Tests;

public class CsvFuzzTests
{
    // A small generator of its own (xorshift), so that the files are the same for ever.
    internal sealed class Dice(ulong state)
    {
        internal int Next(int below)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (int)(state % (ulong)below);
        }
    }

    static readonly byte[][] Seeds = [.. new[]
    {
        "a,b,c\n1,x,true\n2,y,false\n,NA,no\n", "a;b\n1,5;\"x\"\"y\"\n2,5;\"z\nz\"\n", "n\tm\r\n1\t2\r\n3\t4\r\n", "x|y\r1|é\r2|日本\r",
        "\"q\",\"r\"\n\"1\",\"2\"\n", "a\n1e400\n", "1,2,3\n4,5,6\n", " a , b \n 1 , \"x\" \n",
    }.Select(Encoding.UTF8.GetBytes)];

    internal static byte[] RandomFile(Dice dice)
    {
        const string Usual = "\"\",,;;\t|\n\n\r 0123456789.-+eEnaNA?xy\0\ufeff";
        var bytes = new List<byte>();
        if (dice.Next(4) == 0)
        {
            for (int n = dice.Next(60); n > 0; n--) bytes.Add((byte)dice.Next(256));
            return [.. bytes];
        }
        if (dice.Next(2) == 0)
        {
            for (int n = dice.Next(80); n > 0; n--) bytes.AddRange(Encoding.UTF8.GetBytes(Usual[dice.Next(Usual.Length)].ToString()));
            return [.. bytes];
        }
        bytes.AddRange(Seeds[dice.Next(Seeds.Length)]);
        for (int n = 1 + dice.Next(4); n > 0 && bytes.Count > 0; n--)
        {
            int at = dice.Next(bytes.Count);
            switch (dice.Next(4))
            {
                case 0: bytes[at] = (byte)dice.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)Usual[dice.Next(Usual.Length - 1)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    static string Outcome(byte[] file, CsvOptions options)
    {
        try
        {
            var table = Table.ReadCsv(new MemoryStream(file), out var report, options);
            // Whatever was read can be written and read again.
            var types = table.Columns.ToDictionary(c => c.Name, c => c.Kind);
            string text = table.ToCsv();
            if (table.Columns.All(c => c.Name.Length > 0 && c.Name.Trim() == c.Name && !c.Name.StartsWith('\ufeff')))
                Assert.Equal(text, Table.ParseCsv(text, new CsvOptions { Separator = ',', HasHeader = true, Types = types }).ToCsv());
            return $"{report}\n{text}\n{table}";
        }
        catch (CairnFormatException refusal)
        {
            return refusal.Message;
        }
    }

    [Fact]
    public void Any_bytes_give_a_table_or_the_documented_exception()
    {
        var dice = new Dice(0x9E3779B97F4A7C15);
        CsvOptions[] options = [new(), new(), new(), new() { Trim = false }, new() { Quote = null }, new() { RaggedRows = RaggedRows.Pad },
            new() { RaggedRows = RaggedRows.Skip, HasHeader = false }, new() { DecimalComma = true }, new() { Encoding = Encoding.Latin1 }];
        int tables = 0;
        for (int k = 0; k < 20_000; k++)
        {
            byte[] file = RandomFile(dice);
            var chosen = options[dice.Next(options.Length)];
            try
            {
                if (Outcome(file, chosen).Contains(" rows, ", StringComparison.Ordinal)) tables++;
            }
            catch (Exception other) when (other is not CairnFormatException)
            {
                Assert.Fail($"file {k} [{Convert.ToHexString(file)}] with {Array.IndexOf(options, chosen)}: {other}");
            }
        }
        Assert.InRange(tables, 3_000, 17_000);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("sv-SE")]
    public void Culture_does_not_matter(string name)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        List<string> Outcomes()
        {
            var dice = new Dice(7);
            var outcomes = new List<string>();
            foreach (byte[] seed in Seeds) outcomes.Add(Outcome(seed, new CsvOptions()));
            for (int k = 0; k < 500; k++) outcomes.Add(Outcome(RandomFile(dice), new CsvOptions()));
            outcomes.Add(Outcome("n,i,m\n-1.5,TITLE,1\n1e-3,title,\n-0,\u0130\u0131,NA\n"u8.ToArray(), new CsvOptions()));
            outcomes.Add(Table.ParseCsv("n,t\n-1234.5,YES\n1e300,no\n").Describe().ToString());
            return outcomes;
        }
        var expected = Outcomes();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(name);
            Assert.Equal(expected, Outcomes());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
