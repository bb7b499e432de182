namespace Cairn.Data;

/// <summary>Bytes of pictures as numbers from 0 to 1.</summary>
static class PixelScale
{
    static readonly float[] Units = [.. Enumerable.Range(0, 256).Select(v => v / 255f)];

    /// <summary>uint8 / 255 as float32.</summary>
    internal static Tensor ToUnit(Tensor pixels)
    {
        var from = pixels.AsReadOnlySpan<byte>();
        var to = new float[from.Length];
        for (int i = 0; i < to.Length; i++) to[i] = Units[from[i]];
        return Tensor.Own(to, pixels.Shape);
    }
}
