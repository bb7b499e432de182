namespace Cairn.Data;

/// <summary>A matrix that stores only its nonzero numbers, row by row (compressed sparse rows).</summary>
public sealed class SparseMatrix
{
    readonly int[] _rowStarts;
    readonly int[] _columns;
    readonly double[] _values;

    /// <summary>Makes a matrix of copies of the arrays.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStarts">Row i holds the entries rowStarts[i] to rowStarts[i + 1] - 1; its length is the number of rows plus one.</param>
    /// <param name="columnIndices">The column of each entry, rising within a row.</param>
    /// <param name="values">The number of each entry.</param>
    /// <exception cref="ArgumentException">The arrays do not describe a matrix; the message says where.</exception>
    public SparseMatrix(int columns, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rowStarts.Length == 0 || rowStarts[0] != 0 || rowStarts[^1] != values.Length)
            throw new ArgumentException($"rowStarts: must run from 0 to the number of values, {values.Length}", nameof(rowStarts));
        if (columnIndices.Length != values.Length)
            throw new ArgumentException($"columnIndices: {columnIndices.Length} indices for {values.Length} values", nameof(columnIndices));
        for (int i = 0; i + 1 < rowStarts.Length; i++)
        {
            if (rowStarts[i + 1] < rowStarts[i] || rowStarts[i + 1] > values.Length)
                throw new ArgumentException($"rowStarts: row {i} ends at {rowStarts[i + 1]}, before it starts or after the last value", nameof(rowStarts));
            for (int e = rowStarts[i]; e < rowStarts[i + 1]; e++)
                if ((uint)columnIndices[e] >= (uint)columns || e > rowStarts[i] && columnIndices[e] <= columnIndices[e - 1])
                    throw new ArgumentException(
                        $"columnIndices: in row {i} the column {columnIndices[e]} is out of range or not after its neighbour", nameof(columnIndices));
        }
        Columns = columns;
        (_rowStarts, _columns, _values) = (rowStarts.ToArray(), columnIndices.ToArray(), values.ToArray());
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _rowStarts.Length - 1;

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of stored entries.</summary>
    public int StoredCount => _values.Length;

    /// <summary>Where each row's entries start; one more than rows.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>The columns of the entries.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columns;

    /// <summary>The numbers of the entries.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The given rows, in that order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public SparseMatrix Take(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            if ((uint)row >= (uint)Rows) throw new ArgumentOutOfRangeException(nameof(rows), row, $"The matrix has {Rows} rows");
        var starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++) starts[i + 1] = starts[i] + _rowStarts[rows[i] + 1] - _rowStarts[rows[i]];
        var columns = new int[starts[^1]];
        var values = new double[starts[^1]];
        for (int i = 0; i < rows.Length; i++)
        {
            var entries = _rowStarts[rows[i]].._rowStarts[rows[i] + 1];
            _columns.AsSpan(entries).CopyTo(columns.AsSpan(starts[i]));
            _values.AsSpan(entries).CopyTo(values.AsSpan(starts[i]));
        }
        return new SparseMatrix(Columns, starts, columns, values);
    }

    /// <summary>The whole matrix with its zeros, float64 <c>[rows, columns]</c>.</summary>
    public Tensor ToDense()
    {
        var dense = Tensor.Zeros<double>(Rows, Columns);
        var span = dense.AsSpan<double>();
        for (int i = 0; i < Rows; i++)
            for (int e = _rowStarts[i]; e < _rowStarts[i + 1]; e++)
                span[i * Columns + _columns[e]] = _values[e];
        return dense;
    }
}
