using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>This tensor with elements of type <typeparamref name="T"/>; see <see cref="To(DType)"/>.</summary>
    /// <exception cref="ArgumentException">An element cannot be converted without loss.</exception>
    public Tensor To<T>() where T : unmanaged => To(DTypes.Of<T>());

    /// <summary>This tensor when it already has the type, else a copy with converted elements.</summary>
    /// <remarks>To a floating type numbers are rounded to the nearest; to an integer type they must be whole and in range, to bool
    /// 0 or 1. What would be lost silently is refused: use <see cref="Round"/> or <see cref="Floor"/> first, or a comparison.</remarks>
    /// <exception cref="ArgumentException">An element is out of range of the type, or not a whole number.</exception>
    public Tensor To(DType dtype)
    {
        if (dtype == DType) return this;
        var y = As(dtype);
        return dtype.IsFloating() && IsTracked(this) ? y.By(new ToNode(this)) : y;
    }

    // the engine converts every gradient to the type of what it is the gradient of
    sealed class ToNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy);
    }

    /// <summary>The elements converted, as plain numbers without a past.</summary>
    Tensor As(DType dtype) => dtype == DType ? this : DType switch
    {
        DType.Float32 => Convert<float>(dtype),
        DType.Float64 => Convert<double>(dtype),
        DType.Int32 => Convert<int>(dtype),
        DType.Int64 => Convert<long>(dtype),
        _ => Convert<byte>(dtype),
    };

    Tensor Convert<TFrom>(DType dtype) where TFrom : unmanaged, INumber<TFrom> => dtype switch
    {
        DType.Float32 => Convert<TFrom, float>(dtype),
        DType.Float64 => Convert<TFrom, double>(dtype),
        DType.Int32 => Convert<TFrom, int>(dtype),
        DType.Int64 => Convert<TFrom, long>(dtype),
        DType.UInt8 => Convert<TFrom, byte>(dtype),
        DType.Bool => ToBool<TFrom>(),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "No such element type"),
    };

    Tensor Convert<TFrom, TTo>(DType dtype) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var x = Packed();
        var y = Unfilled<TTo>(Shape, out var to);
        if (!Casts.Run(x.From<TFrom>()[..to.Length], to)) throw FirstLossy<TFrom, TTo>(dtype);
        GC.KeepAlive(x);
        return y;
    }

    ArgumentException FirstLossy<TFrom, TTo>(DType dtype) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var from = Values<TFrom>();
        for (int i = 0; ; i++)
        {
            try
            {
                if (!Casts.IsKept(from[i], TTo.CreateChecked(from[i]))) return Lossy(i, from[i], dtype);
            }
            catch (OverflowException) { return Lossy(i, from[i], dtype); }
        }
    }

    Tensor ToBool<TFrom>() where TFrom : unmanaged, INumber<TFrom>
    {
        var x = Packed();
        var from = x.Lent<TFrom>();
        var y = Unfilled<bool>(Shape, out var to);
        for (int i = 0; i < to.Length; i++)
        {
            if (from[i] != TFrom.Zero && from[i] != TFrom.One) throw Lossy(i, from[i], DType.Bool);
            to[i] = from[i] == TFrom.One;
        }
        GC.KeepAlive(x);
        return y;
    }

    ArgumentException Lossy<T>(int i, T value, DType dtype) where T : INumber<T>
    {
        string what = dtype == DType.Bool ? "is neither 0 nor 1; compare instead, as in t.NotEqualTo(0)"
            : T.IsNaN(value) ? "has no integer; replace it first"
            : !dtype.IsFloating() && T.IsFinite(value) && !T.IsInteger(value) ? "is not a whole number; use Round() or Floor() first"
            : "is out of range";
        return new ArgumentException(
            $"To: element {IndexText(i)} of {Shape} is {value.ToString(null, CultureInfo.InvariantCulture)}: to {dtype.Name()} it {what}");
    }

    /// <summary>The index of the <paramref name="i"/>-th element in row-major order, as text.</summary>
    internal string IndexText(int i)
    {
        var index = new int[Rank];
        for (int a = Rank - 1; a >= 0; a--)
        {
            index[a] = i % Shape[a];
            i /= Shape[a];
        }
        return $"[{string.Join(", ", index)}]";
    }

    /// <summary>The elements in row-major order, copied if they do not lie so; booleans may be read as bytes 0 and 1. Their memory
    /// is not used again, so that nothing must be kept alive: for what is small or rare.</summary>
    ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        var row = Packed();
        return typeof(T) == typeof(byte) && DType == DType.Bool
            ? MemoryMarshal.Cast<bool, T>(row.AsReadOnlySpan<bool>())
            : row.AsReadOnlySpan<T>();
    }
}
