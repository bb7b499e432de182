using System.Data;
using System.Data.Common;
using System.Globalization;
using Cairn.Data;

namespace Cairn.Tests;

/// <summary>Rows of a database reader become columns: here of a reader over a table in memory, which needs no server.</summary>
public class DatabaseReaderTests
{
    static DataTable Answer(params (string Name, Type Type, object?[] Values)[] columns)
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, type, _) in columns) table.Columns.Add(name, type);
        for (int i = 0; i < columns[0].Values.Length; i++) table.Rows.Add([.. columns.Select(c => c.Values[i] ?? DBNull.Value)]);
        return table;
    }

    static Table Read(params (string Name, Type Type, object?[] Values)[] columns) => Table.FromReader(Answer(columns).CreateDataReader());

    [Fact]
    public void Every_type_has_its_kind_and_null_is_missing()
    {
        var guid = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        var table = Read(
            ("double", typeof(double), [1.5, null]), ("float", typeof(float), [0.25f, null]), ("short", typeof(short), [(short)-3, null]),
            ("int", typeof(int), [4, null]), ("long", typeof(long), [1L << 53, null]), ("byte", typeof(byte), [(byte)5, null]),
            ("decimal", typeof(decimal), [12.34m, null]), ("ulong", typeof(ulong), [6UL, null]), ("uint", typeof(uint), [7U, null]),
            ("bool", typeof(bool), [true, null]), ("text", typeof(string), ["Bern", null]), ("char", typeof(char), ['x', null]),
            ("guid", typeof(Guid), [guid, null]), ("time", typeof(DateTime), [new DateTime(2024, 2, 29, 8, 0, 0), null]),
            ("offset", typeof(DateTimeOffset), [new DateTimeOffset(2024, 2, 29, 8, 0, 0, TimeSpan.FromHours(2)), null]),
            ("day", typeof(DateOnly), [new DateOnly(2024, 2, 29), null]));
        Assert.Equal("1.5,0.25,-3,4,9007199254740992,5,12.34,6,7,true,Bern,x,00112233-4455-6677-8899-aabbccddeeff,2024-02-29T08:00:00,2024-02-29T06:00:00,2024-02-29",
            table.ToCsv().Split('\n')[1]);
        Assert.All(table.Columns, c => Assert.True(!c.IsMissing(0) && c.IsMissing(1), c.Name));
        Assert.Equal([.. Enumerable.Repeat(ColumnKind.Number, 9), ColumnKind.Boolean, .. Enumerable.Repeat(ColumnKind.Category, 3),
            .. Enumerable.Repeat(ColumnKind.Date, 3)], table.Columns.Select(c => c.Kind));
    }

    [Fact]
    public void Many_different_texts_are_text() =>
        Assert.Equal(ColumnKind.Text, Read(("t", typeof(string), [.. Enumerable.Range(0, 21).Select(i => $"n{i}")]))["t"].Kind);

    [Fact]
    public void No_integer_changes_in_silence()
    {
        var inexact = Assert.Throws<ArgumentException>(() => Read(("id", typeof(long), [1L, (1L << 53) + 1])));
        Assert.Contains("row 1 of column 'id' is 9007199254740993, which no double holds exactly", inexact.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Read(("id", typeof(long), [long.MaxValue])));
        Assert.Throws<ArgumentException>(() => Read(("id", typeof(ulong), [ulong.MaxValue])));
        Assert.Equal("-9.223372036854776E+18", Read(("id", typeof(long), [long.MinValue]))["id"].TextAt(0));
        // A decimal is rounded to the nearest double.
        Assert.Equal("0.1", Read(("d", typeof(decimal), [0.1m]))["d"].TextAt(0));
        Assert.Equal("0.12345678901234568", Read(("d", typeof(decimal), [0.123456789012345678901234567m]))["d"].TextAt(0));
    }

    [Fact]
    public void What_cannot_be_a_column_is_named()
    {
        Assert.Contains("column 'span' is of the database's type", Assert.Throws<NotSupportedException>(
            () => Read(("span", typeof(TimeSpan), [TimeSpan.Zero]))).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Read(("bytes", typeof(byte[]), [new byte[1]])));
        Assert.Throws<ArgumentNullException>(() => Table.FromReader(null!));
    }

    [Fact]
    public void An_answer_without_rows_has_its_columns()
    {
        var table = Read(("x", typeof(int), []), ("t", typeof(string), []));
        Assert.Equal(["x", "t"], table.Names);
        Assert.Equal(0, table.Rows);
    }

    [Fact]
    public void Reading_is_cancelled() => Assert.Throws<OperationCanceledException>(
        () => Table.FromReader(Answer(("x", typeof(int), [1])).CreateDataReader(), new CancellationToken(canceled: true)));

    [Fact]
    public void The_reader_goes_on_with_its_next_answer()
    {
        using DbDataReader reader = new DataTableReader([Answer(("x", typeof(int), [1, 2])), Answer(("y", typeof(string), ["a"]))]);
        Assert.Equal("x\n1\n2\n", Table.FromReader(reader).ToCsv());
        Assert.True(reader.NextResult());
        Assert.Equal("y\na\n", Table.FromReader(reader).ToCsv());
    }
}
