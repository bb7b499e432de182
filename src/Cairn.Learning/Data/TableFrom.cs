using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>
    /// Makes a table of records: a column for each public property, in the order of their declaration. Numbers of every .NET type
    /// become numbers, bool booleans, enums categories, DateTime, DateOnly and DateTimeOffset (in UTC) dates, strings categories or text
    /// by the rule of <see cref="ReadCsv(string, CsvOptions?)"/>; null is missing. A model finds its features by these names without regard to case and
    /// to what is no letter or digit: the property <c>TotalRooms</c> is the column <c>total_rooms</c>.
    /// </summary>
    /// <typeparam name="T">A record, class or struct with public properties; anonymous types too.</typeparam>
    /// <param name="records">The rows.</param>
    /// <exception cref="NotSupportedException">A property has another type.</exception>
    /// <exception cref="ArgumentException">T has no properties, a record is null, or an integer has no exact double.</exception>
    public static Table From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        PropertyInfo[] properties = typeof(T).IsPrimitive || typeof(T) == typeof(string) ? []
            : [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)];
        if (properties.Length == 0)
            throw new ArgumentException($"records: {typeof(T).Name} has no public properties to make columns of", nameof(records));

        T[] rows = [.. records];
        for (int i = 0; i < rows.Length; i++)
            if (rows[i] is null) throw new ArgumentException($"records: record {i} is null", nameof(records));
        return new Table([.. properties.Select(p => Of(p, rows))]) { IsOfRecords = true };
    }

    /// <summary>Makes a table of numbers, NaN where missing.</summary>
    /// <param name="values">The numbers [rows, columns].</param>
    /// <param name="names">The names of the columns; null for "column 1", "column 2" and so on.</param>
    /// <exception cref="ArgumentException">The number of names is another than that of the columns, or two are equal.</exception>
    public static Table From(double[,] values, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        int rows = values.GetLength(0), columns = values.GetLength(1);
        if (names is not null && names.Count != columns)
            throw new ArgumentException($"names: {names.Count} names for {columns} columns (values is [{rows}, {columns}])", nameof(names));
        var made = new Column[columns];
        for (int j = 0; j < columns; j++)
        {
            var column = new double[rows];
            for (int i = 0; i < rows; i++) column[i] = values[i, j];
            made[j] = new NumberColumn(names?[j] ?? string.Create(CultureInfo.InvariantCulture, $"column {j + 1}"), column);
        }
        return new Table(made);
    }

    /// <summary>True when the names of the columns are those of properties, which cannot be spelled like every column of a file.</summary>
    internal bool IsOfRecords { get; private init; }

    static Column Of<T>(PropertyInfo property, T[] rows)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object?[] values = [.. rows.Select(r => property.GetValue(r))];
        if (type.IsEnum) return new CategoryColumn(property.Name, [.. values.Select(v => v?.ToString())]);
        if (type == typeof(bool)) return new BooleanColumn(property.Name, [.. values.Select(v => (bool?)v)]);
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly))
            return new DateColumn(property.Name, [.. values.Select(DateColumn.PointIn)]);
        if (type == typeof(string))
        {
            string?[] texts = [.. values.Select(v => (string?)v)];
            return WordColumn(property.Name, texts);
        }
        var numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = values[i] is { } value ? Number(value, property, i) : double.NaN;
        if (!IsNumber(type))
            throw new NotSupportedException(
                $"From: property {property.Name} is a {type.Name}; a column takes numbers, bool, string, enums and dates, so give it as one of these");
        return new NumberColumn(property.Name, numbers);
    }

    static bool IsNumber(Type type) => type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128)
        || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    static double Number(object value, PropertyInfo property, int row)
    {
        double number = value switch
        {
            double x => x,
            float x => x,
            Half x => (double)x,
            decimal x => (double)x,
            Int128 x => (double)x,
            UInt128 x => (double)x,
            IConvertible x when IsNumber(value.GetType()) => x.ToDouble(CultureInfo.InvariantCulture),
            _ => double.NaN,
        };
        bool exact = value switch
        {
            long x => Math.Abs(number) < 9.3e18 && (Int128)number == x,
            ulong x => (Int128)number == x,
            Int128 x => Math.Abs(number) < 1.7e38 && (Int128)number == x,
            UInt128 x => number < 3.4e38 && (UInt128)number == x,
            _ => true,
        };
        return exact ? number : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"records: {property.Name} = {value} of record {row} has no exact double; if it names something, make it a string"), "records");
    }
}
