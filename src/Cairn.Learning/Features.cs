using System.Globalization;
using Cairn.Data;
using Cairn.Persistence;

namespace Cairn;

/// <summary>The rows a learner learns from or answers for: a matrix of numbers, the columns of a table, or a sparse matrix.</summary>
/// <remarks>Tensors and tables convert to features by themselves, so that <c>model.Predict(table)</c> works.</remarks>
public sealed class Features
{
    readonly Tensor? _dense;
    readonly Table? _table;
    readonly SparseMatrix? _sparse;

    Features(Tensor? dense, Table? table, SparseMatrix? sparse, int rows, IReadOnlyList<string>? names, int count)
    {
        (_dense, _table, _sparse, Rows, Names, Count) = (dense, table, sparse, rows, names, count);
    }

    /// <summary>Features from a matrix <c>[rows, features]</c> of any numeric type, or from rows of more axes, such as pictures
    /// <c>[rows, channels, height, width]</c>: networks see them as they are (<see cref="Shaped"/>), other learners each row as one
    /// line of numbers (<see cref="Dense"/>).</summary>
    /// <param name="matrix">The numbers; they are not copied, and must not be changed while a learner works on them.</param>
    /// <param name="names">The names of the features, if they have any.</param>
    /// <exception cref="ArgumentException">The tensor has less than two axes, the number of names differs from the features, or two names are equal.</exception>
    public static Features From(Tensor matrix, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank < 2)
            throw new ArgumentException(
                $"matrix: features are a matrix [rows, features], got the shape {matrix.Shape}; reshape it, to [n, 1] for one feature",
                nameof(matrix));
        int rows = matrix.Shape[0], count = 1;
        foreach (int size in matrix.Shape.AsSpan()[1..]) count *= size;
        var shaped = matrix.AsReadOnly();
        var dense = matrix.Rank == 2 ? shaped : shaped.Reshape(rows, count).AsReadOnly();
        return new Features(dense, null, null, rows, Checked(names, count), count) { Shaped = shaped };
    }

    /// <summary>Features that are all columns of a table.</summary>
    public static Features From(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Features(null, table, null, table.Rows, table.Names, table.Columns.Count);
    }

    /// <summary>Features from a sparse matrix. Few learners take one; the others say so and name <see cref="SparseMatrix.ToDense"/>.</summary>
    public static Features From(SparseMatrix matrix, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new Features(null, null, matrix, matrix.Rows, Checked(names, matrix.Columns), matrix.Columns);
    }

    static string[]? Checked(IReadOnlyList<string>? names, int count)
    {
        if (names is null) return null;
        if (names.Count != count) throw new ArgumentException($"names: {names.Count} names for {count} features", nameof(names));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
            if (!seen.Add(name)) throw new ArgumentException($"names: two features are called '{name}'", nameof(names));
        return [.. names];
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of features.</summary>
    public int Count { get; }

    /// <summary>The names of the features, or null when they have none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The matrix <c>[rows, features]</c>, or null when the features are a table or sparse.</summary>
    public Tensor? Dense => _dense;

    /// <summary>The rows with the axes that they were given with, <c>[rows, ...]</c>, or null when the features are a table or sparse.</summary>
    public Tensor? Shaped { get; private init; }

    /// <summary>The table, or null when the features are a matrix.</summary>
    public Table? Table => _table;

    /// <summary>The sparse matrix, or null when the features are something else.</summary>
    public SparseMatrix? Sparse => _sparse;

    /// <summary>The name of a feature: its own, or <c>x0</c>, <c>x1</c>, ... by its place.</summary>
    public string NameOf(int feature) => Names?[feature] ?? "x" + feature.ToString(CultureInfo.InvariantCulture);

    /// <summary>The given rows, in that order.</summary>
    public Features Take(ReadOnlySpan<int> rows)
    {
        if (_table is not null) return From(_table.Take(rows));
        if (_sparse is not null) return From(_sparse.Take(rows), Names);
        int[] sizes = [rows.Length, .. Shaped!.Shape.AsSpan()[1..]];
        if (_dense!.DType is DType.Float32 or DType.UInt8) return From(Shaped[Tensor.From(rows)].Reshape(sizes), Names); // half the memory, or less
        var numbers = ToFloat64(_dense);
        var source = numbers.AsReadOnlySpan<double>();
        var shape = new Shape(rows.Length, Count);
        var taken = GC.AllocateUninitializedArray<double>(shape.Elements);
        TakenRows.Copy(source, Count, rows, taken);
        return From(Tensor.Own(taken, new Shape(sizes)), Names);
    }

    /// <summary>The features as finite float64 numbers <c>[rows, features]</c> in row-major order.</summary>
    /// <param name="learner">Who asks, to be named in the message.</param>
    /// <exception cref="ArgumentException">A column is no number, or a value is missing, NaN or infinite: the message names the
    /// column and row and how to mend it.</exception>
    /// <exception cref="NotSupportedException">The features are sparse.</exception>
    public Tensor ToNumbers(string learner = nameof(ToNumbers)) =>
        Numbers(learner, $"put a TablePreparation before it: new TablePreparation().Then(new {learner}())");

    Tensor Numbers(string learner, string mend)
    {
        if (_sparse is not null)
            throw new NotSupportedException($"{learner} does not take sparse features; convert them with ToDense()");
        var numbers = _table is null ? ToFloat64(_dense!) : FromColumns(_table, learner, mend);
        var span = numbers.AsReadOnlySpan<double>();
        int infinite = FiniteNumbers.FirstOther(span);
        if (infinite >= 0)
        {
            int i = infinite;
            string value = double.IsNaN(span[i]) ? "a missing value (NaN)" : span[i] > 0 ? "infinity" : "-infinity";
            throw new ArgumentException(
                $"features: row {i / Count}, column '{NameOf(i % Count)}' holds {value}, which {learner} cannot use; "
                + "impute with TablePreparation or drop the row", "features");
        }
        return numbers;
    }

    /// <summary>The features as finite float32 numbers with the axes that they were given with, for networks.</summary>
    /// <exception cref="ArgumentException">As <see cref="ToNumbers"/>.</exception>
    internal Tensor ToSingles(string learner)
    {
        if (Shaped?.DType == DType.UInt8) return Shaped.To(DType.Float32);
        if (Shaped?.DType == DType.Float32 && TensorBytes.FirstNonFinite(Shaped.Contiguous()) < 0) return Shaped;
        var numbers = Numbers(learner, "leave it out, or make numbers of it: new TablePreparation().Fit(data).Transform(data.Features)").To(DType.Float32);
        return Shaped is null ? numbers : numbers.Reshape(Shaped.Shape.AsSpan());
    }

    internal static Tensor ToFloat64(Tensor dense)
    {
        if (dense.DType == DType.Float64) return dense.Contiguous();
        var numbers = new double[dense.Length];
        switch (dense.DType)
        {
            case DType.Float32: Widen(dense.Contiguous().AsReadOnlySpan<float>(), numbers); break;
            case DType.Int32: Widen(dense.Contiguous().AsReadOnlySpan<int>(), numbers); break;
            case DType.Int64: Widen(dense.Contiguous().AsReadOnlySpan<long>(), numbers); break;
            case DType.UInt8: Widen(dense.Contiguous().AsReadOnlySpan<byte>(), numbers); break;
            default:
                var flags = dense.Contiguous().AsReadOnlySpan<bool>();
                for (int i = 0; i < numbers.Length; i++) numbers[i] = flags[i] ? 1 : 0;
                break;
        }
        return Tensor.Own(numbers, dense.Shape);
    }

    static void Widen<T>(ReadOnlySpan<T> source, Span<double> numbers) where T : System.Numerics.INumberBase<T>
    {
        for (int i = 0; i < source.Length; i++) numbers[i] = double.CreateChecked(source[i]);
    }

    static Tensor FromColumns(Table table, string learner, string mend)
    {
        int d = table.Columns.Count;
        var shape = new Shape(table.Rows, d);
        var numbers = new double[shape.Elements];
        for (int j = 0; j < d; j++)
        {
            switch (table.Columns[j])
            {
                case NumberColumn column:
                    for (int i = 0; i < table.Rows; i++) numbers[i * d + j] = column.Values[i];
                    break;
                case BooleanColumn column:
                    for (int i = 0; i < table.Rows; i++) numbers[i * d + j] = column.Values[i] switch { true => 1, false => 0, _ => double.NaN };
                    break;
                case var column:
                    string kind = column.Kind switch { ColumnKind.Text => "text", ColumnKind.Date => "dates", _ => "categories" };
                    throw new ArgumentException(
                        $"features: column '{column.Name}' holds {kind}, and {learner} needs numbers; {mend}", "features");
            }
        }
        return Tensor.Own(numbers, shape);
    }

    /// <summary>Features from a matrix <c>[rows, features]</c>.</summary>
    public static implicit operator Features(Tensor matrix) => From(matrix);

    /// <summary>Features that are the columns of a table.</summary>
    public static implicit operator Features(Table table) => From(table);

    /// <summary>Features from a sparse matrix.</summary>
    public static implicit operator Features(SparseMatrix matrix) => From(matrix);

    /// <summary>Features from a matrix <c>[rows, features]</c>.</summary>
    public static implicit operator Features(double[,] matrix) => From((Tensor)matrix);

    /// <summary>Features from rows of equal length.</summary>
    public static implicit operator Features(double[][] rows) => From((Tensor)rows);
}
