namespace Cairn.Kernels;

/// <summary>Cuts the rows and columns of a product into chunks: whole tiles, near equal, neighbours in columns after one another.</summary>
readonly struct GemmGrid
{
    readonly int _rows, _columns, _width, _strips, _panels, _columnBlocks;

    /// <summary>
    /// Cuts at least into blocks of <paramref name="blockRows"/> rows, and into about <paramref name="chunks"/> parts if the sizes allow:
    /// first by columns, then by rows.
    /// </summary>
    internal GemmGrid(int rows, int columns, int width, int blockRows, int chunks)
    {
        (_rows, _columns, _width) = (rows, columns, width);
        _strips = (rows - 1) / GemmTiles.Rows + 1;
        _panels = (columns - 1) / width + 1;
        RowBlocks = Math.Min(_strips, Math.Max((rows - 1) / blockRows + 1, (chunks - 1) / _panels + 1));
        _columnBlocks = Math.Clamp((chunks - 1) / RowBlocks + 1, 1, _panels);
    }

    /// <summary>How many blocks the rows are cut into.</summary>
    internal int RowBlocks { get; }

    /// <summary>How many parts there are.</summary>
    internal int Chunks => RowBlocks * _columnBlocks;

    /// <summary>The first row of a block, and how many it has.</summary>
    internal (int Row, int Rows) RowBlock(int block)
    {
        int row = Cut(_strips, block, RowBlocks) * GemmTiles.Rows;
        return (row, Math.Min(_rows, Cut(_strips, block + 1, RowBlocks) * GemmTiles.Rows) - row);
    }

    /// <summary>The rows of a chunk, its first column and the one after its last.</summary>
    internal (int Row, int Rows, int Column, int End) Part(int chunk)
    {
        var (row, rows) = RowBlock(chunk / _columnBlocks);
        int block = chunk % _columnBlocks;
        return (row, rows, Cut(_panels, block, _columnBlocks) * _width, Math.Min(_columns, Cut(_panels, block + 1, _columnBlocks) * _width));
    }

    static int Cut(int count, int block, int blocks) => (int)((long)count * block / blocks);
}
