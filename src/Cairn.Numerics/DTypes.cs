namespace Cairn;

/// <summary>Facts about element types.</summary>
public static class DTypes
{
    /// <summary>The element type that stores <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No tensor stores <typeparamref name="T"/>.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(bool) ? DType.Bool
        : throw new NotSupportedException($"A tensor stores float, double, int, long, byte or bool, not {typeof(T).Name}");

    /// <summary>The bytes that one element takes.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Float64 or DType.Int64 => 8,
        DType.Float32 or DType.Int32 => 4,
        _ => 1,
    };

    /// <summary>True for float32 and float64.</summary>
    public static bool IsFloating(this DType dtype) => dtype is DType.Float32 or DType.Float64;

    /// <summary>The name as it is printed and written in files: <c>float64</c>.</summary>
    public static string Name(this DType dtype) => dtype.ToString().ToLowerInvariant();

    /// <summary>The type in which two tensors are computed together.</summary>
    /// <remarks>Float32 with float64 gives float64, an integer with a float that float, two integers the wider.</remarks>
    /// <exception cref="ArgumentException">One is bool and the other is not.</exception>
    internal static DType Together(DType a, DType b, string operation)
    {
        if (a == b) return a;
        if (a == DType.Bool || b == DType.Bool)
            throw new ArgumentException($"{operation}: {a.Name()} with {b.Name()}: a bool is no number; convert it with To(DType)");
        if (a.IsFloating() != b.IsFloating()) return a.IsFloating() ? a : b;
        if (a.IsFloating()) return DType.Float64;
        return a.Size() > b.Size() ? a : b;
    }
}
