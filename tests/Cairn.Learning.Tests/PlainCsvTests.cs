using System.Globalization;
using System.Text;
using Cairn.Data;

namespace Cairn.Tests;

/// <summary>A file on disk may be read in pieces; what comes out must be what the same bytes give as a stream, which never is.</summary>
public sealed class PlainCsvTests : IDisposable
{
    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    string FromDisk(byte[] file, CsvOptions? options)
    {
        File.WriteAllBytes(_path, file);
        return Outcome(() => (Table.ReadCsv(_path, out var report, options), report)).Replace(_path, "stream", StringComparison.Ordinal);
    }

    static string FromStream(byte[] file, CsvOptions? options) =>
        Outcome(() => (Table.ReadCsv(new MemoryStream(file), out var report, options), report));

    static string Outcome(Func<(Table, CsvReport)> read)
    {
        try
        {
            var (table, report) = read();
            var text = new StringBuilder(report.ToString());
            foreach (var column in table.Columns)
            {
                text.Append('\n').Append(column.Name).Append(':');
                if (column is NumberColumn numbers)
                    foreach (double value in numbers.Values) text.Append(' ').Append(BitConverter.DoubleToInt64Bits(value));
                else
                    for (int i = 0; i < column.Rows; i++) text.Append('|').Append(column.IsMissing(i) ? "missing" : column.TextAt(i));
            }
            return text.ToString();
        }
        catch (CairnFormatException refusal)
        {
            return $"{refusal.Message} ({refusal.Line}, {refusal.Column})";
        }
        catch (ArgumentException refusal)
        {
            return refusal.Message;
        }
    }

    [Fact]
    public void The_cases_read_alike()
    {
        foreach (var row in CsvCasesTests.Readable())
        {
            var (text, _, options) = row.Data;
            byte[] file = Encoding.UTF8.GetBytes(text);
            Assert.Equal(FromStream(file, options), FromDisk(file, options));
        }
        foreach (var row in CsvCasesTests.Unreadable())
        {
            var (text, _, _, _, options) = row.Data;
            byte[] file = Encoding.UTF8.GetBytes(text);
            Assert.Equal(FromStream(file, options), FromDisk(file, options));
        }
    }

    [Fact]
    public void Any_bytes_read_alike()
    {
        var dice = new CsvFuzzTests.Dice(0x2545F4914F6CDD1D);
        CsvOptions[] options = [new(), new(), new() { Trim = false }, new() { Quote = null }, new() { RaggedRows = RaggedRows.Pad },
            new() { HasHeader = false }, new() { DecimalComma = true }, new() { MaxFieldLength = 40 }, new() { MissingValues = ["-1", "0", "x"] }];
        for (int k = 0; k < 6_000; k++)
        {
            byte[] file = CsvFuzzTests.RandomFile(dice);
            var chosen = options[dice.Next(options.Length)];
            Assert.True(FromStream(file, chosen) == FromDisk(file, chosen), $"file {k} [{Convert.ToHexString(file)}] with {chosen}");
        }
    }

    /// <summary>Tables of fields that are nearly all plain, so that little is left to the other way of reading.</summary>
    [Fact]
    public void Tables_of_odd_fields_read_alike()
    {
        string[] odd = ["1", "-0", "+5", "0.5", ".5", "5.", "-", "+", ".", "", " ", " 7 ", "007", "1e5", "-1.5E-3", "NA", "nan", "true", "no", "x",
            "9007199254740993", "123456789012345678901", "0.30000000000000004", "1234567.000000000000", "1,5", "inf", "1e400", "caf\u00e9", "-1", "0"];
        var dice = new CsvFuzzTests.Dice(99);
        for (int k = 0; k < 1_500; k++)
        {
            int width = 1 + dice.Next(3), rows = dice.Next(30);
            string[][] kinds = [.. Enumerable.Range(0, width).Select(_ => odd[..(1 + dice.Next(odd.Length))])];
            var text = new StringBuilder();
            if (dice.Next(3) > 0) text.AppendJoin(';', Enumerable.Range(0, width).Select(j => $"c{j}")).Append('\n');
            string end = dice.Next(2) == 0 ? "\n" : "\r\n";
            for (int i = 0; i < rows; i++) text.AppendJoin(';', kinds.Select(kind => kind[dice.Next(kind.Length)])).Append(end);
            byte[] file = Encoding.UTF8.GetBytes(text.ToString());
            CsvOptions options = dice.Next(4) == 0 ? new() { MissingValues = ["-1", "0", "x"], Separator = ';' } : new() { Trim = dice.Next(3) > 0 };
            Assert.True(FromStream(file, options) == FromDisk(file, options), $"{text}\n{FromStream(file, options)}\n{FromDisk(file, options)}");
        }
    }

