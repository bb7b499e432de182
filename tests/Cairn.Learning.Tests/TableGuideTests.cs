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

    static Table Houses => Table.ReadCsv(Path.Combine(Repository.Root, "examples", "data", "houses.csv"));

    [Fact]
    public void Rows()
    {
        var houses = Houses;
        #region rows
        var old = houses.Where("age", age => age > 30);                        // a missing number fits no comparison
        var hill = houses.Where("district", d => d is "hill" or "mill");
        var odd = houses.Where(row => row.Number("price") > 4000 * row.Number("area_m2") || row.IsMissing("age"));
        var dearest = houses.Sort("district", SortBy.Descending("price"));     // missing values last, equal rows in their order
        var some = houses.Sample(20, seed: 1);                                 // also Head, Tail
        var known = houses.DropMissing("age");                                 // no name: in any column
        var kinds = houses.Distinct("district", "garden");                     // the first row of each combination
        #endregion
        Assert.All([old, hill, odd, known], t => Assert.InRange(t.Rows, 1, houses.Rows - 1));
        Assert.Equal((houses.Rows, 20), (dearest.Rows, some.Rows));
        Assert.InRange(kinds.Rows, 6, 10);
    }

    [Fact]
    public void Columns()
    {
        var houses = Houses;
        #region columns
        var more = houses
            .WithColumn("per m2", row => row.Number("price") / row.Number("area_m2"))
            .WithColumn("size", row => row.Number("rooms") > 3 ? "large" : "small")
            .FillMissing("district", "unknown")
            .Rename("area_m2", "area")
            .Drop("garden");
        var few = more.Select("district", "per m2");                           // in this order
        #endregion
        Assert.Equal(["rooms", "area", "age", "district", "price", "per m2", "size"], more.Names);
        Assert.Equal(["district", "per m2"], few.Names);
        Assert.Contains("did you mean 'district'? its columns are 'rooms', 'area_m2', 'age', 'district', 'garden', 'price'",
            Assert.Throws<ArgumentException>(() => houses["distrct"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups()
    {
        var houses = Houses;
        #region groups
        var districts = houses.Group("district").Aggregate(
            Aggregate.Count(),
            Aggregate.Mean("price"),                                            // "price mean"
            Aggregate.Median("age", "typical age"),
            Aggregate.Max("area_m2"),
            Aggregate.Of("gardens", group => group.Where(row => row.Boolean("garden") == true).Rows));
        #endregion
        Assert.Equal(["district", "count", "price mean", "typical age", "area_m2 max", "gardens"], districts.Names);
        Assert.Equal(houses.Rows, ((NumberColumn)districts["count"]).Values.ToArray().Sum());
    }

    [Fact]
    public void Join()
    {
        string before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = Repository.Root;
            var houses = Houses;
            #region join
            var towns = Table.ParseCsv("district,tax\nhill,1.2\nharbour,0.9\n");
            var joined = houses.Join(towns, "district", JoinKind.Left);             // Inner, Left, Right, Outer
            var both = houses.Concat(Table.ReadCsv("examples/data/houses.csv"));    // columns are matched by name
            #endregion
            Assert.Equal((houses.Rows, houses.Columns.Count + 1), (joined.Rows, joined.Columns.Count));
            Assert.Equal(2 * houses.Rows, both.Rows);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
