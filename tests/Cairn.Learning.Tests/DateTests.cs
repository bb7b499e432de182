using System.Globalization;
using Cairn.Data;
using Cairn.Persistence;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>Dates: read where they are certain, kept to the tick, prepared as numbers, saved with the model.</summary>
public class DateTests
{
    [Theory]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("2024-02-29T00:00:00", "2024-02-29")]
    [InlineData("2024-02-29 08:30", "2024-02-29T08:30:00")]
    [InlineData("2024-02-29T08:30:15.25", "2024-02-29T08:30:15.25")]
    [InlineData("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999")]
    [InlineData("2024-02-29T23:30:00Z", "2024-02-29T23:30:00")]
    [InlineData("2024-02-29T23:30:00-02:00", "2024-03-01T01:30:00")]
    [InlineData("2024-02-29T23:30+0530x", null)]
    [InlineData("2024-02-29T23:30+05", "2024-02-29T18:30:00")]
    [InlineData("2023-02-29", null)]
    [InlineData("2024-13-01", null)]
    [InlineData("2024-00-10", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("01/02/2024", null)]
    [InlineData("01-02-2024", null)]
    [InlineData("2024-2-9", null)]
    [InlineData("2024-02", null)]
    [InlineData("2024-02-29T24:00", null)]
    [InlineData("2024-02-29T10:60", null)]
    [InlineData("2024-02-29T10:00:00.", null)]
    [InlineData("2024-02-29T10:00:00.12345678", null)]
    [InlineData("2024-02-29x", null)]
    [InlineData("2024-02-29Z", null)]
    [InlineData("0001-01-01T00:30+01:00", null)]
    public void Only_certain_dates_are_dates(string text, string? expected)
    {
        var column = Table.ParseCsv($"when,x\n{text},1\n,2\n")["when"];
        Assert.Equal(expected is null ? ColumnKind.Category : ColumnKind.Date, column.Kind);
        Assert.Equal(expected ?? text, column.TextAt(0));
        Assert.True(column.IsMissing(1));
        var forced = new CsvOptions { Types = new Dictionary<string, ColumnKind> { ["when"] = ColumnKind.Date } };
        if (expected is null)
            Assert.Contains("is no date", Assert.Throws<CairnFormatException>(() => Table.ParseCsv($"when,x\n{text},1\n", forced)).Message, StringComparison.Ordinal);
        else Assert.Equal(expected, Table.ParseCsv($"when,x\n{text},1\n", forced)["when"].TextAt(0));
    }

    [Fact]
    public void One_value_that_is_no_date_or_another_zone_makes_no_date_of_the_column()
    {
        Assert.Equal(ColumnKind.Date, Table.ParseCsv("d,x\n2024-01-01,1\nNA,2\n\"NA\",3\n2024-01-02,4\n")["d"].Kind);
        Assert.Equal(ColumnKind.Category, Table.ParseCsv("d,x\n2024-01-01,1\nsoon,2\n")["d"].Kind);
        Assert.Equal(ColumnKind.Category, Table.ParseCsv("d,x\n2024-01-01,1\n20240102,2\n")["d"].Kind);
        Assert.Equal(ColumnKind.Number, Table.ParseCsv("d,x\n20240101,1\n20240102,2\n")["d"].Kind);
        Assert.Equal(ColumnKind.Category, Table.ParseCsv("d,x\n2024-01-01T10:00Z,1\n2024-01-01T10:00,2\n")["d"].Kind);
        Assert.Equal(ColumnKind.Text, Table.ParseCsv("d,x\n2024-01-01,1\n2024-01-02,2\n",
            new CsvOptions { Types = new Dictionary<string, ColumnKind> { ["d"] = ColumnKind.Text } })["d"].Kind);
        var mixed = Assert.Throws<CairnFormatException>(() => Table.ParseCsv("d,x\n2024-01-01T10:00Z,1\n2024-01-01T10:00,2\n",
            new CsvOptions { Types = new Dictionary<string, ColumnKind> { ["d"] = ColumnKind.Date } }));
        Assert.Contains("line 3, column 1 ('d'): '2024-01-01T10:00' has no offset from UTC", mixed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_are_written_and_read_back_in_every_culture()
    {
        var table = new Table(new DateColumn("d", [new DateTime(2024, 2, 29, 8, 30, 15).AddTicks(1234567), null, DateTime.MinValue, DateTime.MaxValue]),
            new NumberColumn("x", [1, 2, 3, 4]));
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("th-TH"); // the year 2024 is 2567 there
            Assert.Equal("d,x\n2024-02-29T08:30:15.1234567,1\n,2\n0001-01-01,3\n9999-12-31T23:59:59.9999999,4\n", table.ToCsv());
            Assert.Equal(((DateColumn)table["d"]).Ticks.ToArray(), ((DateColumn)Table.ParseCsv(table.ToCsv())["d"]).Ticks.ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Records_bring_dates_of_every_type()
    {
        var table = Table.From([new { A = new DateTime(2024, 1, 2, 3, 4, 5), B = (DateOnly?)new DateOnly(2024, 1, 2), C = new DateTimeOffset(2024, 1, 2, 3, 0, 0, TimeSpan.FromHours(5)) },
            new { A = DateTime.UnixEpoch, B = (DateOnly?)null, C = DateTimeOffset.UnixEpoch }]);
        Assert.Equal("A,B,C\n2024-01-02T03:04:05,2024-01-02,2024-01-01T22:00:00\n1970-01-01,,1970-01-01\n", table.ToCsv());
        Assert.Contains("1970-01-01 to 2024-01-02T03:04:05", table.Describe().ToString(), StringComparison.Ordinal);
        Assert.Equal((1, new DateTime(2024, 1, 2)), (table.Describe().Columns[1].Missing, table.Describe().Columns[1].Latest));
        Assert.Contains("make a number of them", Assert.Throws<ArgumentException>(() => table.ToDataset("A")).Message, StringComparison.Ordinal);
        Assert.Contains("holds dates, and LinearRegression needs numbers", Assert.Throws<ArgumentException>(
            () => Features.From(table).ToNumbers("LinearRegression")).Message, StringComparison.Ordinal);
    }

    /// <summary>The parts as Python's datetime gives them.</summary>
    [Fact]
    public void Parts_of_dates_are_numbers()
    {
        var table = Table.ParseCsv("when\n2024-02-29T06:30:00\n1969-12-28\n2023-07-16T23:59:59.5\n");
        var model = new TablePreparation { Scale = false }.Fit(new Dataset(table));
        Assert.Equal(["when year", "when month", "when day of week", "when day of year", "when hour", "when elapsed days"], model.OutputNames);
        RawData.Close([2024, 2, 4, 60, 6.5, 19782.270833333332, 1969, 12, 7, 362, 0, -4, 2023, 7, 7, 197, 23.999861111111112, 19554.999994212964],
            model.Transform(table).ToNumbers("t"), 1e-15);
        Assert.Equal(ColumnKind.Date, model.InputKinds["when"]);
        Assert.Contains("when: date as year, month, day of week, day of year, hour, elapsed days, missing = 2023-07-16T23:59:59.5", model.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_are_chosen_and_those_that_never_differ_left_out()
    {
        var days = new Table(new DateColumn("d", [.. Enumerable.Range(0, 20).Select(i => (DateTime?)new DateTime(2024, 3, 1).AddDays(i))]));
        Assert.Equal(["d day of week", "d day of year", "d elapsed days"], new TablePreparation().Fit(new Dataset(days)).OutputNames);
        Assert.Equal(6, new TablePreparation { DropUseless = false }.Fit(new Dataset(days)).OutputNames.Count);
        Assert.Equal(["d day of week"], new TablePreparation { Dates = DateParts.DayOfWeek | DateParts.Year }.Fit(new Dataset(days)).OutputNames);
        Assert.Contains("left out 'd': a date", Assert.Throws<ArgumentException>(
            () => new TablePreparation { Dates = DateParts.None }.Fit(new Dataset(days))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TablePreparation { Dates = (DateParts)64 });
        var constant = new Table(new DateColumn("d", [DateTime.UnixEpoch, DateTime.UnixEpoch]), new NumberColumn("x", [1, 2]));
        Assert.Equal(["x"], new TablePreparation().Fit(new Dataset(constant)).OutputNames);
    }

    [Fact]
    public void Missing_dates_are_imputed_like_numbers_and_saved_with_the_model()
    {
        var table = Table.ParseCsv("d,x\n2024-01-01,1\n2024-01-02,5\n2024-01-31,3\n,2\n");
        foreach (var (imputation, day) in new[] { (NumberImputation.Median, new DateTime(2024, 1, 2)), (NumberImputation.Mean, new DateTime(2024, 1, 11, 8, 0, 0)) })
        {
            var model = new TablePreparation { Imputation = imputation }.Fit(new Dataset(table));
            var filled = model.Transform(table).ToNumbers("t");
            Assert.Equal(model.Transform(table.FillMissing("d", day)).ToNumbers("t").ToArray<double>(), filled.ToArray<double>());
            var again = (TablePreparationModel)ModelFile.Load(ModelFile.ToBytes(model), Model.Readers);
            Assert.Equal(filled.ToArray<double>(), again.Transform(table).ToNumbers("t").ToArray<double>());
        }
        Assert.Contains("'d' is missing", Assert.Throws<ArgumentException>(
            () => new TablePreparation { Imputation = NumberImputation.None }.Fit(new Dataset(table))).Message, StringComparison.Ordinal);
        var fitted = new TablePreparation().Fit(new Dataset(table));
        Assert.Contains("column 'd' held dates when the model was fitted, and now numbers", Assert.Throws<ArgumentException>(
            () => fitted.Transform(Table.ParseCsv("d,x\n20240101,1\n"))).Message, StringComparison.Ordinal);
    }
}
