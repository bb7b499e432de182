using Cairn.Data;

namespace Cairn.Tests;

public class TableMakingTests
{
    enum Colour { Red, Green }

    record House(int Rooms, double? Area, bool Garden, bool? Sold, string? City, Colour Colour, Colour? Roof, decimal Price, long Id, Half Score);

    struct Point
    {
        public float X { get; init; }
        public byte Y { get; init; }
        public static int Count => 7;
        public int this[int i] => i;
        internal int Hidden => 1;
    }

    [Fact]
    public void Records_become_columns()
    {
        var table = Table.From([
            new House(3, 80.5, true, null, "Bern", Colour.Red, null, 12.5m, 1L << 53, (Half)0.5),
            new House(-4, null, false, true, null, Colour.Green, Colour.Red, 0.1m, -7, (Half)2)]);
        Assert.Equal(["Rooms", "Area", "Garden", "Sold", "City", "Colour", "Roof", "Price", "Id", "Score"], table.Names);
        Assert.Equal("Rooms,Area,Garden,Sold,City,Colour,Roof,Price,Id,Score\n3,80.5,true,,Bern,Red,,12.5,9007199254740992,0.5\n"
            + "-4,,false,true,,Green,Red,0.1,-7,2\n", table.ToCsv());
        Assert.Equal(
            [ColumnKind.Number, ColumnKind.Number, ColumnKind.Boolean, ColumnKind.Boolean, ColumnKind.Category, ColumnKind.Category,
                ColumnKind.Category, ColumnKind.Number, ColumnKind.Number, ColumnKind.Number],
            table.Columns.Select(c => c.Kind));
    }

    [Fact]
    public void Structs_and_anonymous_types_do_as_well()
    {
        Assert.Equal("X,Y\n0.5,3\n", Table.From([new Point { X = 0.5f, Y = 3 }]).ToCsv());
        Assert.Equal("a,b\n1,x\n", Table.From([new { a = 1u, b = "x" }]).ToCsv());
        var empty = Table.From(Array.Empty<House>());
        Assert.Equal((0, 10), (empty.Rows, empty.Columns.Count));
    }

    [Fact]
    public void Many_different_strings_are_text() => Assert.Equal(
        ColumnKind.Text, Table.From(Enumerable.Range(0, 21).Select(i => new { Name = $"n{i}" }))["Name"].Kind);

    [Fact]
    public void What_cannot_be_a_column_is_named()
    {
        Assert.Contains("property When is a TimeSpan", Assert.Throws<NotSupportedException>(() => Table.From([new { When = default(TimeSpan) }])).Message);
        Assert.Contains("property Text is a Char", Assert.Throws<NotSupportedException>(() => Table.From([new { Text = 'c' }])).Message);
        Assert.Contains("property Many is a Int32[]", Assert.Throws<NotSupportedException>(() => Table.From([new { Many = new[] { 1 } }])).Message);
        var inexact = Assert.Throws<ArgumentException>(() => Table.From([new { Id = (1L << 53) + 1 }]));
        Assert.Contains("Id = 9007199254740993 of record 0 has no exact double", inexact.Message);
        Assert.Throws<ArgumentException>(() => Table.From([new { Id = long.MaxValue }]));
        Assert.Throws<ArgumentException>(() => Table.From([new { Id = ulong.MaxValue }]));
        Assert.Equal("-9.223372036854776E+18", Table.From([new { Id = long.MinValue }])["Id"].TextAt(0));
        Assert.Throws<ArgumentException>(() => Table.From(["a", "b"]));
        Assert.Throws<ArgumentException>(() => Table.From([1, 2]));
        Assert.Throws<ArgumentException>(() => Table.From(new House[] { null! }));
        Assert.Throws<ArgumentNullException>(() => Table.From<House>(null!));
    }

    [Fact]
    public void Arrays_become_columns_of_numbers()
    {
        var table = Table.From(new[,] { { 1, double.NaN }, { 2.5, 3 } });
        Assert.Equal("column 1,column 2\n1,\n2.5,3\n", table.ToCsv());
        Assert.Equal(["a", "b"], Table.From(new double[3, 2], ["a", "b"]).Names);
        Assert.Throws<ArgumentException>(() => Table.From(new double[3, 2], ["a"]));
        Assert.Throws<ArgumentException>(() => Table.From(new double[3, 2], ["a", "a"]));
        Assert.Throws<ArgumentNullException>(() => Table.From((double[,])null!));
    }

    static readonly string?[] Words = ["plain", "a,b", "say \"hi\"", "line\nbreak", "line\r\nbreak", "\r", "\n", " leading", "trailing ", "\ttab",
        "NA", "N/A", "NaN", "null", "?", "-", "\"", "\"\"", ",", "a;b|c", "Ünïcode 日本 😀", "\uFEFFmark", "'", "1", "true", "\u00A0", "\v", null, "x"];

