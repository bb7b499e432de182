using System.Numerics;
using Cairn.Autograd;

namespace Cairn;

// Discrete Fourier transforms. There are no complex elements: a complex tensor is a pair of real ones. All are linear, and the derivative of one is another.
public sealed partial class Tensor
{
    /// <summary>The discrete Fourier transform along an axis: y_k = Σ_j x_j e^(-2πi jk / n), of any length n.</summary>
    /// <remarks>In the type of the elements, integers as float64; n log n operations for every n: lengths of factors 2, 3, 5 and 7 directly, others as a
    /// convolution, several times slower. The bits of a sequence are the same alone and among others, on every machine. The tables of
    /// the sixteen lengths used last are kept, some 2 n numbers each.</remarks>
    /// <param name="real">The real parts.</param>
    /// <param name="imaginary">The imaginary parts, of the same shape and type.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <returns>The real and the imaginary parts, of the same shape.</returns>
    /// <exception cref="ArgumentException">The shapes or types differ, the elements are bool, there is no such axis, or it has no elements.</exception>
    public static (Tensor Real, Tensor Imaginary) Fft(Tensor real, Tensor imaginary, int axis = -1) =>
        Parts(Checked(real, imaginary, nameof(Fft)).Fourier(Imaginary(imaginary), AxisOf(real, axis, nameof(Fft)), isBackward: false, 1, nameof(Fft)));

    /// <summary>The inverse of <see cref="Fft"/>: x_j = 1/n Σ_k y_k e^(2πi jk / n).</summary>
    /// <param name="real">The real parts.</param>
    /// <param name="imaginary">The imaginary parts, of the same shape and type.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <returns>The real and the imaginary parts, of the same shape.</returns>
    /// <exception cref="ArgumentException">The shapes or types differ, the elements are bool, there is no such axis, or it has no elements.</exception>
    public static (Tensor Real, Tensor Imaginary) InverseFft(Tensor real, Tensor imaginary, int axis = -1)
    {
        var x = Checked(real, imaginary, nameof(InverseFft));
        int along = AxisOf(real, axis, nameof(InverseFft));
        return Parts(x.Fourier(Imaginary(imaginary), along, isBackward: true, 1.0 / real.Shape[along], nameof(InverseFft)));
    }

    /// <summary>The elements 0 to n / 2 of <see cref="Fft"/> of real numbers; the others are their conjugates.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <returns>The real and the imaginary parts; along the axis there are n / 2 + 1, rounded down.</returns>
    /// <exception cref="ArgumentException">The elements are bool, there is no such axis, or it has no elements.</exception>
    public (Tensor Real, Tensor Imaginary) RealFft(int axis = -1) =>
        Parts(RealNumbers(nameof(RealFft)).FourierFromReal(AxisOf(this, axis, nameof(RealFft)), 1, nameof(RealFft)));

    /// <summary>The inverse of <see cref="RealFft"/>: n real numbers from the elements 0 to n / 2 of their transform.</summary>
    /// <remarks>The imaginary parts of element 0, and for even n of the last one, are those of real numbers and not looked at.</remarks>
    /// <param name="real">The real parts, n / 2 + 1 along the axis, rounded down.</param>
    /// <param name="imaginary">The imaginary parts, of the same shape and type.</param>
    /// <param name="length">n, which the number of elements leaves open: 2 (elements - 1), or one more.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">The shapes or types differ, the elements are bool, there is no such axis, or the length does not fit.</exception>
    public static Tensor InverseRealFft(Tensor real, Tensor imaginary, int length, int axis = -1)
    {
        var x = Checked(real, imaginary, nameof(InverseRealFft));
        int along = AxisOf(real, axis, nameof(InverseRealFft)), bins = real.Shape[along];
        return length >= 1 && length / 2 + 1 == bins
            ? x.FourierToReal(Imaginary(imaginary), along, length, 1.0 / length, nameof(InverseRealFft))
            : throw new ArgumentException(
                $"InverseRealFft: {bins} elements along axis {along} of {real.Shape} are those of {Math.Max(2 * bins - 2, 1)} or {2 * bins - 1} numbers, not of {length}",
                nameof(length));
    }

