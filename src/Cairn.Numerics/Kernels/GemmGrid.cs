namespace Cairn.Kernels;

/// <summary>Cuts the rows and columns of a product into chunks: whole tiles, near equal, neighbours in columns after one another.</summary>
readonly struct GemmGrid
{
    readonly int _rows, _columns, _width, _lanes, _strips, _columnBlocks, _rowBlocks;

    /// <summary>
    /// Cuts at least into blocks of <paramref name="blockRows"/> rows, and into about <paramref name="chunks"/> parts if the sizes allow:
    /// first by columns, then by rows.
    /// </summary>
    internal GemmGrid(int rows, int columns, int width, int lanes, int blockRows, int chunks)
    {
        (_rows, _columns, _width, _lanes) = (rows, columns, width, lanes);
        _strips = (rows - 1) / GemmTiles.Rows + 1;
        Panels = (columns - 1) / width + 1;
        _rowBlocks = Math.Min(_strips, Math.Max((rows - 1) / blockRows + 1, (chunks - 1) / Panels + 1));
        _columnBlocks = Math.Clamp((chunks - 1) / _rowBlocks + 1, 1, Panels);
    }

    /// <summary>How many panels, as wide as a tile, the columns are cut into.</summary>
    internal int Panels { get; }

    /// <summary>How many parts there are.</summary>
    internal int Chunks => _rowBlocks * _columnBlocks;

    /// <summary>The rows of a chunk, its first panel and the one after its last.</summary>
    internal (int Row, int Rows, int Panel, int End) Chunk(int chunk)
    {
        int block = chunk / _columnBlocks, row = Cut(_strips, block, _rowBlocks) * GemmTiles.Rows;
        int rows = Math.Min(_rows, Cut(_strips, block + 1, _rowBlocks) * GemmTiles.Rows) - row;
        block = chunk % _columnBlocks;
        return (row, rows, Cut(Panels, block, _columnBlocks), Cut(Panels, block + 1, _columnBlocks));
    }

    /// <summary>
    /// The first column of a panel, a multiple of the lanes; of the one after the last, where the columns end. A last panel of one vector
    /// would leave the hardware waiting for its few chains: it takes another from its neighbour.
    /// </summary>
    internal int Column(int panel)
    {
        if (panel == Panels) return _columns;
        bool thin = panel > 0 && panel == Panels - 1 && _columns - panel * _width <= _lanes && _width >= 4 * _lanes;
        return panel * _width - (thin ? _lanes : 0);
    }

    static int Cut(int count, int block, int blocks) => (int)((long)count * block / blocks);
}
