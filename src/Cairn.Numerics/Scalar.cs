using System.Globalization;

namespace Cairn;

/// <summary>A plain number beside a tensor: it takes the tensor's type instead of changing it.</summary>
/// <remarks>A float32 tensor times <c>2.5</c> stays float32, an int32 tensor plus <c>1</c> stays int32. Only an integer tensor with a
/// number of floating type changes: it becomes float64, or float32 with a <see cref="float"/>. Made by conversion; a tensor is made
/// of it by conversion too, with the type of the C# number.</remarks>
public readonly struct Scalar
{
    readonly double _real;
    readonly long _integer;

    Scalar(DType dtype, double real, long integer)
    {
        DType = dtype;
        _real = real;
        _integer = integer;
    }

    /// <summary>The type of the C# number.</summary>
    public DType DType { get; }

    /// <summary>A number of type int32.</summary>
    public static implicit operator Scalar(int value) => new(DType.Int32, value, value);

    /// <summary>A number of type int64.</summary>
    public static implicit operator Scalar(long value) => new(DType.Int64, value, value);

    /// <summary>A number of type float32.</summary>
    public static implicit operator Scalar(float value) => new(DType.Float32, value, 0);

    /// <summary>A number of type float64.</summary>
    public static implicit operator Scalar(double value) => new(DType.Float64, value, 0);

    /// <summary>The tensor without axes that holds this number, in its own type.</summary>
    public static implicit operator Tensor(Scalar value) => value.DType switch
    {
        DType.Float32 => Tensor.Scalar((float)value._real),
        DType.Float64 => Tensor.Scalar(value._real),
        DType.Int32 => Tensor.Scalar((int)value._integer),
        _ => Tensor.Scalar(value._integer),
    };

    /// <summary>The type that this number beside a tensor of type <paramref name="tensor"/> gives.</summary>
    internal DType Beside(DType tensor) => tensor.IsFloating() || !DType.IsFloating() ? tensor : DType;

    /// <summary>True when a tensor of the given type can hold this number, if need be rounded to a float.</summary>
    internal bool Fits(DType dtype) => dtype switch
    {
        DType.Float64 => true,
        DType.Float32 => !double.IsFinite(_real) || float.IsFinite((float)_real),
        _ when DType.IsFloating() => false,
        DType.Int64 => true,
        DType.Int32 => _integer is >= int.MinValue and <= int.MaxValue,
        DType.UInt8 => _integer is >= byte.MinValue and <= byte.MaxValue,
        _ => _integer is 0 or 1,
    };

    /// <summary>This number as a tensor of the given type.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    internal Tensor As(DType dtype, string operation) => Fits(dtype)
        ? dtype switch
        {
            DType.Float32 => Tensor.Scalar(DType.IsFloating() ? (float)_real : _integer),
            DType.Float64 => Tensor.Scalar(DType.IsFloating() ? _real : _integer),
            _ => ((Tensor)this).To(dtype),
        }
        : throw new ArgumentException(
            $"{operation}: the number {this} does not fit a tensor of type {dtype.Name()}; convert the tensor with To(DType)");

    /// <summary>The number, in invariant culture.</summary>
    public override string ToString() => DType switch
    {
        DType.Float32 => ((float)_real).ToString(CultureInfo.InvariantCulture),
        DType.Float64 => _real.ToString(CultureInfo.InvariantCulture),
        _ => _integer.ToString(CultureInfo.InvariantCulture),
    };
}
