namespace Cairn.Data;

/// <summary>How the pixels of a picture of another size come from those that are there.</summary>
public enum Resampling
{
    /// <summary>The pixel under the centre of the new one.</summary>
    Nearest,
    /// <summary>The four pixels around the centre of the new one, weighted by nearness; beyond the border the border goes on.</summary>
    Bilinear,
    /// <summary>All pixels that the new one covers, weighted by how much of them: for smaller pictures without false patterns.</summary>
    Area,
}