    /// <summary>Fields in quotes, with separators, line feeds and doubled quotes in them, and faults of all kinds.</summary>
    [Fact]
    public void Tables_of_quoted_fields_read_alike()
    {
        string[] odd = ["1", "\"1\"", "\"-2.5\"", "\"a;b\"", "\"a\nb\"", "\"a\r\nb\"", "\"say \"\"x\"\"\"", "\"\"", "\"\"\"\"", "\" \"", "\" 7 \"", "\"NA\"", "NA", "\"true\"", "word",
            "\"caf\u00e9\"", "", "\"1e400\"", "\"x\" ", " \"x\"", "a\"b", "\"a\"b", "\"open"];
        var dice = new CsvFuzzTests.Dice(7);
        for (int k = 0; k < 3_000; k++)
        {
            int width = 1 + dice.Next(3), rows = dice.Next(30), kinds = dice.Next(8) > 0 ? odd.Length - 5 : odd.Length;
            string[] known = odd[..(1 + dice.Next(kinds))];
            var text = new StringBuilder();
            if (dice.Next(3) > 0) text.AppendJoin(';', Enumerable.Range(0, width).Select(j => dice.Next(2) == 0 ? $"\"c\"\"{j}\"" : $"c{j}")).Append('\n');
            string end = dice.Next(2) == 0 ? "\n" : "\r\n";
            for (int i = 0; i < rows; i++)
                text.AppendJoin(';', Enumerable.Range(0, width).Select(_ => known[dice.Next(known.Length)])).Append(end);
            byte[] file = Encoding.UTF8.GetBytes(text.ToString());
            CsvOptions[] options = [new() { Separator = ';' }, new(), new() { Separator = ';', Trim = false }, new() { Separator = ';', MissingValues = ["1", "word"] },
                new() { Separator = ';', MaxFieldLength = 40 }, new() { Separator = ';', Types = new Dictionary<string, ColumnKind> { ["c0"] = ColumnKind.Number } }];
            var chosen = options[dice.Next(options.Length)];
            Assert.True(FromStream(file, chosen) == FromDisk(file, chosen), $"{text}\n{FromStream(file, chosen)}\n{FromDisk(file, chosen)}");
        }
    }

    /// <summary>Pieces that begin within a quoted field are cut at the end of its record; a message names the line, of which a record may have many.</summary>
    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "what,1,x\n")]
    [InlineData("\n", "1,\"open,x\n")]
    [InlineData("\n", "1,2\n")]
    [InlineData("\n", "1,a\"b,x\n")]
    public void Many_pieces_of_quoted_fields_read_alike(string end, string last)
    {
        var dice = new CsvFuzzTests.Dice(11);
        var text = new StringBuilder("id,\"the, note\",word" + end);
        for (int i = 0; i < 60_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(dice.Next(3) == 0 ? $"\"{i}\"" : i)},\"");
            for (int w = dice.Next(20); w >= 0; w--) text.Append(dice.Next(9) switch { 0 => "\"\"", 1 => end, 2 => ",", 3 => " ", _ => "word" });
            text.Append("\",").Append(dice.Next(2) == 0 ? "red" : "\"green\"").Append(end);
        }
        byte[] file = Encoding.UTF8.GetBytes(text + last);
        Assert.InRange(file.Length, 2 << 20, 5 << 20);
        Assert.Equal(FromStream(file, null), FromDisk(file, null));
        var options = new CsvOptions { Types = new Dictionary<string, ColumnKind> { ["id"] = ColumnKind.Number } };
        Assert.Equal(FromStream(file, options), FromDisk(file, options));
    }

    [Theory]
    [InlineData("\n", 0)]
    [InlineData("\r\n", 0)]
    [InlineData("\n", 1)] // a text in the last row of a column of numbers
    [InlineData("\n", 2)] // a row with too many fields
    [InlineData("\n", 3)] // a quote at the end
    [InlineData("\n", 4)] // a byte that is no UTF-8
    [InlineData("\n", 5)] // a number beyond the range of double
    public void Many_pieces_read_alike(string end, int oddity)
    {
        var dice = new CsvFuzzTests.Dice(5);
        var text = new StringBuilder("id,x,y,word,note,flag" + end);
        for (int i = 0; i < 60_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},{dice.Next(2_000_000) - 1_000_000}.{dice.Next(1000)},0.{dice.Next(1 << 30)}{dice.Next(1 << 30)},")
                .Append((string[])["red", "green", "bl\u00e4u", "NA"] is var words ? words[dice.Next(4)] : "").Append(",note ").Append(i % 20_000)
                .Append(dice.Next(2) == 0 ? ",yes" : ",").Append(end);
        text.Append(oddity switch { 1 => "what,1,2,red,x,no", 2 => "1,2,3,4,5,6,7", 3 => "1,2,3,\"a,b\",5,no", 5 => "1,2,1e999,a,b,no", _ => "" });
        byte[] file = Encoding.UTF8.GetBytes(text.ToString());
        if (oddity == 4) file[^3] = 0xff;
        Assert.InRange(file.Length, 3 << 20, 5 << 20);
        Assert.Equal(FromStream(file, null), FromDisk(file, null));
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("-123456.789012")]
    [InlineData("9007199254740992")]
    [InlineData("90071992547409.92")]
    [InlineData("0.9007199254740991")]
    [InlineData("0.000000000000000001")]
    [InlineData("17.976931348623157")]
    [InlineData("000000000000000005.5")]
    public void Numbers_are_rounded_rightly(string number)
    {
        File.WriteAllText(_path, $"a,b\n{number},1\n");
        Assert.Equal(double.Parse(number, CultureInfo.InvariantCulture), ((NumberColumn)Table.ReadCsv(_path)["a"]).Values[0]);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        File.WriteAllText(_path, "a,b\n1,2\n");
        using var from = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read);
        from.Seek(4, SeekOrigin.Begin);
        Assert.Equal(["1", "2"], Table.ReadCsv(from, new CsvOptions { HasHeader = true }).Names);
    }
}
