using Cairn.Data;

namespace Cairn.Preprocessing;

/// <summary>What is told of a date as numbers.</summary>
[Flags]
public enum DateParts
{
    /// <summary>Nothing: dates are left out.</summary>
    None = 0,
    /// <summary>The year.</summary>
    Year = 1,
    /// <summary>The month, 1 to 12.</summary>
    Month = 2,
    /// <summary>The day of the week, Monday 1 to Sunday 7.</summary>
    DayOfWeek = 4,
    /// <summary>The day of the year, 1 to 366.</summary>
    DayOfYear = 8,
    /// <summary>The hours since midnight, with their fraction.</summary>
    Hour = 16,
    /// <summary>The days since the beginning of 1970, with their fraction.</summary>
    ElapsedDays = 32,
    /// <summary>All of them.</summary>
    All = Year | Month | DayOfWeek | DayOfYear | Hour | ElapsedDays,
}

/// <summary>Computes the parts of dates.</summary>
static class DatePartsExtensions
{
    /// <summary>The single parts, in the order of their numbers.</summary>
    internal static DateParts[] Each(this DateParts parts) => [.. Enum.GetValues<DateParts>()
        .Where(p => p is not (DateParts.None or DateParts.All) && parts.HasFlag(p))];

    /// <summary>The name of a part in the name of a column: <c>sold day of week</c>.</summary>
    internal static string Word(this DateParts part) => part switch
    {
        DateParts.DayOfWeek => "day of week",
        DateParts.DayOfYear => "day of year",
        DateParts.ElapsedDays => "elapsed days",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <summary>A part as a number.</summary>
    internal static double Of(this DateParts part, long ticks)
    {
        var point = new DateTime(ticks);
        return part switch
        {
            DateParts.Year => point.Year,
            DateParts.Month => point.Month,
            DateParts.DayOfWeek => point.DayOfWeek == System.DayOfWeek.Sunday ? 7 : (int)point.DayOfWeek,
            DateParts.DayOfYear => point.DayOfYear,
            DateParts.Hour => point.TimeOfDay.Ticks / (double)TimeSpan.TicksPerHour,
            _ => ElapsedDays(ticks),
        };
    }

    /// <summary>The days since the beginning of 1970.</summary>
    internal static double ElapsedDays(long ticks) => (ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerDay;

    /// <summary>The ticks of a number of days since the beginning of 1970, to the millisecond, or <see cref="DateColumn.Missing"/> when no date is so far away.</summary>
    internal static long Ticks(double elapsedDays)
    {
        double ticks = Math.Round(elapsedDays * 86_400_000) * TimeSpan.TicksPerMillisecond + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? (long)ticks : DateColumn.Missing;
    }
}
