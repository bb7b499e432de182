using System.IO.Compression;
using System.Runtime.CompilerServices;
using Cairn.Data;

namespace Cairn.Tests;

public class TableFilesTests
{
    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    static string DataFolder => Environment.GetEnvironmentVariable("CAIRN_DATA")
        ?? Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "shared", "data"));

    public static TheoryData<string> Files() => ["california-housing/housing.csv.gz", "penguins/penguins.csv", "titanic/titanic3.csv",
        "adult/adult-train.csv.gz", "advertising/Advertising.csv", "sunspots/sunspots.csv", "airline-passengers/airline-passengers.csv",
        "exam-grades/data_classification.csv"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Real_files_read_as_pandas_reads_them(string file)
    {
        if (!Directory.Exists(DataFolder)) Assert.Skip("no data folder; set CAIRN_DATA");
        var table = Table.ReadCsv(Path.Combine(DataFolder, file));
        var facts = Table.ReadCsv(Path.Combine(Here(), "Fixtures", "tables.csv"));
        int[] rows = [.. Enumerable.Range(0, facts.Rows).Where(i => facts["file"].TextAt(i) == file)];
        facts = facts.Take(rows);
        double Fact(string name, int j) => ((NumberColumn)facts[name]).Values[j];

        Assert.Equal(facts.Rows, table.Columns.Count);
        var summary = table.Describe();
        for (int j = 0; j < facts.Rows; j++)
        {
            var column = summary.Columns[j];
            Assert.Equal(Fact("rows", j), column.Rows);
            Assert.Equal(Fact("missing", j), column.Missing);
            Assert.Equal(Fact("distinct", j), column.Distinct);
            Assert.Equal(facts["number"].TextAt(j) == "true", column.Kind == ColumnKind.Number);
            if (column.Kind != ColumnKind.Number) continue;
            Near(Fact("mean", j), column.Mean);
            Near(Fact("sd", j), column.StandardDeviation);
            Near(Fact("q1", j), column.LowerQuartile);
            Near(Fact("median", j), column.Median);
            Near(Fact("q3", j), column.UpperQuartile);
            Assert.Equal(Fact("min", j), column.Minimum);
            Assert.Equal(Fact("max", j), column.Maximum);
        }

        static void Near(double expected, double actual) =>
            Assert.True(Math.Abs(actual - expected) <= 1e-12 * Math.Abs(expected), $"{actual:R} is not {expected:R}");
    }

    [Fact]
    public void Housing_knows_its_category_and_its_gaps()
    {
        if (!Directory.Exists(DataFolder)) Assert.Skip("no data folder; set CAIRN_DATA");
        var table = Table.ReadCsv(Path.Combine(DataFolder, "california-housing/housing.csv.gz"), out var report);
        Assert.Equal((20640, 10), (table.Rows, table.Columns.Count));
        Assert.Equal(["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"], ((CategoryColumn)table["ocean_proximity"]).Levels);
        Assert.Equal(207, table["total_bedrooms"].MissingCount);
        Assert.True(report.Compressed && report.HasHeader && report.Separator == ',' && report.Encoding == "utf-8");
        Assert.Contains("total_bedrooms: number, 207 missing", report.ToString());
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), "cairn-no-such-file.csv");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => Table.ReadCsv(path)).Message);
        Assert.Contains(path, Assert.Throws<DirectoryNotFoundException>(() => Table.ReadCsv(path + "/x.csv")).Message);
        Assert.Contains("is a directory", Assert.Throws<IOException>(() => Table.ReadCsv(Path.GetTempPath())).Message);
        Assert.Throws<ArgumentNullException>(() => Table.ReadCsv((string)null!));
        Assert.Throws<ArgumentNullException>(() => Table.ReadCsv((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => Table.ReadCsv((TextReader)null!));
        Assert.Throws<ArgumentNullException>(() => Table.ParseCsv(null!));
    }

    [Fact]
    public void Gzip_cut_short_anywhere_is_refused()
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write("a,b\n1,x\n2,y\n3,a longer text that is not so easily packed 0123456789\n"u8);
        byte[] whole = packed.ToArray();
        Assert.Equal(3, Table.ReadCsv(new MemoryStream(whole)).Rows);
        for (int length = 2; length < whole.Length; length++)
        {
            var refusal = Assert.Throws<CairnFormatException>(() => Table.ReadCsv(new MemoryStream(whole[..length])));
            Assert.Contains("gzip", refusal.Message);
        }
        for (int i = 10; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x55;
            Assert.Throws<CairnFormatException>(() => Table.ReadCsv(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_named_by_offset_and_line()
    {
        byte[] latin = "a,b\n1,x\n2,\u00e9t\u00e9\n"u8.ToArray();
        latin = System.Text.Encoding.Latin1.GetBytes("a,b\n1,x\n2,\u00e9t\u00e9\n");
        var refusal = Assert.Throws<CairnFormatException>(() => Table.ReadCsv(new MemoryStream(latin)));
        Assert.Contains("offset 10 is not valid utf-8", refusal.Message);
        Assert.Equal(3, refusal.Line);
        var table = Table.ReadCsv(new MemoryStream(latin), new CsvOptions { Encoding = System.Text.Encoding.Latin1 });
        Assert.Equal("\u00e9t\u00e9", table["b"].TextAt(1));

        // far beyond the first buffers, and cut in the middle of a character at the end
        byte[] far = [.. "a\n"u8, .. Enumerable.Repeat("0123456\n"u8.ToArray(), 40_000).SelectMany(b => b), 0xff, (byte)'\n'];
        refusal = Assert.Throws<CairnFormatException>(() => Table.ReadCsv(new MemoryStream(far)));
        Assert.Contains("offset 320002 ", refusal.Message);
        Assert.Equal(40_002, refusal.Line);
        Assert.Equal(2, Assert.Throws<CairnFormatException>(() => Table.ReadCsv(new MemoryStream([.. "a\nx"u8, 0xe2, 0x82]))).Line);
        Assert.Equal(1, Assert.Throws<CairnFormatException>(() => Table.ReadCsv(new MemoryStream([0xff, 0xfe, (byte)'a']))).Line);
    }

    [Fact]
    public void A_character_may_lie_across_two_buffers()
    {
        for (int shift = 0; shift < 4; shift++)
        {
            string text = "a\n" + new string('x', 65_530 + shift) + "\U0001F600é日\n";
            var table = Table.ReadCsv(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
            Assert.Equal(text[2..^1], table["a"].TextAt(0));
        }
    }

    [Fact]
    public void A_hundred_thousand_columns()
    {
        string names = string.Join(',', Enumerable.Range(0, 100_000).Select(j => $"c{j}"));
        string values = string.Join(',', Enumerable.Range(0, 100_000));
        var table = Table.ParseCsv($"{names}\n{values}\n");
        Assert.Equal((1, 100_000), (table.Rows, table.Columns.Count));
        Assert.Equal("99999", table["c99999"].TextAt(0));
    }

    [Fact]
    public void A_field_as_long_as_allowed_reads_and_one_longer_does_not()
    {
        string field = new('x', 1_000_000);
        var options = new CsvOptions { MaxFieldLength = field.Length };
        Assert.Equal(field, Table.ParseCsv($"a,b\n{field},1\n", options)["a"].TextAt(0));
        Assert.Equal(field, Table.ParseCsv($"a,b\n\"{field}\",1\n", options)["a"].TextAt(0));
        Assert.Throws<CairnFormatException>(() => Table.ParseCsv($"a,b\n{field}x,1\n", options));
        Assert.Throws<CairnFormatException>(() => Table.ParseCsv($"a,b\n\"{field}x\",1\n", options));
    }

    [Fact]
    public void A_number_column_with_a_late_text_says_where()
    {
        string text = "a\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => i == 99_999 ? "oops\n" : $"{i}\n"));
        var table = Table.ParseCsv(text, out var report);
        Assert.Equal(ColumnKind.Text, table["a"].Kind);
        Assert.Equal(["1 of 100000 values are no numbers, the first on line 100001: 'oops'"], report.Columns[0].Notes);
    }

    [Fact]
    public void The_report_tells_what_a_person_should_know()
    {
        Table.ParseCsv("zip,,amount,id,gone\n01234,1,\"1,5\",12345678901234567890,\n", out var report, new CsvOptions { Separator = ',' });
        string text = report.ToString();
        Assert.Contains("1 rows, 5 columns, separated by commas, with a header", text);
        Assert.Contains("the header names no column 2", text);
        Assert.Contains("zip: number (leading zeros, first on line 2: '01234'", text);
        Assert.Contains("amount: category (looks like numbers with a decimal comma, first on line 2: '1,5'", text);
        Assert.Contains("id: category (integers that a number cannot hold exactly", text);
        Assert.Contains("gone: number, 1 missing (every value is missing)", text);
        Table.ParseCsv("1,x\n2,y\n", out report);
        Assert.Contains("no header: the first row holds the number 1", report.ToString());
        Table.ParseCsv("a,b\n1\n2,3\n4,5,6\n", out report, new CsvOptions { RaggedRows = RaggedRows.Skip });
        Assert.Equal((2, 1), (report.RaggedCount, report.Rows));
        Assert.Contains("2 rows with another number of fields than 2 were left out, the first on line 2", report.ToString());
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { Separator = '\n' });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { Separator = 'é' });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { Quote = ' ' });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { MaxFieldLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { RaggedRows = (RaggedRows)9 });
        Assert.Throws<ArgumentNullException>(() => new CsvOptions { MissingValues = null! });
        Assert.Throws<ArgumentException>(() => Table.ParseCsv("a\n1\n", new CsvOptions { Separator = '"' }));
        Assert.Throws<ArgumentException>(() => Table.ParseCsv("a\n1\n", new CsvOptions { Separator = ',', DecimalComma = true }));
        var unknown = Assert.Throws<ArgumentException>(() =>
            Table.ParseCsv("a,b\n1,2\n", new CsvOptions { Types = new Dictionary<string, ColumnKind> { ["c"] = ColumnKind.Text } }));
        Assert.Contains("no column 'c'; its columns are 'a', 'b'", unknown.Message);
    }

    [Fact]
    public void Twenty_levels_or_a_fifth_of_the_values_make_a_category()
    {
        static ColumnKind KindOf(int levels, int rows) =>
            Table.ParseCsv("a,b\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"x{i % levels},1\n")))["a"].Kind;
        Assert.Equal(ColumnKind.Category, KindOf(20, 20));
        Assert.Equal(ColumnKind.Text, KindOf(21, 21));
        Assert.Equal(ColumnKind.Text, KindOf(21, 104));
        Assert.Equal(ColumnKind.Category, KindOf(21, 105));
        Assert.Equal(ColumnKind.Category, KindOf(200, 1000));
        Assert.Equal(ColumnKind.Text, KindOf(201, 1000));
    }
}
