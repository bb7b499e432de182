namespace Cairn.Tests;

/// <summary>To rewrite the tiles after a change of <see cref="GemmTileSource"/>: run this with CAIRN_WRITE_FIXTURES=1.</summary>
public class GemmTileSourceTests
{
    [Fact]
    public void The_committed_tiles_are_the_generated_ones()
    {
        string path = Path.Combine(Repository.Root, "src", "Cairn.Numerics", "Kernels", "GemmTiles.cs"), text = GemmTileSource.Write();
        if (Environment.GetEnvironmentVariable("CAIRN_WRITE_FIXTURES") == "1") File.WriteAllText(path, text);
        Assert.Equal(text, File.ReadAllText(path));
    }
}