    [Fact]
    public void What_is_written_reads_back_equal()
    {
        int n = Words.Length;
        var numbers = Enumerable.Range(0, n).Select(i => i switch { 0 => double.NaN, 1 => -0.0, 2 => 5e-324, 3 => 1.7976931348623157e308, _ => i / 7.0 });
        var table = new Table(new TextColumn("text", Words), new CategoryColumn("a, \"category\"\nb", Words), new NumberColumn("number", [.. numbers]),
            new BooleanColumn("boolean", [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 ? (bool?)null : i % 3 == 1)]));
        // A text of nothing but blanks (line breaks are some) reads as missing.
        var expected = Words.Select(w => w is "\r" or "\n" or "\v" ? null : w).ToArray();
        var options = new CsvOptions { HasHeader = true, Types = table.Columns.ToDictionary(c => c.Name, c => c.Kind) };
        var back = Table.ParseCsv(table.ToCsv(), options);
        Assert.Equal(table.Names, back.Names);
        Assert.Equal(expected, ((TextColumn)back["text"]).Values.ToArray());
        Assert.Equal(expected.Select(w => w ?? ""), Enumerable.Range(0, n).Select(back.Columns[1].TextAt));
        Assert.Equal(((NumberColumn)table["number"]).Values.ToArray().Select(BitConverter.DoubleToInt64Bits),
            ((NumberColumn)back["number"]).Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(((BooleanColumn)table["boolean"]).Values.ToArray(), ((BooleanColumn)back["boolean"]).Values.ToArray());
    }

    [Fact]
    public void A_single_column_keeps_its_missing_rows()
    {
        var table = new Table(new NumberColumn("a", [1, double.NaN, 2, double.NaN]));
        Assert.Equal("a\n1\n\"\"\n2\n\"\"\n", table.ToCsv());
        Assert.Equal(4, Table.ParseCsv(table.ToCsv()).Rows);
    }

    [Fact]
    public void Files_are_written_whole_and_replace_the_old()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-tables").FullName;
        try
        {
            var table = new Table(new NumberColumn("a", [1, 2]), new CategoryColumn("b", ["x", null]));
            foreach (string name in new[] { "t.csv", "t.csv.gz" })
            {
                string path = Path.Combine(folder, name);
                File.WriteAllText(path, "something old and long enough to be seen if it stayed");
                table.WriteCsv(path);
                Assert.Equal(table.ToCsv(), Table.ReadCsv(path, out var report).ToCsv());
                Assert.Equal(name.EndsWith("gz", StringComparison.Ordinal), report.Compressed);
                Assert.Equal(path, report.Source);
            }
            Assert.Throws<DirectoryNotFoundException>(() => table.WriteCsv(Path.Combine(folder, "no", "t.csv")));
            Assert.ThrowsAny<IOException>(() => table.WriteCsv(folder));
            Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Describe_is_exact_at_the_ends_of_the_range()
    {
        static ColumnSummary Of(params double[] values) => new Table(new NumberColumn("x", values)).Describe().Columns[0];
        var huge = Of(1e308, 1.2e308, 1.4e308);
        Assert.Equal((1.2e308, 2e307), (huge.Mean, huge.StandardDeviation), (a, b) => Close(a.Item1, b.Item1) && Close(a.Item2, b.Item2));
        var tiny = Of(5e-324, 5e-324);
        Assert.Equal((5e-324, 0), (tiny.Mean, tiny.StandardDeviation));
        var offset = Of(1e15 + 0.25, 1e15 + 0.5, 1e15 + 0.75);
        Assert.Equal((1e15 + 0.5, 0.25), (offset.Mean, offset.StandardDeviation));
        var one = Of(3, double.NaN);
        Assert.Equal((3, double.NaN, 1, 1, 3, 3), (one.Mean, one.StandardDeviation, one.Missing, one.Distinct, one.LowerQuartile, one.Maximum));
        Assert.Equal((0, 0), (Of(0, 0).Mean, Of(0, -0.0).StandardDeviation));
        Assert.True(double.IsNaN(Of().Mean) && double.IsNaN(Of(double.NaN).Minimum));
        Assert.True(double.IsNaN(Of(1, double.PositiveInfinity).Mean));

        static bool Close(double a, double b) => Math.Abs(a - b) <= 4e-16 * Math.Abs(b);
    }

    [Fact]
    public void Tables_and_summaries_print_for_people()
    {
        var table = Table.ParseCsv("name,age,member\nAnna,30,yes\nBo \"x\",,no\n\"two\nlines\",1234567.125,\n", new CsvOptions
        {
            Types = new Dictionary<string, ColumnKind> { ["name"] = ColumnKind.Text },
        });
        Assert.Equal(["3 rows x 3 columns", "name               age  member", "Anna                30  true", "Bo \"x\"               ?  false",
            "two lines  1.23457E+06  ?"], table.ToString().Split('\n'));
        string summary = table.Describe().ToString();
        Assert.Contains("member  boolean", summary);
        Assert.Contains("false 1, true 1", summary);
        Assert.Equal(4, summary.Split('\n').Length);

        var wide = Table.From(new double[12, 60]);
        string[] shown = wide.ToString().Split('\n');
        Assert.Matches("^12 rows x 60 columns, [0-9]+ not shown$", shown[0]);
        Assert.Equal("...", shown[^1]);
        Assert.Equal(13, shown.Length);
        Assert.All(shown, line => Assert.True(line.Length <= 100));
        Assert.Equal("0 rows x 0 columns", new Table().ToString());
    }
}
