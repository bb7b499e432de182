namespace Cairn.Trees;

/// <summary>Sorts the rows of a column: a radix sort, so that rows of one value stay in their order and time grows with the rows alone.</summary>
static class SortedRows
{
    const int Bits = 11, Buckets = 1 << Bits, Passes = 6;

    /// <summary>Puts the rows in the order of their values, missing (NaN) ones last.</summary>
    /// <param name="values">The column.</param>
    /// <param name="order">Becomes the rows in their order.</param>
    /// <param name="cancellation">Looked at between two passes over the rows.</param>
    /// <returns>How many rows have a value.</returns>
    internal static int Sort(ReadOnlySpan<double> values, int[] order, CancellationToken cancellation)
    {
        int rows = values.Length, present = 0;
        var keys = new ulong[rows];
        int[] from = order, to = new int[rows];
        var counts = new int[Passes * Buckets];
        for (int row = 0; row < rows; row++)
        {
            if (double.IsNaN(values[row])) continue;
            ulong bits = BitConverter.DoubleToUInt64Bits(values[row] + 0.0); // -0 is 0
            ulong key = bits ^ ((ulong)((long)bits >> 63) | 1UL << 63);
            keys[present] = key;
            from[present++] = row;
            for (int pass = 0; pass < Passes; pass++) counts[pass * Buckets + Digit(key, pass)]++;
        }
        ulong[] keysTo = new ulong[rows];
        for (int pass = 0; pass < Passes; pass++)
        {
            var places = counts.AsSpan(pass * Buckets, Buckets);
            cancellation.ThrowIfCancellationRequested();
            if (present == 0 || places[Digit(keys[0], pass)] == present) continue; // all alike in these bits
            for (int bucket = 0, place = 0; bucket < Buckets; bucket++) (places[bucket], place) = (place, place + places[bucket]);
            for (int i = 0; i < present; i++)
            {
                int place = places[Digit(keys[i], pass)]++;
                keysTo[place] = keys[i];
                to[place] = from[i];
            }
            (keys, keysTo, from, to) = (keysTo, keys, to, from);
        }
        if (from != order) from.AsSpan(0, present).CopyTo(order);
        for (int row = 0, last = present; last < rows; row++)
            if (double.IsNaN(values[row])) order[last++] = row;
        return present;
    }

    /// <summary>The mean distance of a column's different values from the middle of its range, halved as all differences are here, so that
    /// none overflows.</summary>
    internal static double Spread(double[] values, ReadOnlySpan<int> order)
    {
        if (order.Length == 0) return 0;
        double middle = values[order[0]] / 2 + values[order[^1]] / 2, sum = 0;
        int different = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && values[order[i]] == values[order[i - 1]]) continue;
            different++;
            sum += Math.Abs(values[order[i]] / 2 - middle / 2) / order.Length;
        }
        return sum * order.Length / different;
    }

    static int Digit(ulong key, int pass) => (int)(key >> (pass * Bits)) & (Buckets - 1);
}