    static Tensor Checked(Tensor real, Tensor imaginary, string operation)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(imaginary);
        if (real.Shape != imaginary.Shape || real.DType != imaginary.DType)
            throw new ArgumentException($"{operation}: real parts of {real.DType.Name()} {real.Shape} and imaginary parts of "
                + $"{imaginary.DType.Name()} {imaginary.Shape}; they must have one shape and type", nameof(imaginary));
        return real.RealNumbers(operation);
    }

    static Tensor Imaginary(Tensor imaginary) => imaginary.RealNumbers(nameof(Fft));

    static int AxisOf(Tensor x, int axis, string operation)
    {
        int along = x.Shape.Axis(axis, operation);
        return x.Shape[along] > 0 ? along : throw new ArgumentException($"{operation}: axis {along} of {x.Shape} has no elements");
    }

    // one result for the two parts, since a node has one
    static (Tensor Real, Tensor Imaginary) Parts(Tensor both) => (both[0], both[1]);

    Tensor Fourier(Tensor imaginary, int axis, bool isBackward, double scale, string operation)
    {
        var y = DType == DType.Float32
            ? Fourier<float>(imaginary, axis, isBackward, scale)
            : Fourier<double>(imaginary, axis, isBackward, scale);
        Check(operation, y);
        return IsTracked(this, imaginary) ? y.By(new FourierNode(this, imaginary, axis, isBackward, scale)) : y;
    }

    unsafe Tensor Fourier<T>(Tensor imaginary, int axis, bool isBackward, double scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor re = LastAxis(axis), im = imaginary.LastAxis(axis);
        var y = Unfilled<T>(Shape.Of(nameof(Fft), [2, .. re.Shape]), out var values);
        int length = Shape[axis], rows = Length / length;
        fixed (T* a = re.Lent<T>(), b = im.Lent<T>(), to = values)
        {
            if (rows == 0) { }
            else if (isBackward) Kernels.Fourier.Complex(b, a, to + Length, to, rows, length, T.CreateChecked(scale));
            else Kernels.Fourier.Complex(a, b, to, to + Length, rows, length, T.CreateChecked(scale));
        }
        GC.KeepAlive(re);
        GC.KeepAlive(im);
        return Back(y, axis + 1);
    }

    Tensor FourierFromReal(int axis, double scale, string operation)
    {
        var y = DType == DType.Float32 ? FourierFromReal<float>(axis, scale) : FourierFromReal<double>(axis, scale);
        Check(operation, y);
        return IsTracked(this) ? y.By(new FourierFromRealNode(this, axis, scale)) : y;
    }

    unsafe Tensor FourierFromReal<T>(int axis, double scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = LastAxis(axis);
        int length = Shape[axis], rows = Length / length, bins = length / 2 + 1;
        var y = Unfilled<T>(Shape.Of(nameof(RealFft), [2, .. x.Shape.AsSpan()[..^1], bins]), out var values);
        fixed (T* from = x.Lent<T>(), to = values)
            if (rows > 0) Kernels.Fourier.FromReal(from, to, to + (nint)rows * bins, rows, length, T.CreateChecked(scale));
        GC.KeepAlive(x);
        return Back(y, axis + 1);
    }

    Tensor FourierToReal(Tensor imaginary, int axis, int length, double scale, string operation)
    {
        var x = DType == DType.Float32
            ? FourierToReal<float>(imaginary, axis, length, scale)
            : FourierToReal<double>(imaginary, axis, length, scale);
        Check(operation, x);
        return IsTracked(this, imaginary) ? x.By(new FourierToRealNode(this, imaginary, axis, length, scale)) : x;
    }

    unsafe Tensor FourierToReal<T>(Tensor imaginary, int axis, int length, double scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor re = LastAxis(axis), im = imaginary.LastAxis(axis);
        var x = Unfilled<T>(Shape.Of(nameof(InverseRealFft), [.. re.Shape.AsSpan()[..^1], length]), out var values);
        int rows = Length / Shape[axis];
        fixed (T* a = re.Lent<T>(), b = im.Lent<T>(), to = values)
            if (rows > 0) Kernels.Fourier.ToReal(a, b, to, rows, length, T.CreateChecked(scale));
        GC.KeepAlive(re);
        GC.KeepAlive(im);
        return Back(x, axis);
    }

    /// <summary>The elements with the axis last, contiguous.</summary>
    Tensor LastAxis(int axis) => (axis == Rank - 1 ? this : Detach().Transpose(axis, -1)).Packed();

    static Tensor Back(Tensor y, int axis) => axis == y.Rank - 1 ? y : y.Transpose(axis, -1).Contiguous();

    sealed class FourierNode(Tensor real, Tensor imaginary, int axis, bool isBackward, double scale) : Node(real, imaginary)
    {
        // the adjoint turns the other way
        protected override void Backward(Tensor dy)
        {
            var dx = dy[0].Fourier(dy[1], axis, !isBackward, scale, nameof(Fft));
            if (Needs(0)) Give(0, dx[0]);
            if (Needs(1)) Give(1, dx[1]);
        }
    }

    sealed class FourierFromRealNode(Tensor x, int axis, double scale) : Node(x)
    {
        // dx_j = Re Σ_k dy_k e^(2πi jk / n) over the given half: that of the whole with the doubled elements halved
        protected override void Backward(Tensor dy)
        {
            int length = ShapeOf(0)[axis];
            var given = dy * Doubled(length, axis, dy, 0.5);
            Give(0, given[0].FourierToReal(given[1], axis, length, scale, nameof(RealFft)));
        }
    }

    sealed class FourierToRealNode(Tensor real, Tensor imaginary, int axis, int length, double scale) : Node(real, imaginary)
    {
        protected override void Backward(Tensor dx)
        {
            var dy = dx.FourierFromReal(axis, scale, nameof(InverseRealFft));
            var given = dy * Doubled(length, axis, dy, 2);
            if (Needs(0)) Give(0, given[0]);
            if (Needs(1)) Give(1, given[1]);
        }
    }

    /// <summary>1, or <paramref name="weight"/> for the elements that stand for two; shaped to go with both parts of a transform.</summary>
    static Tensor Doubled(int length, int axis, Tensor both, double weight)
    {
        var weights = new double[length / 2 + 1];
        Array.Fill(weights, weight);
        weights[0] = 1;
        if (length % 2 == 0) weights[^1] = 1;
        var shape = new int[both.Rank];
        Array.Fill(shape, 1);
        shape[axis + 1] = weights.Length;
        return From<double>(weights, shape).To(both.DType);
    }
}
