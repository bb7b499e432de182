using System.Globalization;
using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Trees;

/// <summary>The columns that trees learn from, and how the rows they are asked about become numbers: a missing value is NaN, a category
/// its level's place.</summary>
sealed class TreeInputs
{
    readonly string[]?[] _levels;

    TreeInputs(FeatureSchema schema, string[]?[] levels) => (Schema, _levels) = (schema, levels);

    internal FeatureSchema Schema { get; }

    internal int Count => _levels.Length;

    /// <summary>The levels of a column of categories, null for numbers.</summary>
    internal string[]? Levels(int feature) => _levels[feature];

    /// <summary>What the features are, and their values column by column; infinities become the largest doubles.</summary>
    internal static (TreeInputs Inputs, double[][] Columns) Of(Features features, string learner)
    {
        int rows = features.Rows, count = features.Count;
        var levels = new string[]?[count];
        var columns = new double[count][];
        if (features.Table is { } table)
        {
            for (int j = 0; j < count; j++)
            {
                columns[j] = new double[rows];
                if (table.Columns[j] is CategoryColumn category)
                {
                    levels[j] = [.. category.Levels];
                    for (int i = 0; i < rows; i++) columns[j][i] = category.Codes[i] < 0 ? double.NaN : category.Codes[i];
                }
                else Numbers(table.Columns[j], columns[j], 0, 1, learner);
            }
        }
        else
        {
            var dense = Dense(features, learner);
            for (int j = 0; j < count; j++) columns[j] = new double[rows];
            const int block = 64; // rows, so that a block is read from near memory for every column
            for (int start = 0; start < rows; start += block)
                for (int j = 0; j < count; j++)
                {
                    double[] column = columns[j];
                    for (int i = start; i < Math.Min(start + block, rows); i++) column[i] = dense[i * count + j];
                }
        }
        for (int j = 0; j < count; j++)
            for (int i = 0; i < rows; i++)
                if (double.IsInfinity(columns[j][i])) columns[j][i] = Math.CopySign(double.MaxValue, columns[j][i]);
        return (new TreeInputs(new FeatureSchema(features), levels), columns);
    }

    /// <summary>The rows that a model is asked about, row by row.</summary>
    internal ReadOnlySpan<double> Rows(Features x, string learner)
    {
        x = Schema.Align(x);
        if (x.Table is not { } table)
        {
            for (int j = 0; j < Count; j++)
                if (_levels[j] is not null)
                    throw new ArgumentException($"x: '{Schema.NameOf(j)}' is a column of categories; {learner} was fitted on a table, so ask with one",
                        nameof(x));
            return Dense(x, learner);
        }
        var numbers = new double[table.Rows * Count];
        for (int j = 0; j < Count; j++)
        {
            if (_levels[j] is { } levels) Codes(table.Columns[j], levels, numbers, j);
            else Numbers(table.Columns[j], numbers, j, Count, learner);
        }
        return numbers;
    }

    static ReadOnlySpan<double> Dense(Features features, string learner)
    {
        if (features.Sparse is not null)
            throw new NotSupportedException($"{learner} does not take sparse features; convert them with ToDense()");
        return Features.ToFloat64(features.Dense!).AsReadOnlySpan<double>();
    }

    static void Numbers(Column column, double[] to, int at, int step, string learner)
    {
        switch (column)
        {
            case NumberColumn numbers:
                for (int i = 0; i < column.Rows; i++) to[at + i * step] = numbers.Values[i];
                break;
            case BooleanColumn flags:
                for (int i = 0; i < column.Rows; i++) to[at + i * step] = flags.Values[i] switch { true => 1, false => 0, _ => double.NaN };
                break;
            default:
                throw new ArgumentException($"features: column '{column.Name}' holds {(column is TextColumn ? "text" : "categories where numbers were")}"
                    + $", which {learner} cannot use; leave it out, or put a TablePreparation before it", "features");
        }
    }

    /// <summary>The places of a column's words among the levels; a word that is none of them is missing.</summary>
    void Codes(Column column, string[] levels, double[] to, int feature)
    {
        if (column is not (CategoryColumn or TextColumn))
            throw new ArgumentException($"x: column '{column.Name}' holds numbers where the model was fitted on categories", "x");
        if (column is CategoryColumn category)
        {
            var places = new double[category.Levels.Count];
            for (int k = 0; k < places.Length; k++) places[k] = Place(levels, category.Levels[k]);
            for (int i = 0; i < column.Rows; i++) to[feature + i * Count] = category.Codes[i] < 0 ? double.NaN : places[category.Codes[i]];
        }
        else
            for (int i = 0; i < column.Rows; i++) to[feature + i * Count] = column.IsMissing(i) ? double.NaN : Place(levels, column.TextAt(i));
    }

    static double Place(string[] levels, string word) => Array.IndexOf(levels, word) is var place and >= 0 ? place : double.NaN;

    internal void Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        for (int j = 0; j < Count; j++)
            if (_levels[j] is { } levels) writer.Set(Field(j), levels);
    }

    internal static TreeInputs Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        if (schema.Count > TreeNode.MaxFeatures) throw reader.Fail($"a tree cannot have {schema.Count} features");
        var levels = new List<string[]?>();
        for (int j = 0; j < schema.Count; j++) levels.Add(reader.Has(Field(j)) ? [.. reader.Texts(Field(j))] : null);
        return new TreeInputs(schema, [.. levels]);
    }

    static string Field(int feature) => string.Create(CultureInfo.InvariantCulture, $"levels-{feature}");
}
