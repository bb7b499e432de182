using System.Numerics;

namespace Cairn.Data;

/// <summary>Numbers the different values of 64 bits that it is shown, from 0 by their first appearance: a table of open addresses that
/// doubles when it is half full.</summary>
/// <param name="most">How many values will be shown at most.</param>
sealed class NumberCodes(int most)
{
    const int Smallest = 256, Free = 0;

    long[] _values = new long[Math.Min(Size(most), 1 << 16)];
    int[] _places = new int[Math.Min(Size(most), 1 << 16)]; // one more than the code

    static int Size(int values) => (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(Smallest, values)) * 2L, 1 << 30);

    /// <summary>How many different values there were.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of a value.</summary>
    internal int Of(long value)
    {
        int at = Find(_values, _places, value);
        if (_places[at] != Free) return _places[at] - 1;
        (_values[at], _places[at]) = (value, ++Count);
        if (2L * Count > _places.Length && _places.Length < 1 << 30) Grow();
        return Count - 1;
    }

    static int Find(long[] values, int[] places, long value)
    {
        int mask = places.Length - 1;
        // The high half of a product by 2^64 / golden ratio depends on all bits of the value.
        int at = (int)(((ulong)value * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (places[at] != Free && values[at] != value) at = (at + 1) & mask;
        return at;
    }

    void Grow()
    {
        var (values, places) = (new long[2 * _values.Length], new int[2 * _places.Length]);
        for (int i = 0; i < _places.Length; i++)
        {
            if (_places[i] == Free) continue;
            int at = Find(values, places, _values[i]);
            (values[at], places[at]) = (_values[i], _places[i]);
        }
        (_values, _places) = (values, places);
    }
}
