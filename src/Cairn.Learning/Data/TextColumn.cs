namespace Cairn.Data;

/// <summary>A column of free text.</summary>
public sealed class TextColumn : Column
{
    readonly string?[] _values;

    /// <summary>Makes a column of a copy of the values; null means missing.</summary>
    public TextColumn(string name, ReadOnlySpan<string?> values) : this(name, values.ToArray()) { }

    internal TextColumn(string name, string?[] owned) : base(name, owned.Length) => _values = owned;

    /// <summary>The texts, null where missing.</summary>
    public ReadOnlySpan<string?> Values => _values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Text;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _values[row] is null;

    /// <inheritdoc/>
    public override string TextAt(int row) => _values[row] ?? "";

    private protected override int CountMissing() => _values.AsSpan().Count((string?)null);

    private protected override Column TakeRows(ReadOnlySpan<int> rows)
    {
        var taken = new string?[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = rows[i] < 0 ? null : _values[rows[i]];
        return new TextColumn(Name, taken);
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new TextColumn(name, _values);
}
