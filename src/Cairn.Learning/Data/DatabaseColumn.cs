using System.Data.Common;
using System.Globalization;

namespace Cairn.Data;

/// <summary>Collects a column of a database reader, value after value.</summary>
abstract class DatabaseColumn(string name, int place)
{
    internal string Name { get; } = name;

    /// <summary>The column's place in the reader.</summary>
    protected int Place { get; } = place;

    /// <summary>Takes the value of the reader's row.</summary>
    internal abstract void Add(DbDataReader reader, int row);

    internal abstract Column Build();

    /// <summary>What collects the values of a column, by the type that the reader tells of it.</summary>
    internal static DatabaseColumn For(DbDataReader reader, int place)
    {
        string name = reader.GetName(place);
        if (string.IsNullOrEmpty(name)) name = string.Create(CultureInfo.InvariantCulture, $"column {place + 1}");
        var type = reader.GetFieldType(place);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Double => new Numbers(name, place, (r, j) => r.GetDouble(j)),
            TypeCode.Single => new Numbers(name, place, (r, j) => r.GetFloat(j)),
            TypeCode.Int16 => new Numbers(name, place, (r, j) => r.GetInt16(j)),
            TypeCode.Int32 => new Numbers(name, place, (r, j) => r.GetInt32(j)),
            TypeCode.Byte => new Numbers(name, place, (r, j) => r.GetByte(j)),
            TypeCode.Int64 => new LongIntegers(name, place, (r, j) => r.GetInt64(j)),
            TypeCode.Decimal => new Numbers(name, place, (r, j) => (double)r.GetDecimal(j)),
            TypeCode.SByte or TypeCode.UInt16 or TypeCode.UInt32 =>
                new Numbers(name, place, (r, j) => Convert.ToDouble(r.GetValue(j), CultureInfo.InvariantCulture)),
            TypeCode.UInt64 => new LongIntegers(name, place, (r, j) => (ulong)r.GetValue(j)),
            TypeCode.Boolean => new Booleans(name, place),
            TypeCode.String => new Words(name, place, (r, j) => r.GetString(j)),
            TypeCode.Char => new Words(name, place, (r, j) => r.GetValue(j).ToString()!),
            TypeCode.DateTime => new Dates(name, place, (r, j) => r.GetDateTime(j)),
            _ when type == typeof(DateTimeOffset) || type == typeof(DateOnly) =>
                new Dates(name, place, (r, j) => DateColumn.PointIn(r.GetValue(j))!.Value),
            _ when type == typeof(Guid) => new Words(name, place, (r, j) => r.GetGuid(j).ToString()),
            _ => throw new NotSupportedException($"FromReader: column '{name}' is of the database's type {reader.GetDataTypeName(place)} "
                + $"({type.Name}), of which no column can be made; cast it in the query to a number, text, boolean or date, or leave it out"),
        };
    }

    sealed class Numbers(string name, int place, Func<DbDataReader, int, double> read) : DatabaseColumn(name, place)
    {
        readonly List<double> _values = [];

        internal override void Add(DbDataReader reader, int row)
        {
            try
            {
                _values.Add(reader.IsDBNull(Place) ? double.NaN : read(reader, Place));
            }
            catch (OverflowException)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"reader: row {row} of column '{Name}' is beyond the range of a decimal; cast it to double precision in the query"), "reader");
            }
        }

        internal override Column Build() => new NumberColumn(Name, _values.ToArray());
    }

    /// <summary>Integers of 64 bits, which must not change when they become numbers.</summary>
    sealed class LongIntegers(string name, int place, Func<DbDataReader, int, Int128> read) : DatabaseColumn(name, place)
    {
        readonly List<double> _values = [];

        internal override void Add(DbDataReader reader, int row)
        {
            if (reader.IsDBNull(Place))
            {
                _values.Add(double.NaN);
                return;
            }
            var whole = read(reader, Place);
            _values.Add((double)whole);
            if ((Int128)_values[^1] != whole)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"reader: row {row} of column '{Name}' is {whole}, which no double holds exactly; if it names something, cast it to text "
                    + $"in the query"), "reader");
        }

        internal override Column Build() => new NumberColumn(Name, _values.ToArray());
    }

    sealed class Booleans(string name, int place) : DatabaseColumn(name, place)
    {
        readonly List<bool?> _values = [];

        internal override void Add(DbDataReader reader, int row) => _values.Add(reader.IsDBNull(Place) ? null : reader.GetBoolean(Place));

        internal override Column Build() => new BooleanColumn(Name, _values.ToArray());
    }

    sealed class Dates(string name, int place, Func<DbDataReader, int, DateTime> read) : DatabaseColumn(name, place)
    {
        readonly List<long> _ticks = [];

        internal override void Add(DbDataReader reader, int row) =>
            _ticks.Add(reader.IsDBNull(Place) ? DateColumn.Missing : read(reader, Place).Ticks);

        internal override Column Build() => new DateColumn(Name, _ticks.ToArray());
    }

    /// <summary>Texts, each different one kept once.</summary>
    sealed class Words(string name, int place, Func<DbDataReader, int, string> read) : DatabaseColumn(name, place)
    {
        readonly List<string?> _values = [];
        readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

        internal override void Add(DbDataReader reader, int row)
        {
            string? text = reader.IsDBNull(Place) ? null : read(reader, Place);
            if (text is not null && !_known.TryAdd(text, text)) text = _known[text];
            _values.Add(text);
        }

        internal override Column Build() => Table.WordColumn(Name, [.. _values]);
    }
}
