namespace Cairn.Kernels;

/// <summary>Windows over up to three spatial axes, of which the first may be absent, the groups that the channels fall into, and whether sums
/// over them are to be plain ones.</summary>
sealed record Windows(WindowAxis Depth, WindowAxis Height, WindowAxis Width, int Groups = 1, bool IsExact = false)
{
    /// <summary>The elements of a channel of the input.</summary>
    internal int Inputs { get; } = Depth.Size * Height.Size * Width.Size;

    /// <summary>The windows over a channel.</summary>
    internal int Outputs { get; } = Depth.Count * Height.Count * Width.Count;

    /// <summary>The elements of a window.</summary>
    internal int Taps { get; } = Depth.Taps * Height.Taps * Width.Taps;

    /// <summary>Whether every element is a window of its own.</summary>
    internal bool IsPlain { get; } = Depth.IsPlain && Height.IsPlain && Width.IsPlain;

    /// <summary>The axes from the first of so many on.</summary>
    internal WindowAxis Axis(int axis, int axes) => (axis + 3 - axes) switch { 0 => Depth, 1 => Height, _ => Width };

    /// <summary>The windows over so many axes.</summary>
    internal static Windows Over(ReadOnlySpan<WindowAxis> axes, int groups = 1, bool isExact = false) =>
        new(axes.Length > 2 ? axes[^3] : WindowAxis.None, axes.Length > 1 ? axes[^2] : WindowAxis.None, axes[^1], groups, isExact);
}
