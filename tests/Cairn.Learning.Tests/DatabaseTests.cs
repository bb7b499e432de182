using System.Data;
using Cairn.Data;
using Npgsql;

namespace Cairn.Tests;

/// <summary>Tables out of a real database: PostgreSQL, started by the fixture.</summary>
public class DatabaseTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public void Every_type_of_the_database_has_its_kind()
    {
        using var connection = server.Connection();
        var table = Table.Query(connection, """
            select a::smallint as small, a::integer as int, a::bigint as big, a::real / 4 as real, a::double precision / 3 as double,
                (a * 1.01)::numeric(10, 2) as numeric, a > 1 as flag, 'city ' || a as text, ('x' || a)::varchar(5) as varchar, 'ab'::char(4) as char,
                date '2024-02-28' + a as day, timestamp '2024-02-28 12:30:00.5' + a * interval '1 day' as stamp,
                timestamptz '2024-02-28 12:30:00+02' as zoned, '00112233-4455-6677-8899-aabbccddeeff'::uuid as uuid, 'NaN'::double precision as nan
            from generate_series(1, 2) a
            """);
        Assert.Equal("1,1,1,0.25,0.3333333333333333,1.01,false,city 1,x1,ab  ,2024-02-29,2024-02-29T12:30:00.5,2024-02-28T10:30:00,"
            + "00112233-4455-6677-8899-aabbccddeeff,", table.ToCsv().Split('\n')[1].Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal("2,2,2,0.5,0.6666666666666666,2.02,true,city 2,x2,ab  ,2024-03-01,2024-03-01T12:30:00.5,2024-02-28T10:30:00,"
            + "00112233-4455-6677-8899-aabbccddeeff,", table.ToCsv().Split('\n')[2].Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal(ColumnKind.Date, table["zoned"].Kind);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Null_is_missing_in_every_type()
    {
        using var connection = server.Connection();
        var table = Table.Query(connection, "select null::int as a, null::bigint as b, null::numeric as c, null::boolean as d, null::text as e, null::date as f, "
            + "null::timestamptz as g, null::uuid as h");
        Assert.Equal(8, table.Columns.Count);
        Assert.All(table.Columns, c => Assert.True(c.IsMissing(0), c.Name));
    }

    [Fact]
    public void Parameters_are_values_and_never_part_of_the_query()
    {
        using var connection = server.Connection();
        connection.Open();
        Table.Query(connection, "create temp table houses (city text, rooms int, sold date)");
        Assert.Equal(0, Table.Query(connection, "insert into houses values ('Bern', 4, '2024-01-02'), ('Chur', 3, null), ('x'' or 1 = 1', 1, null)").Rows);
        Assert.Equal("city,rooms\nBern,4\n", Table.Query(connection, "select city, rooms from houses where city = @city and rooms > @rooms", ("city", "Bern"), ("rooms", 3)).ToCsv());
        Assert.Equal("rooms\n1\n", Table.Query(connection, "select rooms from houses where city = @city", ("city", "x' or 1 = 1")).ToCsv());
        Assert.Equal("city\nBern\n", Table.Query(connection, "select city from houses where sold = @day", ("day", new DateOnly(2024, 1, 2))).ToCsv());
        Assert.True(Table.Query(connection, "select @none::int as x", ("none", null))["x"].IsMissing(0));
        Assert.Equal(ConnectionState.Open, connection.State); // it was open before
        Assert.Throws<IOException>(() => Table.Query(connection, "select city from houses where city = @city", ("town", "Bern")));
    }

    [Fact]
    public void What_the_database_refuses_is_told()
    {
        using var connection = server.Connection();
        var wrong = Assert.Throws<IOException>(() => Table.Query(connection, "select nothing from nowhere"));
        Assert.Contains("nowhere", wrong.Message, StringComparison.Ordinal);
        Assert.IsType<PostgresException>(wrong.InnerException);
        Assert.Contains("while rows were read", Assert.Throws<IOException>(
            () => Table.Query(connection, "select 1 / (5000 - a) as x from generate_series(1, 9000) a")).Message, StringComparison.Ordinal);
        Assert.Contains("two columns are called 'a'", Assert.Throws<ArgumentException>(() => Table.Query(connection, "select 1 as a, 2 as a")).Message, StringComparison.Ordinal);
        Assert.Contains("column 'j' is of the database's type interval", Assert.Throws<NotSupportedException>(
            () => Table.Query(connection, "select interval '1 day' as j")).Message, StringComparison.Ordinal);
        Assert.Contains("row 0 of column 'id' is 9007199254740993", Assert.Throws<ArgumentException>(
            () => Table.Query(connection, "select 9007199254740993 as id")).Message, StringComparison.Ordinal);
        Assert.Contains("beyond the range of a decimal; cast it to double precision", Assert.Throws<ArgumentException>(
            () => Table.Query(connection, "select 1e40::numeric as n")).Message, StringComparison.Ordinal);
        Assert.Equal("1E+40", Table.Query(connection, "select 1e40::double precision as n")["n"].TextAt(0));
    }

    [Fact]
    public void Many_rows_come_in_a_stream_and_a_long_query_is_cancelled()
    {
        using var connection = server.Connection();
        var table = Table.Query(connection, "select a as x, a * 0.5::float8 as y, 'group ' || a % 7 as g from generate_series(1, 100000) a");
        Assert.Equal(100_000, table.Rows);
        Assert.Equal(5_000_050_000, ((NumberColumn)table["x"]).Values.ToArray().Sum());
        Assert.Equal(7, ((CategoryColumn)table["g"]).Levels.Count);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var started = System.Diagnostics.Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => Table.Query(connection, "select 1 as x from pg_sleep(20)", soon.Token));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal("x\n1\n", Table.Query(connection, "select 1 as x").ToCsv());
    }
}
