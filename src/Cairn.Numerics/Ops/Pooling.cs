using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// One number for each window over the spatial axes of [images, channels, spatial...].
public sealed partial class Tensor
{
    /// <summary>The largest element of each window; NaN where a window has one.</summary>
    /// <remarks>Of [images, channels, spatial...] with one to three spatial axes; the border never wins. A size of the result is
    /// (size + border - window) / stride + 1, rounded down. Among equal elements the first takes the whole derivative.</remarks>
    /// <param name="window">The sizes of a window.</param>
    /// <param name="stride">From one window to the next; by default their sizes, so that they lie side by side.</param>
    /// <param name="padding">The border, at most half a window; none by default; or <see cref="Padding.Same"/>.</param>
    /// <exception cref="ArgumentException">The shape is another, the elements are not floating, or the windows do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window or a stride is below 1, or a padding negative or too large.</exception>
    public Tensor MaxPool(PerAxis window, PerAxis stride = default, Padding padding = default) =>
        Largest(nameof(MaxPool), Pooled(nameof(MaxPool), window, stride, padding, 0));

    /// <summary>The largest element of each of so many windows that cover the axes evenly; of one window, all: global pooling.</summary>
    /// <remarks>Window o of m over n elements begins at o n / m, rounded down, and ends before (o + 1) n / m, rounded up. Among equal elements
    /// the first takes the whole derivative.</remarks>
    /// <param name="sizes">How many windows along each axis.</param>
    /// <inheritdoc cref="MaxPool"/>
    public Tensor AdaptiveMaxPool(PerAxis sizes) => Largest(nameof(AdaptiveMaxPool), Adapted(nameof(AdaptiveMaxPool), sizes));

    /// <summary>The average of each window.</summary>
    /// <remarks>Of [images, channels, spatial...] with one to three spatial axes. A size of the result is (size + border - window) / stride + 1,
    /// rounded down.</remarks>
    /// <param name="window">The sizes of a window.</param>
    /// <param name="stride">From one window to the next; by default their sizes, so that they lie side by side.</param>
    /// <param name="padding">The border of zeros, at most half a window; none by default; or <see cref="Padding.Same"/>.</param>
    /// <param name="countsBorder">Whether the border's elements count, so that every sum is divided by the same number.</param>
    /// <inheritdoc cref="MaxPool"/>
    public Tensor AveragePool(PerAxis window, PerAxis stride = default, Padding padding = default, bool countsBorder = true)
    {
        int elements = 1;
        for (int a = 0; a < Rank - 2; a++) elements *= Math.Max(1, window.At(a, 1));
        return AverageOver(nameof(AveragePool), Pooled(nameof(AveragePool), window, stride, padding, countsBorder ? elements : 0));
    }

    /// <summary>The average of each of so many windows that cover the axes evenly; of one window, the mean of all: global pooling.</summary>
    /// <remarks>Window o of m over n elements begins at o n / m, rounded down, and ends before (o + 1) n / m, rounded up.</remarks>
    /// <param name="sizes">How many windows along each axis.</param>
    /// <inheritdoc cref="MaxPool"/>
    public Tensor AdaptiveAveragePool(PerAxis sizes)
    {
        var windows = Adapted(nameof(AdaptiveAveragePool), sizes);
        bool isWhole = true;
        for (int a = 0; a < Rank - 2; a++) isWhole &= sizes.At(a, 1) == 1;
        return isWhole ? Mean(Rank == 3 ? [2] : Rank == 4 ? [2, 3] : [2, 3, 4], keepDims: true) : AverageOver(nameof(AdaptiveAveragePool), windows);
    }

    void CheckImages(string operation)
    {
        if (Rank is < 3 or > 5)
            throw new ArgumentException($"{operation}: {Shape} is not [images, channels, spatial...] with one to three spatial axes");
        if (!DType.IsFloating())
            throw new ArgumentException($"{operation}: the elements are {DType.Name()}, not float32 or float64; convert them with To(DType)");
    }

    PoolWindows Pooled(string operation, PerAxis window, PerAxis stride, Padding padding, int divisor)
    {
        CheckImages(operation);
        int axes = Rank - 2;
        window.Check(operation, nameof(window), axes, 1);
        if (window.Count == 0) throw new ArgumentException($"{operation}: a window needs a size", nameof(window));
        Span<int> taps = stackalloc int[axes], steps = stackalloc int[axes];
        for (int a = 0; a < axes; a++)
        {
            taps[a] = window.At(a, 1);
            steps[a] = stride.At(a, taps[a]);
            if (!padding.IsSame && padding.Widths.At(a, 0) > taps[a] / 2)
                throw new ArgumentOutOfRangeException(nameof(padding), padding, $"{operation}: a border is at most half a window of {window}");
        }
        stride.Check(operation, nameof(stride), axes, 1);
        var windows = WindowsOver(operation, Shape, taps, PerAxis.Of(steps), padding, default);
        var along = new PoolWindows.Axis[axes];
        for (int a = 0; a < axes; a++)
        {
            var axis = windows.Axis(a, axes);
            along[a] = new(axis.Size, axis.Count, o => (Math.Max(0, axis.At(o, 0)), Math.Min(axis.Size, axis.At(o, axis.Taps))));
        }
        return PoolWindows.Over(along, divisor);
    }

    PoolWindows Adapted(string operation, PerAxis sizes)
    {
        CheckImages(operation);
        int axes = Rank - 2;
        sizes.Check(operation, nameof(sizes), axes, 1);
        var along = new PoolWindows.Axis[axes];
        for (int a = 0; a < axes; a++)
        {
            int size = Shape[a + 2], count = sizes.At(a, 1);
            if (size == 0) throw new ArgumentException($"{operation}: {Shape} has no elements along axis {a + 2}");
            along[a] = new(size, count, o => ((int)((long)o * size / count), (int)(((o + 1L) * size + count - 1) / count)));
        }
        return PoolWindows.Over(along, 0);
    }

