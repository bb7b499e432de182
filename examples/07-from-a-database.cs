#:project ../src/Cairn/Cairn.csproj
#:package Npgsql
using System.Data;
using Npgsql;

// dotnet run examples/07-from-a-database.cs -- "Host=localhost;Username=me;Database=shop"
Table visits;
if (args is [var connectionString])
{
    using var connection = new NpgsqlConnection(connectionString);
    visits = Table.Query(connection, "select day, shop, visitors, sales from visits where day >= @since", ("since", new DateOnly(2024, 1, 1)));
}
else
{
    // Without a database any other DbDataReader will do: here that of a table in memory.
    visits = Table.FromReader(MadeUpVisits().CreateDataReader());
}

// A look before learning: what a shop sells on which day of the week.
Console.WriteLine(visits.WithColumn("weekday", row => row.Date("day")?.DayOfWeek.ToString())
    .Group("shop", "weekday").Aggregate(Aggregate.Count(), Aggregate.Mean("sales"), Aggregate.Max("day", "last"))
    .Sort("shop", SortBy.Descending("sales mean")));

// Sorted by time, the last days are held out: nothing is learned from the future.
var (past, future) = visits.DropMissing("sales").Sort("day").ToDataset(target: "sales").SplitInOrder(test: 0.25);
var model = new TablePreparation { Dates = DateParts.DayOfWeek | DateParts.ElapsedDays }.Then(new LinearRegression()).Fit(past);
Console.WriteLine($"explains {model.Score(future, Metrics.R2):P0} of the sales of days to come");

static DataTable MadeUpVisits()
{
    var table = new DataTable();
    foreach (var (name, type) in new[] { ("day", typeof(DateTime)), ("shop", typeof(string)), ("visitors", typeof(int)), ("sales", typeof(decimal)) })
        table.Columns.Add(name, type);
    for (int i = 0; i < 360; i++)
    {
        var day = new DateTime(2024, 1, 1).AddDays(i / 3);
        int visitors = 80 + 37 * i % 50 + (day.DayOfWeek is DayOfWeek.Saturday ? 60 : 0) + 20 * (i % 3);
        object sales = i % 71 == 5 ? DBNull.Value : 12.5m * visitors + 4.2m * (i / 3) + 7 * (i * i % 97);
        table.Rows.Add(day, new[] { "Bern", "Chur", "Genf" }[i % 3], visitors, sales);
    }
    return table;
}
