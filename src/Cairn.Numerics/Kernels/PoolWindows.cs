namespace Cairn.Kernels;

/// <summary>The windows of a pooling, which along each axis may differ in size: what of the input belongs to each.</summary>
/// <param name="Depth">The first of three axes; whole where it is absent.</param>
/// <param name="Height">The first of two axes; whole where it is absent.</param>
/// <param name="Width">The last axis.</param>
/// <param name="Divisor">By how much an average divides; 0 for the elements of each window.</param>
sealed record PoolWindows(PoolWindows.Axis Depth, PoolWindows.Axis Height, PoolWindows.Axis Width, int Divisor)
{
    internal int Inputs { get; } = Depth.Size * Height.Size * Width.Size;

    internal int Outputs { get; } = Depth.Count * Height.Count * Width.Count;

    /// <summary>Whether windows are squares of two, side by side, in one plane.</summary>
    internal bool AreTwoByTwo { get; } = Depth.Size == 1 && Height.IsPairs && Width.IsPairs;

    internal Axis Along(int axis, int axes) => (axis + 3 - axes) switch { 0 => Depth, 1 => Height, _ => Width };

    /// <summary>The elements that an average over a window divides by.</summary>
    internal int Count(int depth, int height, int width) =>
        Divisor > 0 ? Divisor : Depth.Length(depth) * Height.Length(height) * Width.Length(width);

    internal static PoolWindows Over(ReadOnlySpan<Axis> axes, int divisor) =>
        new(axes.Length > 2 ? axes[^3] : Axis.None, axes.Length > 1 ? axes[^2] : Axis.None, axes[^1], divisor);

    /// <summary>Windows along one axis: from its first element to before its end, within the input.</summary>
    internal sealed class Axis
    {
        internal Axis(int size, int count, Func<int, (int First, int End)> window)
        {
            (Size, First, End) = (size, new int[count], new int[count]);
            for (int i = 0; i < count; i++) (First[i], End[i]) = window(i);
        }

        internal static Axis None { get; } = new(1, 1, _ => (0, 1));

        internal int[] First { get; }

        internal int[] End { get; }

        internal int Size { get; }

        internal int Count => First.Length;

        internal int Length(int window) => End[window] - First[window];

        internal bool IsPairs
        {
            get
            {
                for (int i = 0; i < Count; i++)
                    if (First[i] != 2 * i || End[i] != 2 * i + 2) return false;
                return true;
            }
        }
    }
}
