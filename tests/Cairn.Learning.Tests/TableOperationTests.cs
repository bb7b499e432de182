using System.Globalization;
using System.Text.Json;
using Cairn.Data;

namespace Cairn.Tests;

/// <summary>Rows and columns of tables chosen, computed, sorted, grouped and joined; pandas agrees.</summary>
public class TableOperationTests
{
    static Table People() => new(
        new CategoryColumn("name", ["Ann", "Bo", "Cy", "Di", null]),
        new NumberColumn("age", [30, double.NaN, 20, 40, 20]),
        new BooleanColumn("member", [true, false, null, true, false]),
        new TextColumn("note", ["x", null, "y", "x", "z"]),
        new DateColumn("since", [Day(2020, 1, 2), Day(2019, 5, 6), null, Day(2021, 3, 4), Day(2018, 7, 8)]));

    static DateTime Day(int year, int month, int day) => new(year, month, day);

    static string Cells(Table table, string column) =>
        string.Join(' ', Enumerable.Range(0, table.Rows).Select(i => table[column].IsMissing(i) ? "?" : table[column].TextAt(i)));

    [Fact]
    public void Rows_are_chosen_by_conditions()
    {
        var people = People();
        Assert.Equal("Ann Di", Cells(people.Where(row => row.Number("age") >= 30), "name"));
        Assert.Equal("Ann Di", Cells(people.Where("age", age => age >= 30), "name"));
        Assert.Equal("Bo Cy", Cells(people.Where("name", name => name is "Bo" or "Cy"), "name"));
        Assert.Equal("?", Cells(people.Where("name", name => name is null), "name"));
        Assert.Equal("Bo", Cells(people.Where("note", note => note is null), "name"));
        Assert.Equal("Ann Di", Cells(people.Where(row => row.Boolean("member") == true), "name"));
        Assert.Equal("Bo ?", Cells(people.Where(row => row.Date("since") < Day(2020, 1, 1)), "name"));
        Assert.Equal("Cy", Cells(people.Where(row => row.IsMissing("since")), "name"));
        Assert.Equal("Bo Di", Cells(people.Where(row => row.Index % 2 == 1), "name"));
        Assert.Equal(0, people.Where("age", age => age > 99).Rows);
        Assert.Equal(5, people.Where("age", age => age > 99).Columns.Count);
        Assert.Contains("does not hold numbers", Assert.Throws<ArgumentException>(() => people.Where("name", (double x) => x > 1)).Message, StringComparison.Ordinal);
        Assert.Contains("does not hold dates", Assert.Throws<ArgumentException>(() => people.Where(r => r.Date("age") is null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_column_is_named_with_the_one_that_was_meant()
    {
        var people = People();
        Func<object>[] calls = [() => people.Where("agee", (double a) => a > 1), () => people.Sort("agee"), () => people.Group("agee"), () => people.Join(people, "agee"),
            () => people.Select("agee"), () => people.Drop("agee"), () => people.Rename("agee", "x"), () => people.Distinct("agee"),
            () => people.DropMissing("agee"), () => people.FillMissing("agee", 1), () => people.Group("name").Aggregate(Aggregate.Mean("agee")),
            () => people.Where(row => row.Number("agee") > 1)];
        Assert.All(calls, call => Assert.Contains("no column 'agee'; did you mean 'age'?", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_are_computed_replaced_renamed_and_dropped()
    {
        var people = People().WithColumn("old", row => row.Number("age") > 25).WithColumn("age", row => row.Number("age") / 10)
            .WithColumn("initial", row => row.Text("name")?[..1]).WithColumn("next", row => row.Date("since")?.AddDays(1));
        Assert.Equal(["name", "age", "member", "note", "since", "old", "initial", "next"], people.Names);
        Assert.Equal("3 ? 2 4 2", Cells(people, "age"));
        Assert.Equal("true false false true false", Cells(people, "old"));
        Assert.Equal("A B C D ?", Cells(people, "initial"));
        Assert.Equal("2020-01-03 2019-05-07 ? 2021-03-05 2018-07-09", Cells(people, "next"));
        Assert.Equal(["name", "years", "member"], people.Rename("age", "years").Select("name", "years", "member").Names);
        Assert.Equal(["name"], people.Drop("age", "member", "note", "since", "old", "initial", "next").Names);
        Assert.Throws<ArgumentException>(() => people.Rename("age", "name"));
        Assert.Equal(people.Names, people.Rename("age", "age").Names);
        Assert.Contains("has 2 rows, the table 5", Assert.Throws<ArgumentException>(() => people.WithColumn(new NumberColumn("x", [1, 2]))).Message,
            StringComparison.Ordinal);
        Assert.Equal("30 ? 20 40 20", Cells(People(), "age")); // nothing changes the table itself
    }

    [Fact]
    public void Missing_values_are_dropped_or_filled()
    {
        var people = People();
        Assert.Equal("Ann Di", Cells(people.DropMissing(), "name"));
        Assert.Equal("Ann Bo Cy Di", Cells(people.DropMissing("name"), "name"));
        var full = people.FillMissing("name", "Cy").FillMissing("age", 7).FillMissing("member", true).FillMissing("note", "-").FillMissing("since", Day(2000, 1, 1));
        Assert.Equal("Ann Bo Cy Di Cy", Cells(full, "name"));
        Assert.Equal("30 7 20 40 20", Cells(full, "age"));
        Assert.Equal("true false true true false", Cells(full, "member"));
        Assert.Equal("x - y x z", Cells(full, "note"));
        Assert.Equal("2020-01-02 2019-05-06 2000-01-01 2021-03-04 2018-07-08", Cells(full, "since"));
        Assert.Equal(["Ann", "Bo", "Cy", "Di", "new"], ((CategoryColumn)people.FillMissing("name", "new")["name"]).Levels);
        Assert.Contains("'age' is of the kind Number, and a text does not fit", Assert.Throws<ArgumentException>(() => people.FillMissing("age", "x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Heads_tails_samples_and_distinct_rows()
    {
        var people = People();
        Assert.Equal("Ann Bo", Cells(people.Head(2), "name"));
        Assert.Equal("Di ?", Cells(people.Tail(2), "name"));
        Assert.Equal(5, people.Head(99).Rows);
        Assert.Equal(0, people.Tail(0).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => people.Head(-1));
        var all = people.Sample(5, seed: 3);
        Assert.Equal(["?", "Ann", "Bo", "Cy", "Di"], Cells(all, "name").Split(' ').Order(StringComparer.Ordinal));
        Assert.Equal(Cells(all.Head(2), "name"), Cells(people.Sample(2, seed: 3), "name"));
        Assert.NotEqual(1, Enumerable.Range(0, 20).Select(seed => Cells(people.Sample(3, seed), "name")).Distinct().Count());
        Assert.Equal("30 ? 20 40", Cells(people.Distinct("age"), "age"));
        Assert.Equal("Ann Bo Cy ?", Cells(people.Distinct("note"), "name"));
        Assert.Equal(5, people.Concat(people).Distinct().Rows);
        Assert.Equal(1, new Table(new NumberColumn("zero", [0.0, -0.0])).Distinct().Rows);
    }

    [Fact]
    public void Every_kind_is_sorted_with_missing_values_last()
    {
        var people = People();
        Assert.Equal("Cy ? Ann Di Bo", Cells(people.Sort("age"), "name"));
        Assert.Equal("Di Ann Cy ? Bo", Cells(people.Sort(SortBy.Descending("age")), "name"));
        Assert.Equal("Bo ? Ann Di Cy", Cells(people.Sort("member"), "name"));
        Assert.Equal("Ann Di Cy ? Bo", Cells(people.Sort("note"), "name"));
        Assert.Equal("? Bo Ann Di Cy", Cells(people.Sort("since"), "name"));
        Assert.Equal("Di Cy Bo Ann ?", Cells(people.Sort(SortBy.Descending("name")), "name"));
        Assert.Equal("Di Ann ? Bo Cy", Cells(people.Sort(SortBy.Descending("member"), SortBy.Descending("age")), "name"));
        double[] odd = [double.NegativeInfinity, -1, -0.0, 0.0, double.Epsilon, 1, double.PositiveInfinity];
        var shuffled = new Table(new NumberColumn("x", odd)).Sample(7, seed: 1);
        Assert.Equal(odd.Select(x => x + 0.0), ((NumberColumn)shuffled.Sort("x")["x"]).Values.ToArray().Select(x => x + 0.0));
        Assert.Throws<ArgumentException>(() => people.Sort());
    }

    [Fact]
    public void Tables_are_put_one_below_the_other_by_name()
    {
        var a = new Table(new NumberColumn("x", [1]), new CategoryColumn("city", ["Bern"]), new NumberColumn("blank", [double.NaN]));
        var b = new Table(new CategoryColumn("blank", ["b"]), new CategoryColumn("city", ["Aarau"]), new NumberColumn("x", [2]));
        var both = a.Concat(b, b);
        Assert.Equal(["x", "city", "blank"], both.Names);
        Assert.Equal("1 2 2", Cells(both, "x"));
        Assert.Equal("Bern Aarau Aarau", Cells(both, "city"));
        Assert.Equal(["Aarau", "Bern"], ((CategoryColumn)both["city"]).Levels);
        Assert.Equal("? b b", Cells(both, "blank"));
        Assert.Equal(ColumnKind.Text, a.Concat(new Table(a["x"], new TextColumn("city", ["Chur"]), a["blank"]))["city"].Kind);
        Assert.Equal("2020-01-02 ?", Cells(People().Select("since").Head(1).Concat(People().Select("since").Take([2])), "since"));
        Assert.Contains("no column 'city'", Assert.Throws<ArgumentException>(() => a.Concat(b.Drop("city"))).Message, StringComparison.Ordinal);
        Assert.Contains("a column 'town' that the first has not", Assert.Throws<ArgumentException>(() => a.Concat(b.Rename("city", "town"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("'x' is of the kind Number in one table and Category", Assert.Throws<ArgumentException>(
            () => a.Concat(new Table(new CategoryColumn("x", ["1"]), a["city"], a["blank"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_keep_the_order_of_their_first_rows_and_the_kind_of_their_values()
    {
        var people = People().Drop("name").WithColumn("name", row => row.Index < 2 ? "early" : "late");
        var grouped = people.Group("name").Aggregate(Aggregate.Count(), Aggregate.CountPresent("age"), Aggregate.CountDistinct("age"),
            Aggregate.Sum("member"), Aggregate.Mean("member"), Aggregate.Min("since"), Aggregate.Max("note", "last note"), Aggregate.First("age"),
            Aggregate.Last("member"), Aggregate.Of("span", group => group.Rows * 10));
        Assert.Equal(["name", "count", "age count", "age distinct", "member sum", "member mean", "since min", "last note", "age first", "member last", "span"],
            grouped.Names);
        Assert.Equal("early,2,1,1,1,0.5,2019-05-06,x,30,false,20\nlate,3,3,2,1,0.5,2018-07-08,z,20,false,30\n",
            grouped.ToCsv()[(grouped.ToCsv().IndexOf('\n') + 1)..]);
        Assert.Equal("Cy ?", Cells(People().Group("age")[2], "name"));
        Assert.Equal("30 ? 20 40", Cells(People().Group("age").Keys, "age"));
        Assert.Equal("? 0", string.Join(' ', Cells(People().Take([1]).Group("note").Aggregate(Aggregate.Mean("age"), Aggregate.Sum("age")), "age mean"),
            Cells(People().Take([1]).Group("note").Aggregate(Aggregate.Sum("age")), "age sum")));
        Assert.Contains("does not hold numbers", Assert.Throws<ArgumentException>(() => people.Group("name").Aggregate(Aggregate.Mean("note"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, People().Head(0).Group("age").Aggregate(Aggregate.Median("age")).Rows);
    }

    [Fact]
    public void Sorting_and_grouping_agree_with_pandas()
    {
        var fixture = RawData.Fixture("table_operations.json");
        var left = Of(fixture.GetProperty("left"));
        Assert.Equal(RawData.Doubles(fixture.GetProperty("sorted")), ((NumberColumn)left.Sort("city", SortBy.Descending("price"))["row"]).Values.ToArray());

        var expected = Of(fixture.GetProperty("grouped"));
        var grouped = left.Group("city", "key").Aggregate(Aggregate.CountPresent("price", "count"), Aggregate.Sum("price", "sum"), Aggregate.Mean("price", "mean"),
            Aggregate.Median("price", "median"), Aggregate.Min("price", "min"), Aggregate.Max("price", "max"), Aggregate.StandardDeviation("price", "std"),
            Aggregate.First("price", "first"), Aggregate.Last("price", "last"), Aggregate.CountDistinct("price", "nunique"));
        Assert.True(grouped.Rows > 15);
        Same(expected, grouped);
    }

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Right)]
    [InlineData(JoinKind.Outer)]
    public void Joins_agree_with_pandas(JoinKind kind)
    {
        var fixture = RawData.Fixture("table_operations.json");
        Table left = Of(fixture.GetProperty("left")), right = Of(fixture.GetProperty("right"));
        var expected = Of(fixture.GetProperty("joins").GetProperty(kind.ToString().ToLowerInvariant()));
        var joined = left.Join(right, "key", kind);
        Assert.Equal(expected.Rows, joined.Rows);
        // pandas orders the rows of an outer join by their keys, and its unmatched ones were joined apart.
        Same(expected.Sort("row", "line"), joined.Sort("row", "line"));
        if (kind is JoinKind.Inner or JoinKind.Left) Assert.Equal(joined.ToCsv(), joined.Sort("row", "line").ToCsv());
        else if (kind is JoinKind.Right) Assert.Equal(joined.ToCsv(), joined.Sort("line", "row").ToCsv());
    }

    [Fact]
    public void Joins_take_several_keys_of_other_names()
    {
        var left = new Table(new CategoryColumn("city", ["a", "a", "b", null]), new DateColumn("day", [Day(2020, 1, 1), Day(2020, 1, 2), Day(2020, 1, 1), Day(2020, 1, 1)]),
            new NumberColumn("v", [1, 2, 3, 4]));
        var right = new Table(new TextColumn("town", ["b", "a", "c", null]), new DateColumn("on", [Day(2020, 1, 1), Day(2020, 1, 2), Day(2020, 1, 1), Day(2020, 1, 1)]),
            new NumberColumn("v", [10, 20, 30, 40]));
        var joined = left.Join(right, ["city", "day"], JoinKind.Outer, ["town", "on"], suffix: "2");
        Assert.Equal("city,day,v,v2\na,2020-01-01,1,\na,2020-01-02,2,20\nb,2020-01-01,3,10\n,2020-01-01,4,\nc,2020-01-01,,30\n,2020-01-01,,40\n", joined.ToCsv());
        Assert.Contains("'v' is of the kind Number in one table and Text", Assert.Throws<ArgumentException>(() => left.Join(right, "v", rightKey: "town")).Message,
            StringComparison.Ordinal);
        Assert.Contains("two columns are called 'v'", Assert.Throws<ArgumentException>(() => left.Join(right, "city", rightKey: "town", suffix: "")).Message,
            StringComparison.Ordinal);
    }

    static Table Of(JsonElement columns) => new([.. columns.EnumerateObject().Select(c => c.Name == "city"
        ? (Column)new CategoryColumn(c.Name, [.. c.Value.EnumerateArray().Select(v => v.GetString())])
        : new NumberColumn(c.Name, [.. c.Value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())]))]);

    static void Same(Table expected, Table got)
    {
        Assert.Equal(expected.Names, got.Names);
        Assert.Equal(expected.Rows, got.Rows);
        foreach (string name in expected.Names)
            for (int i = 0; i < got.Rows; i++)
                if (expected[name] is NumberColumn numbers && !numbers.IsMissing(i))
                {
                    double value = numbers.Values[i], other = ((NumberColumn)got[name]).Values[i];
                    Assert.True(Math.Abs(value - other) <= 1e-12 * Math.Max(1, Math.Abs(value)), string.Create(CultureInfo.InvariantCulture, $"{name}, row {i}: {other:R}, not {value:R}"));
                }
                else Assert.Equal(expected[name].TextAt(i), got[name].TextAt(i));
    }
}
