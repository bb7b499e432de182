using System.Runtime.InteropServices;

namespace Cairn.Kernels;

/// <summary>A convolution of three taps by three and stride 1 as Winograd's algorithm sees it: the results of an image are cut into tiles of
/// four by four, and the tiles of all images are numbered, row by row.</summary>
/// <param name="Images">How many.</param>
/// <param name="Groups">Of channels and filters.</param>
/// <param name="Channels">What is summed over, in a group.</param>
/// <param name="Filters">The channels of the result, in a group.</param>
/// <param name="Height">Of an image.</param>
/// <param name="Width">Of an image.</param>
/// <param name="OutHeight">Of a result.</param>
/// <param name="OutWidth">Of a result.</param>
/// <param name="Above">How many rows before the image the first window begins.</param>
/// <param name="Left">How many columns before the image the first window begins.</param>
readonly record struct WinogradSizes(int Images, int Groups, int Channels, int Filters, int Height, int Width, int OutHeight, int OutWidth,
    int Above, int Left)
{
    /// <summary>The tiles that are computed together.</summary>
    internal const int Block = 64;

    /// <summary>The tiles in a row of an image.</summary>
    internal int Across => (OutWidth - 1) / WinogradTransforms.Side + 1;

    /// <summary>The tiles of an image.</summary>
    internal int TilesOfImage => ((OutHeight - 1) / WinogradTransforms.Side + 1) * Across;

    internal int Tiles => Images * TilesOfImage;

    internal int Blocks => (Tiles - 1) / Block + 1;

    internal int Threads => 16L * Tiles * Groups * Channels * Filters < Gemm.ParallelWork ? 1 : WorkTeam.Threads;

    /// <summary>How many tiles a block has.</summary>
    internal int Count(int block) => Math.Min(Block, Tiles - block * Block);

    /// <summary>The runs of neighbours in a row that the tiles of a block fall into; returns how many.</summary>
    /// <param name="block">Which.</param>
    /// <param name="runs">Room for as many as a block has tiles.</param>
    internal unsafe int Runs(int block, Run* runs)
    {
        int across = Across, ofImage = TilesOfImage, count = Count(block), number = 0;
        for (int tile = 0, length; tile < count; tile += length)
        {
            int at = block * Block + tile, column = at % across;
            length = Math.Min(count - tile, across - column);
            runs[number++] = new(tile, length, at / ofImage, at % ofImage / across * WinogradTransforms.Side, column * WinogradTransforms.Side);
        }
        return number;
    }

    /// <summary>Neighbouring tiles of a row.</summary>
    /// <param name="First">The first one's place in its block.</param>
    /// <param name="Length">How many.</param>
    /// <param name="Image">Whose they are.</param>
    /// <param name="Row">Where the first begins in the result.</param>
    /// <param name="Column">Where the first begins in the result.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Run(int First, int Length, int Image, int Row, int Column);
}
