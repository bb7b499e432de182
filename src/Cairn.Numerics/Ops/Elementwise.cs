using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// The engine under the operations on single elements: it finds the common shape and type and walks; the operations know only numbers.
// Results are plain numbers; the operation that called puts its node behind them.
public sealed partial class Tensor
{
    interface IUnary
    {
        static abstract T Of<T>(T x) where T : INumber<T>;

        /// <summary>True where there is a rule for vectors of floating numbers, which gives the same bits.</summary>
        static virtual bool HasVectors => false;

        static virtual Vector512<T> Of<T>(Vector512<T> x) => throw new NotSupportedException();
    }

    interface IUnaryReal
    {
        static abstract T Of<T>(T x) where T : IFloatingPointIeee754<T>;

        static abstract Vector512<T> Of<T>(Vector512<T> x);
    }

    interface IBinary
    {
        static abstract T Of<T>(T x, T y) where T : INumber<T>;

        /// <inheritdoc cref="IUnary.HasVectors"/>
        static virtual bool HasVectors => false;

        static virtual Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => throw new NotSupportedException();
    }

    interface IComparison
    {
        static abstract bool Of<T>(T x, T y) where T : INumber<T>;

        static abstract Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y);
    }

    // The operations as the kernels see them. Integers stay with the loop that sees when they overflow.

    readonly struct MapRule<T, TOp> : IMapRule<T> where T : INumber<T> where TOp : struct, IUnary
    {
        public static bool HasVectors => TOp.HasVectors && IsReal<T>();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of(T x) => TOp.Of(x);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x) => TOp.Of(x);
    }

    readonly struct RealRule<T, TOp> : IMapRule<T> where T : IFloatingPointIeee754<T> where TOp : struct, IUnaryReal
    {
        public static bool HasVectors => Elements.HasVectors;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of(T x) => TOp.Of(x);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x) => TOp.Of(x);
    }

    readonly struct ZipRule<T, TOp> : IZipRule<T> where T : INumber<T> where TOp : struct, IBinary
    {
        public static bool HasVectors => TOp.HasVectors && IsReal<T>();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of(T x, T y) => TOp.Of(x, y);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x, Vector512<T> y) => TOp.Of(x, y);
    }

    readonly struct CompareRule<T, TOp> : ICompareRule<T> where T : INumber<T> where TOp : struct, IComparison
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Of(T x, T y) => TOp.Of(x, y);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x, Vector512<T> y) => TOp.Of(x, y);
    }

    static bool IsReal<T>() => Elements.HasVectors && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

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
        var x = Packed();
        var y = Unfilled<T>(Shape, out var values);
        try
        {
            Elements.Map<T, MapRule<T, TOp>>(x.Lent<T>(), values);
        }
        catch (OverflowException) { throw TooLarge(operation, DType); }
        GC.KeepAlive(x);
        return Made(operation, y);
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
        var x = Packed();
        var y = Unfilled<T>(Shape, out var values);
        Elements.Map<T, RealRule<T, TOp>>(x.Lent<T>(), values);
        GC.KeepAlive(x);
        return Made(operation, y);
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
        var x = Packed();
        var y = Unfilled<T>(Shape, out var values);
        kernel(x.Lent<T>(), values);
        GC.KeepAlive(x);
        return Made(operation, y);
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

    static unsafe Tensor Zip<T, TOp>(string operation, Tensor a, Tensor b, Shape shape)
        where T : unmanaged, INumber<T> where TOp : struct, IBinary
    {
        var z = Unfilled<T>(shape, out var values);
        var walk = new Walk(shape, ref a, ref b);
        try
        {
            fixed (T* x = a.From<T>(), y = b.From<T>()) Elements.Zip<T, ZipRule<T, TOp>>(x, walk.A, y, walk.B, values, walk.Extent);
        }
        catch (OverflowException) { throw TooLarge(operation, a.DType); }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return Made(operation, z);
    }

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

    static unsafe Tensor Compare<T, TOp>(Tensor a, Tensor b, Shape shape) where T : unmanaged, INumber<T> where TOp : struct, IComparison
    {
        var z = Unfilled<bool>(shape, out var values);
        var walk = new Walk(shape, ref a, ref b);
        fixed (T* x = a.From<T>(), y = b.From<T>())
            Masks.Compare<T, CompareRule<T, TOp>>(x, walk.A, y, walk.B, values, walk.Extent);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return z;
    }

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
