using System.Data;
using System.Data.Common;

namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>
    /// Reads the rows that a database reader has left, one after another, into columns: integers, floating-point numbers and decimals become
    /// numbers, booleans booleans, dates and times with a date dates (with an offset: at UTC), texts, characters and GUIDs categories or text by
    /// the rule of <see cref="ReadCsv(string, CsvOptions?)"/>. NULL is missing. The reader stays open.
    /// </summary>
    /// <remarks>A number is a double: an integer that none holds exactly is an error, for it is likely to name something; a decimal is
    /// rounded to the nearest double, which keeps at least 15 significant digits.</remarks>
    /// <param name="reader">The reader, before its first row or between two.</param>
    /// <param name="cancellation">Is looked at every thousand rows.</param>
    /// <exception cref="NotSupportedException">A column is of another type; the message names it and the cast that mends it.</exception>
    /// <exception cref="ArgumentException">Two columns share a name, or a number has no double.</exception>
    /// <exception cref="IOException">The database failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Table FromReader(DbDataReader reader, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var columns = new DatabaseColumn[reader.FieldCount];
        for (int j = 0; j < columns.Length; j++) columns[j] = DatabaseColumn.For(reader, j);
        RefuseTwins(columns);
        try
        {
            for (int row = 0; reader.Read(); row++)
            {
                if (row % 1000 == 0) cancellation.ThrowIfCancellationRequested();
                foreach (var column in columns) column.Add(reader, row);
            }
        }
        catch (DbException failed)
        {
            throw new IOException($"FromReader: the database failed while rows were read: {failed.Message}", failed);
        }
        return new Table([.. columns.Select(c => c.Build())]);
    }

    /// <summary>Asks a database and reads the whole answer:
    /// <c>Table.Query(connection, "select * from houses where age &lt; @most", ("most", 30))</c>.</summary>
    /// <remarks>A connection that is closed is opened for the query and closed again. The values of parameters go to the database apart from
    /// the text; never join texts that others wrote to the query itself. Types are mapped as in <see cref="FromReader"/>.</remarks>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The query, in the words of the database.</param>
    /// <param name="parameters">The parameters by name; null is NULL.</param>
    /// <inheritdoc cref="FromReader"/>
    public static Table Query(DbConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters) =>
        Query(connection, sql, CancellationToken.None, parameters);

    /// <summary>The same, cancelled through a token.</summary>
    /// <inheritdoc cref="Query(DbConnection, string, IReadOnlyList{ValueTuple{string, object}})"/>
    public static Table Query(DbConnection connection, string sql, CancellationToken cancellation,
        params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(sql);
        ArgumentNullException.ThrowIfNull(parameters);
        bool opened = connection.State == ConnectionState.Closed;
        try
        {
            if (opened) connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }
            using var stop = cancellation.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            return FromReader(reader, cancellation);
        }
        catch (DbException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (DbException failed)
        {
            throw new IOException($"Query: the database refused: {failed.Message}", failed);
        }
        finally
        {
            if (opened) connection.Close();
        }
    }

    static void RefuseTwins(DatabaseColumn[] columns)
    {
        var twins = columns.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twins is not null)
            throw new ArgumentException($"reader: two columns are called '{twins.Key}'; name them apart with AS in the query", "reader");
    }
}
