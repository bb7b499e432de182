using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Preprocessing;

/// <summary>A fitted preparation: a table in, numbers out. Columns are found by their names, whatever their order.</summary>
public sealed class TablePreparationModel : ITransformer, IColumnSources, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("table-preparation", 2);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(FileKind, reader => Read(reader, withDates: true));

    /// <summary>Version 1 knew no dates.</summary>
    internal static readonly ArtefactReaderEntry ReaderOfVersion1 =
        ArtefactReaderEntry.Other(FileKind with { Version = 1 }, reader => Read(reader, withDates: false));

    readonly ColumnEncoding[] _encodings;
    readonly StandardScalerModel? _scaler;
    readonly FeatureSchema _schema;
    readonly int _unnamedColumns; // of the matrix it was fitted on; 0 when the columns had names

    internal TablePreparationModel(ColumnEncoding[] encodings, StandardScalerModel? scaler, UnseenCategory unseen, int unnamedColumns,
        TrainingFacts facts)
    {
        (_encodings, _scaler, UnseenCategories, _unnamedColumns, Facts) = (encodings, scaler, unseen, unnamedColumns, facts);
        InputNames = [.. encodings.Select(e => e.Name)];
        OutputNames = [.. encodings.SelectMany(e => e.Outputs)];
        _schema = new FeatureSchema(InputNames.Count, InputNames);
    }

    /// <summary>The columns of the table that are used.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>What each used column must hold: pass it to <see cref="CsvOptions.Types"/> when reading rows to predict.</summary>
    public IReadOnlyDictionary<string, ColumnKind> InputKinds => _encodings.ToDictionary(e => e.Name, e => e.Kind, StringComparer.Ordinal);

    /// <summary>The columns of numbers that come out.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>What happens to a category that the training rows did not have.</summary>
    public UnseenCategory UnseenCategories { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The features as numbers, float64 <c>[rows, outputs]</c>.</summary>
    /// <exception cref="ArgumentException">A column is missing or holds another kind of values, a number is infinite, a matrix without names
    /// has another number of columns, or a category is unseen and that is an error.</exception>
    public Features Transform(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var columns = ColumnsOf(x);
        var scaled = _scaler is null ? null : _scaler.Transform(EncodeNumbers(columns)).Dense!;
        var numbers = scaled is null ? default : scaled.AsReadOnlySpan<double>();
        int numberCount = scaled?.Shape[1] ?? 0;
        var output = new double[x.Rows * OutputNames.Count];
        for (int row = 0, at = 0; row < x.Rows; row++)
        {
            int number = row * numberCount;
            for (int j = 0; j < _encodings.Length; j++)
            {
                var encoding = _encodings[j];
                var cells = output.AsSpan(at, encoding.Outputs.Count);
                if (encoding.IsAmount && scaled is not null)
                {
                    numbers.Slice(number, cells.Length).CopyTo(cells);
                    number += cells.Length;
                }
                else encoding.Encode(columns[j], row, cells);
                if (UnseenCategories == UnseenCategory.Error && encoding is CategoryEncoding category && category.LevelOf(columns[j], row) < 0)
                    throw new ArgumentException(
                        $"x: row {row} of column '{encoding.Name}' is '{columns[j].TextAt(row)}', which was not among the {category.Levels.Length} levels "
                        + "of the training rows", nameof(x));
                at += cells.Length;
            }
        }
        return Features.From(Tensor.Own(output, new Shape(x.Rows, OutputNames.Count)), OutputNames);
    }

    /// <summary>The numbers of the columns of numbers and dates, imputed but not scaled.</summary>
    internal Features EncodeNumbers(Table table) => EncodeNumbers([.. _encodings.Select(e => table[e.Name])]);

    Features EncodeNumbers(Column[] columns)
    {
        string[] names = [.. _encodings.Where(e => e.IsAmount).SelectMany(e => e.Outputs)];
        int rows = columns[0].Rows, first = 0;
        var numbers = new double[rows * names.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            if (!_encodings[j].IsAmount) continue;
            int width = _encodings[j].Outputs.Count;
            for (int row = 0; row < rows; row++) _encodings[j].Encode(columns[j], row, numbers.AsSpan(row * names.Length + first, width));
            first += width;
        }
        return Features.From(Tensor.Own(numbers, new Shape(rows, names.Length)), names);
    }

    Column[] ColumnsOf(Features x)
    {
        if (_unnamedColumns > 0 && x.Names is null && x.Count != _unnamedColumns)
            throw new ArgumentException($"x: expected {_unnamedColumns} features, got {x.Count}", nameof(x));
        var table = _schema.Align(AsTable(x)).Table!;
        for (int j = 0; j < _encodings.Length; j++) _encodings[j].Check(table.Columns[j]);
        return [.. table.Columns];
    }

    /// <summary>The features as a table: columns of a matrix are called by its names, or x0, x1, ...; NaN is missing.</summary>
    internal static Table AsTable(Features x)
    {
        if (x.Table is not null) return x.Table;
        if (x.Dense is null) throw new NotSupportedException("TablePreparation does not take sparse features; convert them with ToDense()");
        var numbers = Features.ToFloat64(x.Dense).AsReadOnlySpan<double>();
        var columns = new Column[x.Count];
        for (int j = 0; j < columns.Length; j++)
        {
            var values = new double[x.Rows];
            for (int i = 0; i < values.Length; i++) values[i] = numbers[i * x.Count + j];
            columns[j] = new NumberColumn(x.NameOf(j), values);
        }
        return new Table(columns);
    }

    IReadOnlyList<IReadOnlyList<string>> IColumnSources.Sources => [.. _encodings.SelectMany(e => e.Outputs.Select(_ => new[] { e.Name }))];

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("unnamed-columns", _unnamedColumns);
        writer.Set("columns", InputNames);
        writer.Set("kinds", [.. _encodings.Select(e => e.Kind.ToString())]);
        writer.Set("fills", Tensor.From(Array.ConvertAll(_encodings, Fill)), allowNonFinite: true);
        writer.Set("levels", [.. _encodings.OfType<CategoryEncoding>().SelectMany(e => e.Levels)]);
        writer.Set("date-parts", Tensor.From(Array.ConvertAll(_encodings, e => e is DateEncoding d ? (int)d.Parts : 0)));
        writer.Set("level-counts", Tensor.From(Array.ConvertAll(_encodings, e => e is CategoryEncoding c ? c.Levels.Length : 0)));
        writer.Set("unseen", UnseenCategories.ToString());
        writer.Set("scaled", _scaler is not null);
        if (_scaler is not null) writer.Set("scaler", _scaler);
    }

    /// <summary>One number for each column: the imputed one or the days to the imputed date (NaN for none), the more frequent truth value, or
    /// whether missing is a level.</summary>
    static double Fill(ColumnEncoding encoding) => encoding switch
    {
        NumberEncoding number => number.Fill,
        BooleanEncoding flag => flag.Fill ? 1 : 0,
        CategoryEncoding category => category.MissingIsLevel ? 1 : 0,
        DateEncoding date => date.Fill,
        _ => throw new NotSupportedException(encoding.GetType().Name),
    };

    static TablePreparationModel Read(ArtefactReader reader, bool withDates)
    {
        var names = reader.Texts("columns");
        if (names.Count == 0 || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw reader.Fail("the columns are none, or two share a name");
        var kinds = reader.Texts("kinds");
        if (kinds.Count != names.Count) throw reader.Fail($"{kinds.Count} kinds for {names.Count} columns");
        double[] fills = reader.Tensor("fills", DType.Float64, allowNonFinite: true, names.Count).ToArray<double>();
        int[] counts = reader.Tensor("level-counts", DType.Int32, names.Count).ToArray<int>();
        var levels = reader.Texts("levels");
        if (counts.Any(c => c < 0) || counts.Sum(c => (long)c) != levels.Count) throw reader.Fail("the levels do not match their counts");
        int[] parts = withDates ? reader.Tensor("date-parts", DType.Int32, names.Count).ToArray<int>() : new int[names.Count];
        var encodings = new ColumnEncoding[names.Count];
        for (int j = 0, at = 0; j < encodings.Length; at += counts[j++])
        {
            if (kinds[j] != nameof(ColumnKind.Category) && counts[j] != 0) throw reader.Fail($"'{names[j]}' has levels and is no category");
            if (double.IsInfinity(fills[j])) throw reader.Fail($"'{names[j]}' has an infinite fill");
            bool isDate = withDates && kinds[j] == nameof(ColumnKind.Date);
            if (isDate ? (parts[j] & ~(int)DateParts.All) != 0 || parts[j] == 0 : parts[j] != 0)
                throw reader.Fail($"'{names[j]}' has the parts {parts[j]} of a date");
            if (isDate && !double.IsNaN(fills[j]) && DatePartsExtensions.Ticks(fills[j]) == DateColumn.Missing)
                throw reader.Fail($"'{names[j]}' has the fill {fills[j]:R}, which is no date");
            if (kinds[j] != nameof(ColumnKind.Number) && !isDate && fills[j] is not (0 or 1)) throw reader.Fail($"'{names[j]}' has the fill {fills[j]:R}");
            string[] own = [.. levels.Skip(at).Take(counts[j])];
            if (own.Distinct(StringComparer.Ordinal).Count() != own.Length) throw reader.Fail($"'{names[j]}' has a level twice");
            encodings[j] = kinds[j] switch
            {
                nameof(ColumnKind.Number) => new NumberEncoding(names[j], fills[j]),
                nameof(ColumnKind.Boolean) => new BooleanEncoding(names[j], fills[j] == 1),
                nameof(ColumnKind.Category) => new CategoryEncoding(names[j], own, fills[j] == 1),
                nameof(ColumnKind.Date) when withDates => new DateEncoding(names[j], (DateParts)parts[j], fills[j]),
                var kind => throw reader.Fail($"'{names[j]}' is of the unknown kind '{kind}'"),
            };
        }
        string policy = reader.Text("unseen");
        if (!Enum.TryParse(policy, out UnseenCategory unseen) || unseen.ToString() != policy) throw reader.Fail($"no policy '{policy}' for unseen categories");
        var scaler = reader.Flag("scaled") ? reader.Child<StandardScalerModel>("scaler") : null;
        int numbers = encodings.Where(e => e.IsAmount).Sum(e => e.Outputs.Count);
        if (scaler is not null && scaler.Schema.Count != numbers) throw reader.Fail($"the scaler takes {scaler.Schema.Count} columns, there are {numbers}");
        return new TablePreparationModel(encodings, scaler, unseen, (int)reader.Integer("unnamed-columns", 0, int.MaxValue), reader.Facts);
    }

    /// <summary>A line for each used column.</summary>
    public override string ToString() =>
        $"TablePreparation: {InputNames.Count} columns -> {OutputNames.Count} features{(_scaler is null ? "" : ", numbers standardised")}"
        + string.Concat(_encodings.Take(20).Select(e => Environment.NewLine + "  " + e)) + (_encodings.Length > 20 ? Environment.NewLine + "  ..." : "");
}
