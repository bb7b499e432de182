using Cairn.Data;

namespace Cairn.Preprocessing;

/// <summary>A date as some of its parts, another date in the place of a missing one.</summary>
sealed class DateEncoding : ColumnEncoding
{
    readonly DateParts[] _each;
    readonly long _fill;

    /// <param name="name">The column.</param>
    /// <param name="parts">The parts, one at least.</param>
    /// <param name="fill">What stands in for a missing date, in days since the beginning of 1970; NaN when nothing does.</param>
    internal DateEncoding(string name, DateParts parts, double fill) : base(name)
    {
        (Parts, Fill) = (parts, fill);
        _each = parts.Each();
        _fill = DatePartsExtensions.Ticks(fill);
        Outputs = [.. _each.Select(part => $"{name} {part.Word()}")];
    }

    internal DateParts Parts { get; }

    internal double Fill { get; }

    internal override ColumnKind Kind => ColumnKind.Date;

    internal override bool IsAmount => true;

    internal override IReadOnlyList<string> Outputs { get; }

    internal override void Encode(Column column, int row, Span<double> output)
    {
        long ticks = column is DateColumn dates && dates.Ticks[row] is var own and not DateColumn.Missing ? own : _fill;
        if (ticks == DateColumn.Missing)
            throw new ArgumentException($"x: row {row} of column '{Name}' is missing, and the preparation imputes nothing", "x");
        for (int k = 0; k < _each.Length; k++) output[k] = _each[k].Of(ticks);
    }

    public override string ToString() => $"{Name}: date as {string.Join(", ", _each.Select(p => p.Word()))}"
        + (_fill == DateColumn.Missing ? "" : $", missing = {DateColumn.TextOf(new DateTime(_fill))}");
}
