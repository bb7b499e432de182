using System.Numerics;
using Cairn.Autograd;

namespace Cairn;

// The engine under the operations on single elements: it finds the common shape and type and walks; the operations know only numbers.
// Results are plain numbers; the operation that called puts its node behind them.
public sealed partial class Tensor
{
    interface IUnary
    {
        static abstract T Of<T>(T x) where T : INumber<T>;
    }

    interface IUnaryReal
    {
        static abstract T Of<T>(T x) where T : IFloatingPointIeee754<T>;
    }

    interface IBinary
    {
        static abstract T Of<T>(T x, T y) where T : INumber<T>;

        /// <summary>True when IEEE 754 gives the result exactly, so that vectors of any width have the same bits.</summary>
        static virtual bool IsExact => false;

        static virtual Vector<T> Of<T>(Vector<T> x, Vector<T> y) => throw new NotSupportedException();
    }

    interface IComparison
    {
        static abstract bool Of<T>(T x, T y) where T : INumber<T>;
    }

    delegate void SpanKernel<T>(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>Applies an operation of any number.</summary>
    Tensor Map<TOp>(string operation) where TOp : struct, IUnary => DType switch
    {
        DType.Float32 => Map<float, TOp>(operation),
        DType.Float64 => Map<double, TOp>(operation),
        DType.Int32 => Map<int, TOp>(operation),
        DType.Int64 => Map<long, TOp>(operation),
        DType.UInt8 => Map<byte, TOp>(operation),
        _ => throw NoNumber(operation),
    };

    Tensor Map<T, TOp>(string operation) where T : unmanaged, INumber<T> where TOp : struct, IUnary
    {
        var x = Values<T>();
        var y = new T[x.Length];
        try
        {
            for (int i = 0; i < y.Length; i++) y[i] = TOp.Of(x[i]);
        }
        catch (OverflowException) { throw TooLarge(operation, DType); }
        return Made(operation, y, Shape);
    }

    /// <summary>Applies an operation of real numbers; integers are taken as float64.</summary>
    Tensor MapReal<TOp>(string operation) where TOp : struct, IUnaryReal => DType switch
    {
        DType.Float32 => MapReal<float, TOp>(operation),
        DType.Float64 => MapReal<double, TOp>(operation),
        DType.Bool => throw NoNumber(operation),
        _ => As(DType.Float64).MapReal<double, TOp>(operation),
    };

    Tensor MapReal<T, TOp>(string operation) where T : unmanaged, IFloatingPointIeee754<T> where TOp : struct, IUnaryReal
    {
        var x = Values<T>();
        var y = new T[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = TOp.Of(x[i]);
        return Made(operation, y, Shape);
    }

    /// <summary>Applies a kernel for real numbers; integers are taken as float64.</summary>
    Tensor MapSpan(string operation, SpanKernel<float> float32, SpanKernel<double> float64) => DType switch
    {
        DType.Float32 => MapSpan(operation, float32),
        DType.Float64 => MapSpan(operation, float64),
        DType.Bool => throw NoNumber(operation),
        _ => As(DType.Float64).MapSpan(operation, float64),
    };

    Tensor MapSpan<T>(string operation, SpanKernel<T> kernel) where T : unmanaged
    {
        var x = Values<T>();
        var y = new T[x.Length];
        kernel(x, y);
        return Made(operation, y, Shape);
    }

    /// <summary>A plain number beside a tensor, as a tensor of the type that both give together.</summary>
    static Tensor Weak(string operation, Scalar number, Tensor beside)
    {
        ArgumentNullException.ThrowIfNull(beside);
        return beside.DType == DType.Bool ? throw NoNumber(operation) : number.As(number.Beside(beside.DType), operation);
    }

    /// <summary>Applies an operation of two numbers, in the type that both give together.</summary>
    static Tensor Zip<TOp>(string operation, Tensor a, Tensor b) where TOp : struct, IBinary
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var dtype = DTypes.Together(a.DType, b.DType, operation);
        var shape = Shape.Broadcast(a.Shape, b.Shape, operation);
        a = a.As(dtype);
        b = b.As(dtype);
        return dtype switch
        {
            DType.Float32 => Zip<float, TOp>(operation, a, b, shape),
            DType.Float64 => Zip<double, TOp>(operation, a, b, shape),
            DType.Int32 => Zip<int, TOp>(operation, a, b, shape),
            DType.Int64 => Zip<long, TOp>(operation, a, b, shape),
            DType.UInt8 => Zip<byte, TOp>(operation, a, b, shape),
            _ => throw NoNumber(operation),
        };
    }

    static Tensor Zip<T, TOp>(string operation, Tensor a, Tensor b, Shape shape) where T : unmanaged, INumber<T> where TOp : struct, IBinary
    {
        var x = a.Repeated<T>(shape);
        var y = b.Repeated<T>(shape);
        var z = new T[shape.Elements];
        int length = BlockLength(x.Length, y.Length);
        try
        {
            for (int start = 0; start < z.Length; start += length)
            {
                var to = z.AsSpan(start, length);
                if (y.Length == 1) ZipRow<T, TOp>(x.Slice(start % x.Length, length), y[0], to);
                else if (x.Length == 1) ZipRow<T, TOp>(x[0], y.Slice(start % y.Length, length), to);
                else ZipRow<T, TOp>(x.Slice(start % x.Length, length), y.Slice(start % y.Length, length), to);
            }
        }
        catch (OverflowException) { throw TooLarge(operation, a.DType); }
        return Made(operation, z, shape);
    }

    static void ZipRow<T, TOp>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : INumber<T> where TOp : struct, IBinary
    {
        int i = 0;
        y = y[..x.Length];
        z = z[..x.Length];
        if (IsVector<T, TOp>())
            for (; i <= z.Length - Vector<T>.Count; i += Vector<T>.Count)
                TOp.Of(new Vector<T>(x[i..]), new Vector<T>(y[i..])).CopyTo(z[i..]);
        for (; i < z.Length; i++) z[i] = TOp.Of(x[i], y[i]);
    }

    static void ZipRow<T, TOp>(ReadOnlySpan<T> x, T y, Span<T> z) where T : INumber<T> where TOp : struct, IBinary
    {
        int i = 0;
        z = z[..x.Length];
        if (IsVector<T, TOp>())
            for (var wide = new Vector<T>(y); i <= z.Length - Vector<T>.Count; i += Vector<T>.Count)
                TOp.Of(new Vector<T>(x[i..]), wide).CopyTo(z[i..]);
        for (; i < z.Length; i++) z[i] = TOp.Of(x[i], y);
    }

    static void ZipRow<T, TOp>(T x, ReadOnlySpan<T> y, Span<T> z) where T : INumber<T> where TOp : struct, IBinary
    {
        int i = 0;
        z = z[..y.Length];
        if (IsVector<T, TOp>())
            for (var wide = new Vector<T>(x); i <= z.Length - Vector<T>.Count; i += Vector<T>.Count)
                TOp.Of(wide, new Vector<T>(y[i..])).CopyTo(z[i..]);
        for (; i < z.Length; i++) z[i] = TOp.Of(x, y[i]);
    }

    // integers stay with the loop that sees when they overflow
    static bool IsVector<T, TOp>() where TOp : struct, IBinary =>
        TOp.IsExact && Vector.IsHardwareAccelerated && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    static Tensor Compare<TOp>(string operation, Tensor a, Tensor b) where TOp : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var shape = Shape.Broadcast(a.Shape, b.Shape, operation);
        var dtype = DTypes.Together(a.DType, b.DType, operation);
        if (a.DType.IsFloating() != b.DType.IsFloating()) dtype = DType.Float64;
        a = a.As(dtype);
        b = b.As(dtype);
        return dtype switch
        {
            DType.Float32 => Compare<float, TOp>(a, b, shape),
            DType.Float64 => Compare<double, TOp>(a, b, shape),
            DType.Int32 => Compare<int, TOp>(a, b, shape),
            DType.Int64 => Compare<long, TOp>(a, b, shape),
            _ => Compare<byte, TOp>(a, b, shape),
        };
    }

