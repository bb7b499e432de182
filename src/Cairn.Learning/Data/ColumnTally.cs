namespace Cairn.Data;

/// <summary>What the fields of a column, or of a stretch of its rows, look like: all that decides the column's kind.</summary>
struct ColumnTally
{
    /// <summary>A tally of nothing.</summary>
    public ColumnTally() { }

    internal int Present, Numbers, Finite, QuotedMissing, Commas;

    /// <summary>The first row of its kind, or -1: no number, infinite, an integer that no double holds, a leading zero.</summary>
    internal int FirstOther = -1, FirstInfinite = -1, FirstLong = -1, FirstZero = -1;

    internal bool AllIntegers = true, AllTruths = true;

    /// <summary>Counts a field that is not missing; gives its number, or NaN.</summary>
    internal double Add(ReadOnlySpan<byte> trimmed, int row, bool decimalComma)
    {
        Present++;
        var form = CsvNumber.Read(trimmed, decimalComma, out double value);
        if (form is NumberForm.NotNumber)
        {
            if (FirstOther < 0) FirstOther = row;
            AllTruths = AllTruths && CsvColumn.Truth(trimmed, digits: false) is not null;
            if (!decimalComma && CsvNumber.Read(trimmed, true, out _) is NumberForm.Real) Commas++;
            return double.NaN;
        }
        Numbers++;
        AllTruths = false;
        AllIntegers &= form is NumberForm.Integer or NumberForm.LongInteger;
        if (form is not NumberForm.Infinite) Finite++;
        else if (FirstInfinite < 0) FirstInfinite = row;
        if (form is NumberForm.LongInteger && FirstLong < 0) FirstLong = row;
        if (FirstZero < 0 && trimmed is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..]) FirstZero = row;
        return value;
    }

    /// <summary>Adds the tally of the rows that follow.</summary>
    internal void Add(in ColumnTally later)
    {
        Present += later.Present;
        Numbers += later.Numbers;
        Finite += later.Finite;
        QuotedMissing += later.QuotedMissing;
        Commas += later.Commas;
        First(ref FirstOther, later.FirstOther);
        First(ref FirstInfinite, later.FirstInfinite);
        First(ref FirstLong, later.FirstLong);
        First(ref FirstZero, later.FirstZero);
        AllIntegers &= later.AllIntegers;
        AllTruths &= later.AllTruths;

        static void First(ref int row, int later)
        {
            if (row < 0) row = later;
        }
    }
}
