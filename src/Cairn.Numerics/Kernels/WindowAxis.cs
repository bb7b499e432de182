namespace Cairn.Kernels;

/// <summary>How windows walk along one axis: window o and tap k of it meet at o <paramref name="Stride"/> - <paramref name="Before"/> +
/// k <paramref name="Dilation"/>, which is outside the input where there is a border.</summary>
/// <param name="Size">The elements of the input.</param>
/// <param name="Taps">The elements of a window.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Dilation">From one tap to the next.</param>
/// <param name="Before">The elements of the border before the input.</param>
/// <param name="Count">The windows.</param>
readonly record struct WindowAxis(int Size, int Taps, int Stride, int Dilation, int Before, int Count)
{
    /// <summary>An axis that is not there.</summary>
    internal static WindowAxis None => new(1, 1, 1, 1, 0, 1);

    /// <summary>Whether every element is a window of its own.</summary>
    internal bool IsPlain => Taps == 1 && Stride == 1 && Before == 0 && Count == Size;

    internal int At(int window, int tap) => window * Stride - Before + tap * Dilation;

    /// <summary>The first window whose tap is inside the input.</summary>
    internal int First(int tap) => Math.Clamp(Ceiling(Before - (long)tap * Dilation), 0, Count);

    /// <summary>The window after the last one whose tap is inside the input.</summary>
    internal int End(int tap) => Math.Clamp(Ceiling(Size + Before - (long)tap * Dilation), 0, Count);

    int Ceiling(long distance) => distance <= 0 ? 0 : (int)Math.Min(int.MaxValue, (distance - 1) / Stride + 1);
}
