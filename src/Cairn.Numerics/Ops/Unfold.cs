using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// The elements under windows as columns, and back. Each is the transpose of the other, and so the derivative.
public sealed partial class Tensor
{
    /// <summary>The windows over the spatial axes of [n, channels, spatial...], each a column: of shape [n, channels · taps,
    /// windows].</summary>
    /// <remarks>Row channel · taps + tap holds that element of each window, in row-major order, and 0 in the border. A convolution is a
    /// product of its weights, [filters, channels · taps], with this. A number of windows is (size + border - dilation · (taps - 1) - 1)
    /// / stride + 1, rounded down.</remarks>
    /// <param name="taps">The sizes of a window.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">The border of zeros, none by default; or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <exception cref="ArgumentException">The shape is another, the elements are not floating, or the windows do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size, stride or dilation is below 1, or a padding negative.</exception>
    public Tensor Unfold(PerAxis taps, PerAxis stride = default, Padding padding = default, PerAxis dilation = default)
    {
        CheckImages(nameof(Unfold));
        return Unfold(WindowsOf(nameof(Unfold), Shape, taps, stride, padding, dilation));
    }

    /// <summary>The opposite of <see cref="Unfold(PerAxis, PerAxis, Padding, PerAxis)"/>: images [n, channels, spatial...] to which every
    /// column of [n, channels · taps, windows] is added where its window lies. Elements under several windows are sums; those in the
    /// border go.</summary>
    /// <param name="sizes">The spatial sizes of the images, one for each axis.</param>
    /// <param name="taps">The sizes of a window.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">The border, none by default; or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <exception cref="ArgumentException">The shape is another, the elements are not floating, or the windows do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size, stride or dilation is below 1, or a padding negative.</exception>
    public Tensor Fold(PerAxis sizes, PerAxis taps, PerAxis stride = default, Padding padding = default, PerAxis dilation = default)
    {
        if (Rank != 3) throw new ArgumentException($"Fold: {Shape} is not [images, channels · taps, windows]");
        if (!DType.IsFloating())
            throw new ArgumentException($"Fold: the elements are {DType.Name()}, not float32 or float64; convert them with To(DType)");
        if (sizes.Count == 0) throw new ArgumentException("Fold: the images need sizes, one for each spatial axis", nameof(sizes));
        sizes.Check(nameof(Fold), nameof(sizes), sizes.Count, 1);
        var shape = new int[sizes.Count + 2];
        (shape[0], shape[1]) = (Shape[0], 1);
        for (int a = 0; a < sizes.Count; a++) shape[a + 2] = sizes.At(a, 1);
        var windows = WindowsOf(nameof(Fold), new Shape(shape), taps, stride, padding, dilation);
        if (Shape[1] % windows.Taps != 0 || Shape[2] != windows.Outputs)
            throw new ArgumentException($"Fold: {Shape} does not hold {windows.Outputs} windows of {windows.Taps} taps over {sizes}: "
                + $"it needs the shape [images, channels · {windows.Taps}, {windows.Outputs}]", nameof(sizes));
        shape[1] = Shape[1] / windows.Taps;
        return Fold(windows, Shape.Of(nameof(Fold), shape));
    }

    static Windows WindowsOf(string operation, Shape images, PerAxis taps, PerAxis stride, Padding padding, PerAxis dilation)
    {
        int axes = images.Rank - 2;
        if (taps.Count == 0) throw new ArgumentException($"{operation}: a window needs a size", nameof(taps));
        taps.Check(operation, nameof(taps), axes, 1);
        Span<int> sizes = stackalloc int[axes];
        for (int a = 0; a < axes; a++) sizes[a] = taps.At(a, 1);
        return WindowsOver(operation, images, sizes, stride, padding, dilation);
    }

    Tensor Unfold(Windows windows)
    {
        var y = DType == DType.Float32 ? UnfoldNumbers<float>(windows) : UnfoldNumbers<double>(windows);
        return IsTracked(this) ? y.By(new UnfoldNode(this, windows)) : y;
    }

    sealed class UnfoldNode(Tensor x, Windows windows) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Fold(windows, ShapeOf(0)));
    }

    Tensor Fold(Windows windows, Shape images)
    {
        var y = DType == DType.Float32 ? FoldNumbers<float>(windows, images) : FoldNumbers<double>(windows, images);
        return IsTracked(this) ? y.By(new FoldNode(this, windows)) : y;
    }

    sealed class FoldNode(Tensor x, Windows windows) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Unfold(windows));
    }

    unsafe Tensor UnfoldNumbers<T>(Windows windows) where T : unmanaged
    {
        var x = Packed();
        int rows = Shape[1] * windows.Taps;
        var y = Unfilled<T>(Shape.Of(nameof(Unfold), Shape[0], rows, windows.Outputs), out var values);
        fixed (T* from = x.Lent<T>(), to = values)
            RowShares.Run(Shape[0] * Shape[1], (long)windows.Taps * windows.Outputs,
                new UnfoldChannel<T>(new Patches(windows, windows.Outputs), from, Shape[1], to));
        GC.KeepAlive(x);
        return Made(nameof(Unfold), y);
    }

    readonly unsafe struct UnfoldChannel<T>(Patches patches, T* x, int channels, T* y) : IChunkJob where T : unmanaged
    {
        public void Run(int channel)
        {
            int taps = patches.Windows.Taps, row = channel % channels * taps;
            patches.Gather(x + (nint)(channel / channels) * channels * patches.Windows.Inputs, 0, row, taps,
                y + (nint)channel * taps * patches.Outputs, patches.Outputs);
        }
    }

    unsafe Tensor FoldNumbers<T>(Windows windows, Shape images) where T : unmanaged
    {
        var x = Packed();
        var y = Unfilled<T>(images, out var values);
        values.Clear();
        fixed (T* from = x.Lent<T>(), to = values)
            RowShares.Run(images[0] * images[1], (long)windows.Taps * windows.Outputs,
                new FoldChannel<T>(new Patches(windows, windows.Outputs), from, images[1], to));
        GC.KeepAlive(x);
        return Made(nameof(Fold), y);
    }

    readonly unsafe struct FoldChannel<T>(Patches patches, T* x, int channels, T* y) : IChunkJob where T : unmanaged
    {
        public void Run(int channel)
        {
            int taps = patches.Windows.Taps, row = channel % channels * taps;
            patches.Scatter(x + (nint)channel * taps * patches.Outputs, patches.Outputs, 0, row, taps,
                y + (nint)(channel / channels) * channels * patches.Windows.Inputs);
        }
    }
}