    /// <summary>The shape of images whose spatial sizes are those of the windows, or of what they lie over.</summary>
    Shape PoolShape(PoolWindows windows, bool isInput)
    {
        Span<int> sizes = stackalloc int[Rank];
        (sizes[0], sizes[1]) = (Shape[0], Shape[1]);
        for (int a = 2; a < Rank; a++)
        {
            var axis = windows.Along(a - 2, Rank - 2);
            sizes[a] = isInput ? axis.Size : axis.Count;
        }
        return new Shape(sizes);
    }

    Tensor Largest(string operation, PoolWindows windows)
    {
        var (y, places) = DType == DType.Float32 ? LargestNumbers<float>(operation, windows) : LargestNumbers<double>(operation, windows);
        return places is not null ? y.By(new MaxPoolNode(this, places)) : y;
    }

    /// <summary>The largest elements, and their places if a derivative may ask for them.</summary>
    (Tensor Y, Tensor? Places) LargestNumbers<T>(string operation, PoolWindows windows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = Packed();
        var shape = PoolShape(windows, isInput: false);
        Span<int> at = default;
        var places = IsTracked(this) ? Unfilled<int>(shape, out at) : null;
        var y = Unfilled<T>(shape, out var values);
        Pools.Max(windows, Shape[0] * Shape[1], x.Lent<T>(), values, at);
        GC.KeepAlive(x);
        GC.KeepAlive(places);
        return (Made(operation, y), places);
    }

    sealed class MaxPoolNode : Node
    {
        public MaxPoolNode(Tensor x, Tensor places) : base(x) => Save(places);

        protected override void Backward(Tensor dy) => Give(0, dy.ToPlaces(Saved(0), ShapeOf(0)));
    }

    /// <summary>Each element added to its place in its channel of a larger image of zeros.</summary>
    Tensor ToPlaces(Tensor places, Shape shape)
    {
        var x = DType == DType.Float32 ? ToPlaces<float>(places, shape) : ToPlaces<double>(places, shape);
        return IsTracked(this) ? x.By(new ToPlacesNode(this, places)) : x;
    }

    Tensor ToPlaces<T>(Tensor places, Shape shape) where T : unmanaged, INumber<T>
    {
        var y = Packed();
        int channels = shape[0] * shape[1];
        var x = Unfilled<T>(shape, out var values);
        if (channels > 0) Pools.ToPlaces(channels, x.Length / channels, y.Length / channels, y.Lent<T>(), places.Lent<int>(), values);
        GC.KeepAlive(y);
        GC.KeepAlive(places);
        return x;
    }

    sealed class ToPlacesNode : Node
    {
        public ToPlacesNode(Tensor y, Tensor places) : base(y) => Save(places);

        protected override void Backward(Tensor dx) => Give(0, dx.FromPlaces(Saved(0)));
    }

    /// <summary>The elements at the places.</summary>
    Tensor FromPlaces(Tensor places)
    {
        var y = DType == DType.Float32 ? FromPlaces<float>(places) : FromPlaces<double>(places);
        return IsTracked(this) ? y.By(new FromPlacesNode(this, places)) : y;
    }

    Tensor FromPlaces<T>(Tensor places) where T : unmanaged, INumber<T>
    {
        var x = Packed();
        int channels = Shape[0] * Shape[1];
        var y = Unfilled<T>(places.Shape, out var values);
        if (channels > 0) Pools.FromPlaces(channels, x.Length / channels, y.Length / channels, x.Lent<T>(), places.Lent<int>(), values);
        GC.KeepAlive(x);
        GC.KeepAlive(places);
        return y;
    }

    sealed class FromPlacesNode : Node
    {
        public FromPlacesNode(Tensor x, Tensor places) : base(x) => Save(places);

        protected override void Backward(Tensor dy) => Give(0, dy.ToPlaces(Saved(0), ShapeOf(0)));
    }

    Tensor AverageOver(string operation, PoolWindows windows)
    {
        var y = DType == DType.Float32 ? Average<float>(windows) : Average<double>(windows);
        Check(operation, y);
        return IsTracked(this) ? y.By(new AveragePoolNode(this, windows)) : y;
    }

    Tensor Average<T>(PoolWindows windows) where T : unmanaged, INumber<T>
    {
        var x = Packed();
        var y = Unfilled<T>(PoolShape(windows, isInput: false), out var values);
        Pools.Average(windows, Shape[0] * Shape[1], x.Lent<T>(), values);
        GC.KeepAlive(x);
        return y;
    }

    sealed class AveragePoolNode(Tensor x, PoolWindows windows) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.SpreadOver(windows));
    }

    /// <summary>The transpose of an average pooling.</summary>
    Tensor SpreadOver(PoolWindows windows)
    {
        var x = DType == DType.Float32 ? SpreadOver<float>(windows) : SpreadOver<double>(windows);
        return IsTracked(this) ? x.By(new SpreadOverNode(this, windows)) : x;
    }

    Tensor SpreadOver<T>(PoolWindows windows) where T : unmanaged, INumber<T>
    {
        var y = Packed();
        var x = Unfilled<T>(PoolShape(windows, isInput: true), out var values);
        Pools.Spread(windows, Shape[0] * Shape[1], y.Lent<T>(), values);
        GC.KeepAlive(y);
        return x;
    }

    sealed class SpreadOverNode(Tensor y, PoolWindows windows) : Node(y)
    {
        protected override void Backward(Tensor dx) => Give(0, dx.AverageOver(nameof(AveragePool), windows));
    }
}
