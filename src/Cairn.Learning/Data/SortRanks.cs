namespace Cairn.Data;

/// <summary>The order of a column's values as unsigned numbers: the smaller value has the smaller one, equal values the same.</summary>
static class SortRanks
{
    /// <summary>The rank of a missing value, above all others.</summary>
    internal const ulong Missing = ulong.MaxValue;

    internal static ulong[] Of(Column column)
    {
        var ranks = new ulong[column.Rows];
        switch (column)
        {
            case NumberColumn numbers:
                for (int i = 0; i < ranks.Length; i++) ranks[i] = Of(numbers.Values[i]);
                break;
            case BooleanColumn flags:
                for (int i = 0; i < ranks.Length; i++) ranks[i] = flags.Values[i] switch { true => 1, false => 0, _ => Missing };
                break;
            case DateColumn dates:
                for (int i = 0; i < ranks.Length; i++) ranks[i] = dates.IsMissing(i) ? Missing : (ulong)dates.Ticks[i];
                break;
            default:
                var words = column as CategoryColumn ?? new CategoryColumn(column.Name, ((TextColumn)column).Values.ToArray());
                var place = new ulong[words.Levels.Count];
                int[] ordered = [.. Enumerable.Range(0, place.Length).OrderBy(k => words.Levels[k], StringComparer.Ordinal)];
                for (int k = 0; k < ordered.Length; k++) place[ordered[k]] = (ulong)k;
                for (int i = 0; i < ranks.Length; i++) ranks[i] = words.Codes[i] < 0 ? Missing : place[words.Codes[i]];
                break;
        }
        return ranks;
    }

    /// <summary>The bits of a number, turned so that they rise with it: the sign is flipped, and all bits of a negative one.</summary>
    static ulong Of(double value)
    {
        if (double.IsNaN(value)) return Missing;
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0); // -0 is 0
        return bits >> 63 == 0 ? bits | 1UL << 63 : ~bits;
    }

    /// <summary>The rows in the order of their ranks, missing ones last, equal ones in the order they had.</summary>
    internal static int[] Sorted(int[] rows, ulong[] ranks, bool descending)
    {
        var keys = new ulong[rows.Length];
        var places = new int[rows.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            ulong rank = ranks[rows[i]];
            (keys[i], places[i]) = (rank == Missing || !descending ? rank : Missing - 1 - rank, i);
        }
        Array.Sort(keys, places);
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) Array.Sort(places, start, end - start);
            start = end;
        }
        for (int i = 0; i < places.Length; i++) places[i] = rows[places[i]];
        return places;
    }
}