    /// <summary>Compares with a number, which floating elements see in their own type when it fits there.</summary>
    static Tensor Compare<TOp>(string operation, Tensor a, Scalar b) where TOp : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(a);
        return Compare<TOp>(operation, a, a.DType.IsFloating() && b.Fits(a.DType) ? b.As(a.DType, operation) : b);
    }

    static Tensor Compare<T, TOp>(Tensor a, Tensor b, Shape shape) where T : unmanaged, INumber<T> where TOp : struct, IComparison
    {
        var x = a.Repeated<T>(shape);
        var y = b.Repeated<T>(shape);
        var z = new bool[shape.Elements];
        int length = BlockLength(x.Length, y.Length);
        for (int start = 0; start < z.Length; start += length)
        {
            var to = z.AsSpan(start, length);
            var from = x.Length == 1 ? x : x.Slice(start % x.Length, length);
            var other = y.Length == 1 ? y : y.Slice(start % y.Length, length);
            int xStep = x.Length == 1 ? 0 : 1, yStep = y.Length == 1 ? 0 : 1;
            for (int i = 0; i < to.Length; i++) to[i] = TOp.Of(from[i * xStep], other[i * yStep]);
        }
        return Own(z, shape);
    }

    /// <summary>The elements that, repeated one time after the other, are those of this tensor broadcast to a shape.</summary>
    ReadOnlySpan<T> Repeated<T>(Shape shape) where T : unmanaged
    {
        if (Length == 1) return Values<T>();
        if (IsOneNumber && DType != DType.Bool)
        {
            _storage.Escape();
            return Whole<T>(nameof(BroadcastTo)).Slice(_offset, 1);
        }
        int leading = 0;
        while (leading < Rank && Shape[leading] == 1) leading++;
        return Shape.AsSpan()[leading..].SequenceEqual(shape.AsSpan()[^(Rank - leading)..])
            ? Values<T>()
            : ExpandTo(shape, nameof(BroadcastTo)).Values<T>();
    }

    /// <summary>True when the same element stands everywhere.</summary>
    bool IsOneNumber
    {
        get
        {
            for (int a = 0; a < Rank; a++)
                if (_strides[a] != 0 && Shape[a] != 1) return false;
            return Length > 0;
        }
    }

    /// <summary>The length of the rows in which two operands are taken: the shorter one's, but not 1.</summary>
    static int BlockLength(int x, int y) => x == 1 ? y : y == 1 ? x : Math.Min(x, y);

    /// <summary>The result of an operation: the values, which nobody else holds.</summary>
    static Tensor Made<T>(string operation, T[] values, Shape shape) where T : unmanaged
    {
        var y = Own(values, shape);
        Check(operation, y);
        return y;
    }

    /// <summary>The result of an operation that wrote it into <see cref="Unfilled"/> memory.</summary>
    static Tensor Made(string operation, Tensor y)
    {
        Check(operation, y);
        return y;
    }

    /// <summary>Looks for NaN in the result of an operation when asked to.</summary>
    static void Check(string operation, Tensor y)
    {
        if (Anomalies.AreDetected) Anomalies.CheckResult(y, operation);
    }

    static ArgumentException NoNumber(string operation) =>
        new($"{operation}: a bool is no number; convert the tensor with To(DType), or use &, |, ^ and ! on masks");

    static ArgumentException TooLarge(string operation, DType dtype) =>
        new($"{operation}: a result is out of range of {dtype.Name()}; convert the tensors to a wider type with To(DType)");
}
