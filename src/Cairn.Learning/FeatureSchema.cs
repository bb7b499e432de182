using System.Globalization;
using Cairn.Data;

namespace Cairn;

/// <summary>What a model remembers of the features it was fitted on, to check those it is asked about.</summary>
/// <remarks>Columns of a table are matched by name, whatever their order; a matrix is matched by its number of columns.</remarks>
public sealed class FeatureSchema
{
    /// <summary>The schema of the given features.</summary>
    public FeatureSchema(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Count = features.Count;
        Names = features.Names;
    }

    internal FeatureSchema(int count, IReadOnlyList<string>? names) => (Count, Names) = (count, names);

    /// <summary>The number of features.</summary>
    public int Count { get; }

    /// <summary>The names of the features, or null when they had none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The name of a feature: its own, or <c>x0</c>, <c>x1</c>, ... by its place.</summary>
    public string NameOf(int feature) => Names?[feature] ?? "x" + feature.ToString(CultureInfo.InvariantCulture);

    /// <summary>The features in the order the model knows them; columns of a table that the model does not know are left out.</summary>
    /// <remarks>Names are compared letter by letter. Those of a table made of records are compared by their letters and digits alone,
    /// without regard to case, for a property cannot be spelled like every column of a file.</remarks>
    /// <exception cref="ArgumentException">A named column is missing, or the number of features differs.</exception>
    public Features Align(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Table is { } table && Names is not null)
        {
            if (table.IsOfRecords) table = Spelled(table, Names);
            var missing = Names.Where(name => table.Find(name) is null).ToList();
            if (missing.Count > 0)
                throw new ArgumentException(
                    $"x: the model was fitted on {Count} columns and needs {List(missing)}; the table has {List(table.Names)}", nameof(x));
            return table.Names.SequenceEqual(Names) ? Features.From(table) : table.Select(Names);
        }
        if (x.Count != Count)
            throw new ArgumentException($"x: expected {Count} features, got {x.Count}" + (Names is null ? "" : $"; the model knows {List(Names)}"), nameof(x));
        if (x.Names is not null && Names is not null && !x.Names.SequenceEqual(Names))
            throw new ArgumentException($"x: the features are {List(x.Names)}, and the model was fitted on {List(Names)}", nameof(x));
        return x;
    }

    /// <summary>The table with its columns called as the model calls them, where only case, blanks and signs differ.</summary>
    static Table Spelled(Table table, IReadOnlyList<string> names)
    {
        var named = names.GroupBy(Letters, StringComparer.Ordinal).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single(), StringComparer.Ordinal);
        return new Table([.. table.Columns.Select(column =>
            !names.Contains(column.Name) && named.TryGetValue(Letters(column.Name), out string? name) && table.Find(name) is null ? column.Rename(name) : column)]);
    }

    static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(12).Select(n => $"'{n}'")) + (names.Count > 12 ? $", ... ({names.Count} in all)" : "");
}
