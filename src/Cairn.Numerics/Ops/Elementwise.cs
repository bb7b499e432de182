using System.Numerics;

namespace Cairn;

// The engine under the operations on single elements: it finds the common shape and type and walks; the operations know only numbers.
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
    }

    interface IComparison
    {
        static abstract bool Of<T>(T x, T y) where T : INumber<T>;
    }

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
        return Own(y, Shape);
    }

    /// <summary>Applies an operation of real numbers; integers are taken as float64.</summary>
    Tensor MapReal<TOp>(string operation) where TOp : struct, IUnaryReal => DType switch
    {
        DType.Float32 => MapReal<float, TOp>(),
        DType.Float64 => MapReal<double, TOp>(),
        DType.Bool => throw NoNumber(operation),
        _ => To(DType.Float64).MapReal<double, TOp>(),
    };

    Tensor MapReal<T, TOp>() where T : unmanaged, IFloatingPointIeee754<T> where TOp : struct, IUnaryReal
    {
        var x = Values<T>();
        var y = new T[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = TOp.Of(x[i]);
        return Own(y, Shape);
    }

    /// <summary>Applies an operation of two numbers, in the type that both give together.</summary>
    static Tensor Zip<TOp>(string operation, Tensor a, Tensor b) where TOp : struct, IBinary
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Zip<TOp>(operation, a, b, DTypes.Together(a.DType, b.DType, operation));
    }

    static Tensor Zip<TOp>(string operation, Tensor a, Scalar b) where TOp : struct, IBinary
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.DType == DType.Bool) throw NoNumber(operation);
        var dtype = b.Beside(a.DType);
        return Zip<TOp>(operation, a, b.As(dtype, operation), dtype);
    }

    static Tensor Zip<TOp>(string operation, Scalar a, Tensor b) where TOp : struct, IBinary
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.DType == DType.Bool) throw NoNumber(operation);
        var dtype = a.Beside(b.DType);
        return Zip<TOp>(operation, a.As(dtype, operation), b, dtype);
    }

    static Tensor Zip<TOp>(string operation, Tensor a, Tensor b, DType dtype) where TOp : struct, IBinary
    {
        var shape = Shape.Broadcast(a.Shape, b.Shape, operation);
        a = a.To(dtype);
        b = b.To(dtype);
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
        var x = a.Spread<T>(shape, out int xStep);
        var y = b.Spread<T>(shape, out int yStep);
        var z = new T[shape.Elements];
        try
        {
            for (int i = 0; i < z.Length; i++) z[i] = TOp.Of(x[i * xStep], y[i * yStep]);
        }
        catch (OverflowException) { throw TooLarge(operation, a.DType); }
        return Own(z, shape);
    }

    static Tensor Compare<TOp>(string operation, Tensor a, Tensor b) where TOp : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var shape = Shape.Broadcast(a.Shape, b.Shape, operation);
        var dtype = DTypes.Together(a.DType, b.DType, operation);
        if (a.DType.IsFloating() != b.DType.IsFloating()) dtype = DType.Float64;
        a = a.To(dtype);
        b = b.To(dtype);
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
        var x = a.Spread<T>(shape, out int xStep);
        var y = b.Spread<T>(shape, out int yStep);
        var z = new bool[shape.Elements];
        for (int i = 0; i < z.Length; i++) z[i] = TOp.Of(x[i * xStep], y[i * yStep]);
        return Own(z, shape);
    }

    /// <summary>The elements broadcast to a shape; a single one is given once, with step 0.</summary>
    ReadOnlySpan<T> Spread<T>(Shape shape, out int step) where T : unmanaged
    {
        step = Length == 1 ? 0 : 1;
        return Length == 1 ? Values<T>() : ExpandTo(shape, nameof(BroadcastTo)).Values<T>();
    }

    static ArgumentException NoNumber(string operation) =>
        new($"{operation}: a bool is no number; convert the tensor with To(DType), or use &, |, ^ and ! on masks");

    static ArgumentException TooLarge(string operation, DType dtype) =>
        new($"{operation}: a result is out of range of {dtype.Name()}; convert the tensors to a wider type with To(DType)");
}
