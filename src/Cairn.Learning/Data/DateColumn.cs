using System.Globalization;

namespace Cairn.Data;

/// <summary>A column of dates or points in time, of the Gregorian calendar and without a time zone.</summary>
/// <remarks>A tick is a tenth of a microsecond. The <see cref="DateTime.Kind"/> of what is put in is not kept.</remarks>
public sealed class DateColumn : Column
{
    internal const long Missing = long.MinValue;

    readonly long[] _ticks;

    /// <summary>Makes a column of a copy of the values; null means missing.</summary>
    public DateColumn(string name, ReadOnlySpan<DateTime?> values) : base(name, values.Length)
    {
        _ticks = new long[values.Length];
        for (int i = 0; i < _ticks.Length; i++) _ticks[i] = values[i]?.Ticks ?? Missing;
    }

    internal DateColumn(string name, long[] owned) : base(name, owned.Length) => _ticks = owned;

    /// <summary>The ticks since the beginning of the year 1, <see cref="long.MinValue"/> where missing.</summary>
    public ReadOnlySpan<long> Ticks => _ticks;

    /// <summary>The value of a row, null where missing.</summary>
    public DateTime? this[int row] => _ticks[row] == Missing ? null : new DateTime(_ticks[row]);

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Date;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _ticks[row] == Missing;

    /// <summary>The value in ISO 8601: <c>2024-02-29</c>, or <c>2024-02-29T08:30:00</c> when it has a time of day; empty when missing.</summary>
    public override string TextAt(int row) => this[row] is { } point ? TextOf(point) : "";

    internal static string TextOf(DateTime point) => point.ToString(
        point.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>The point in time that a value of .NET stands for; one with an offset is taken at UTC.</summary>
    internal static DateTime? PointIn(object? value) => value switch
    {
        DateTime point => point,
        DateTimeOffset point => point.UtcDateTime,
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        _ => null,
    };

    private protected override int CountMissing() => _ticks.AsSpan().Count(Missing);

    private protected override Column TakeRows(ReadOnlySpan<int> rows)
    {
        var taken = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = rows[i] < 0 ? Missing : _ticks[rows[i]];
        return new DateColumn(Name, taken);
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new DateColumn(name, _ticks);
}
