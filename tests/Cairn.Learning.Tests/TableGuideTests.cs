using System.Text;
using Cairn.Data;

namespace Cairn.Tests;

/// <summary>The blocks of docs/guide/tables.md, and that they do what the page says.</summary>
public sealed class TableGuideTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("cairn-guide").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Write(string name, string text, Encoding? encoding = null)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return path;
    }

    [Fact]
    public void Read()
    {
        string path = Write("houses.csv", "rooms,city\n4,Bern\n2,Chur\n");
        #region read
        var table = Table.ReadCsv(path, out var report);
        Console.WriteLine(report);             // what was inferred, column by column
        Console.WriteLine(table);              // the first rows
        Console.WriteLine(table.Describe());   // counts, means, quartiles, frequent values
        #endregion
        Assert.Equal((2, ',', true), (table.Rows, report.Separator, report.HasHeader));
    }

    [Fact]
    public void Options()
    {
        string path = Write("messung.csv", "zip;größe\n08001;1,5\n1;2;3\n", Encoding.Latin1);
        #region options
        var table = Table.ReadCsv(path, out var report, new CsvOptions
        {
            Separator = ';',
            DecimalComma = true,                                   // 1,5 is one and a half
            Encoding = Encoding.Latin1,
            Types = new Dictionary<string, ColumnKind> { ["zip"] = ColumnKind.Text },
            RaggedRows = RaggedRows.Skip,                          // counted in the report
        });
        #endregion
        Assert.Equal("08001", table["zip"].TextAt(0));
        Assert.Equal(1.5, ((NumberColumn)table["größe"]).Values[0]);
        Assert.Equal((1, 1), (table.Rows, report.RaggedCount));
    }

    #region record
    record House(int Rooms, double? Area, bool Garden, string City);
    #endregion

    [Fact]
    public void Make()
    {
        #region make
        var table = Table.From([new House(4, 96.5, true, "Bern"), new House(2, null, false, "Chur")]);
        var grid = Table.From(new double[,] { { 1, 2 }, { 3, 4 } }, ["x", "y"]);
        var columns = new Table(new NumberColumn("x", [1, 2]), new CategoryColumn("city", ["Bern", null]));
        #endregion
        Assert.Equal(["Rooms", "Area", "Garden", "City"], table.Names);
        Assert.Equal(1, table["Area"].MissingCount);
        Assert.Equal("3", grid["x"].TextAt(1));
        Assert.True(columns["city"].IsMissing(1));
    }

    [Fact]
    public void Bundled()
    {
        #region bundled
        var iris = BundledData.Load("iris");       // breast-cancer, diabetes, digits, iris, wine
        var about = BundledData.Find("iris");      // target, size, source, licence
        #endregion
        Assert.Equal(["breast-cancer", "diabetes", "digits", "iris", "wine"], BundledData.Names);
        Assert.Equal((150, "species"), (iris.Rows, about!.TargetName));
    }
}
