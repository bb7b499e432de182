namespace Cairn.Kernels;

/// <summary>A factor of a matrix product: where in a span it begins, and the distances to the next row and the next column.</summary>
readonly ref struct MatrixSpan<T>(ReadOnlySpan<T> values, int offset, int row, int column)
{
    internal readonly ReadOnlySpan<T> Values = values;

    internal int Offset { get; } = offset;

    internal int Row { get; } = row;

    internal int Column { get; } = column;

    /// <summary>Refuses a matrix of such sizes that reaches outside its span.</summary>
    internal void ThrowIfOutside(int rows, int columns, string name)
    {
        if (rows <= 0 || columns <= 0) return;
        long down = (rows - 1L) * Row, along = (columns - 1L) * Column;
        long least = Offset + Math.Min(down, 0) + Math.Min(along, 0), most = Offset + Math.Max(down, 0) + Math.Max(along, 0);
        if (least < 0 || most >= Values.Length)
            throw new ArgumentException(
                $"Gemm: {name} [{rows}, {columns}] with strides {Row} and {Column} from {Offset} leaves its {Values.Length} elements",
                name);
    }
}
