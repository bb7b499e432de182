using System.Globalization;

namespace Cairn.Data;

/// <summary>A column of 64-bit floating-point numbers, NaN where missing.</summary>
public sealed class NumberColumn : Column
{
    readonly double[] _values;

    /// <summary>Makes a column of a copy of the values; NaN means missing.</summary>
    public NumberColumn(string name, ReadOnlySpan<double> values) : this(name, values.ToArray()) { }

    internal NumberColumn(string name, double[] owned) : base(name, owned.Length) => _values = owned;

    /// <summary>The numbers, NaN where missing.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(_values[row]);

    /// <inheritdoc/>
    public override string TextAt(int row) => IsMissing(row) ? "" : _values[row].ToString("R", CultureInfo.InvariantCulture);

    private protected override int CountMissing()
    {
        int missing = 0;
        foreach (double value in _values) missing += double.IsNaN(value) ? 1 : 0;
        return missing;
    }

    private protected override Column TakeRows(ReadOnlySpan<int> rows)
    {
        var taken = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = rows[i] < 0 ? double.NaN : _values[rows[i]];
        return new NumberColumn(Name, taken);
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new NumberColumn(name, _values);
}
