namespace Cairn.Data;

/// <summary>A column whose values come from a list of levels, such as colours or cities.</summary>
public sealed class CategoryColumn : Column
{
    readonly int[] _codes;
    readonly string[] _levels;

    /// <summary>Makes a column of texts; the levels are the distinct texts in ordinal order, null is missing.</summary>
    public CategoryColumn(string name, IReadOnlyList<string?> values) : base(name, (values ?? throw new ArgumentNullException(nameof(values))).Count)
    {
        _levels = [.. values.Where(v => v is not null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)!];
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int k = 0; k < _levels.Length; k++) codeOf[_levels[k]] = k;
        _codes = new int[values.Count];
        for (int i = 0; i < _codes.Length; i++) _codes[i] = values[i] is { } text ? codeOf[text] : -1;
    }

    internal CategoryColumn(string name, int[] codes, string[] levels) : base(name, codes.Length)
    {
        _codes = codes;
        _levels = levels;
    }

    /// <summary>The most levels with which texts count as categories: twenty, or a fifth of the values.</summary>
    internal static int MostLevels(int values) => Math.Max(20, values / 5);

    /// <summary>For each row the index of its level, -1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>The levels, in ordinal order when made from texts.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _codes[row] < 0;

    /// <inheritdoc/>
    public override string TextAt(int row) => _codes[row] < 0 ? "" : _levels[_codes[row]];

    private protected override int CountMissing() => _codes.AsSpan().Count(-1);

    private protected override Column TakeRows(ReadOnlySpan<int> rows)
    {
        var taken = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = rows[i] < 0 ? -1 : _codes[rows[i]];
        return new CategoryColumn(Name, taken, _levels);
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new CategoryColumn(name, _codes, _levels);
}
