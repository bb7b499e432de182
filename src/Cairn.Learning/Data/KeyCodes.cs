namespace Cairn.Data;

/// <summary>Numbers the different combinations of values in some columns, from 0 by their first appearance.</summary>
/// <param name="Codes">For each row the number of its combination.</param>
/// <param name="Count">How many different ones there are.</param>
sealed record KeyCodes(int[] Codes, int Count)
{
    /// <summary>The combinations in the columns; missing values are equal to each other.</summary>
    internal static KeyCodes Of(IReadOnlyList<Column> columns, int rows)
    {
        var codes = new int[rows];
        int count = rows > 0 ? 1 : 0;
        foreach (var column in columns)
        {
            int[] next = Of(column);
            var codeOf = new NumberCodes(rows);
            for (int i = 0; i < rows; i++) codes[i] = codeOf.Of((long)codes[i] << 32 | (uint)next[i]);
            count = codeOf.Count;
        }
        return new KeyCodes(codes, count);
    }

    /// <summary>The row in which each combination appears first.</summary>
    internal int[] FirstRows()
    {
        var first = new int[Count];
        for (int i = Codes.Length - 1; i >= 0; i--) first[Codes[i]] = i;
        return first;
    }

    /// <summary>The rows of each combination, rising: those of combination k are <c>Rows[Starts[k]..Starts[k + 1]]</c>.</summary>
    internal (int[] Starts, int[] Rows) Grouped()
    {
        var starts = new int[Count + 1];
        foreach (int code in Codes) starts[code + 1]++;
        for (int k = 0; k < Count; k++) starts[k + 1] += starts[k];
        var at = starts.AsSpan(0, Count).ToArray();
        var rows = new int[Codes.Length];
        for (int i = 0; i < rows.Length; i++) rows[at[Codes[i]]++] = i;
        return (starts, rows);
    }

    /// <summary>A number for each value of a column; equal values have the same, -1 is missing.</summary>
    static int[] Of(Column column)
    {
        var codes = new int[column.Rows];
        switch (column)
        {
            case CategoryColumn categories:
                return categories.Codes.ToArray();
            case BooleanColumn flags:
                for (int i = 0; i < codes.Length; i++) codes[i] = flags.Values[i] switch { true => 1, false => 0, _ => -1 };
                return codes;
            case NumberColumn numbers:
                var ofNumber = new NumberCodes(codes.Length);
                for (int i = 0; i < codes.Length; i++)
                    // -0 is 0
                    codes[i] = double.IsNaN(numbers.Values[i]) ? -1 : ofNumber.Of(BitConverter.DoubleToInt64Bits(numbers.Values[i] + 0.0));
                return codes;
            case DateColumn dates:
                var ofDate = new NumberCodes(codes.Length);
                for (int i = 0; i < codes.Length; i++) codes[i] = dates.IsMissing(i) ? -1 : ofDate.Of(dates.Ticks[i]);
                return codes;
            default:
                var texts = ((TextColumn)column).Values;
                var ofText = new Dictionary<string, int>(StringComparer.Ordinal);
                for (int i = 0; i < codes.Length; i++)
                {
                    codes[i] = -1;
                    if (texts[i] is { } text && !ofText.TryGetValue(text, out codes[i])) ofText.Add(text, codes[i] = ofText.Count);
                }
                return codes;
        }
    }
}
