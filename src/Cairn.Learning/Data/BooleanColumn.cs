namespace Cairn.Data;

/// <summary>A column of true, false and missing.</summary>
public sealed class BooleanColumn : Column
{
    readonly bool?[] _values;

    /// <summary>Makes a column of a copy of the values; null means missing.</summary>
    public BooleanColumn(string name, ReadOnlySpan<bool?> values) : this(name, values.ToArray()) { }

    internal BooleanColumn(string name, bool?[] owned) : base(name, owned.Length) => _values = owned;

    /// <summary>The values, null where missing.</summary>
    public ReadOnlySpan<bool?> Values => _values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Boolean;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _values[row] is null;

    /// <inheritdoc/>
    public override string TextAt(int row) => _values[row] switch { true => "true", false => "false", _ => "" };

    private protected override int CountMissing() => _values.AsSpan().Count((bool?)null);

    private protected override Column TakeRows(ReadOnlySpan<int> rows)
    {
        var taken = new bool?[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = rows[i] < 0 ? null : _values[rows[i]];
        return new BooleanColumn(Name, taken);
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new BooleanColumn(name, _values);
}
