namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>A tensor without axes that holds one number.</summary>
    public static Tensor Scalar<T>(T value) where T : unmanaged => Own([value], new Shape());

    /// <summary>The only element, converted as <see cref="To(DType)"/> does: nothing is lost silently.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    /// <exception cref="ArgumentException">The element does not fit <typeparamref name="T"/>.</exception>
    public T ToScalar<T>() where T : unmanaged
    {
        if (Length != 1)
            throw new InvalidOperationException($"ToScalar: a tensor of shape {Shape} has {Length} elements, not 1");
        var x = As(DTypes.Of<T>()).Packed();
        T element = x.Raw<T>(nameof(ToScalar))[0];
        GC.KeepAlive(x);
        return element;
    }

    /// <summary>The only element.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    public static explicit operator double(Tensor t) => Only<double>(t);

    /// <summary>The only element; a float64 is rounded.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    /// <exception cref="ArgumentException">The element does not fit.</exception>
    public static explicit operator float(Tensor t) => Only<float>(t);

    /// <summary>The only element, which must be a whole number: nothing is cut off.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    /// <exception cref="ArgumentException">The element does not fit.</exception>
    public static explicit operator int(Tensor t) => Only<int>(t);

    /// <summary>The only element, which must be a whole number: nothing is cut off.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    /// <exception cref="ArgumentException">The element does not fit.</exception>
    public static explicit operator long(Tensor t) => Only<long>(t);

    /// <summary>The only element, true or false, 1 or 0.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    /// <exception cref="ArgumentException">The element is a number other than 0 and 1.</exception>
    public static explicit operator bool(Tensor t) => Only<bool>(t);

    /// <summary>A float64 tensor without axes.</summary>
    public static implicit operator Tensor(double value) => Scalar(value);

    /// <summary>A float32 tensor without axes.</summary>
    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>An int32 tensor without axes.</summary>
    public static implicit operator Tensor(int value) => Scalar(value);

    /// <summary>An int64 tensor without axes.</summary>
    public static implicit operator Tensor(long value) => Scalar(value);

    /// <summary>A bool tensor without axes.</summary>
    public static implicit operator Tensor(bool value) => Scalar(value);

    static T Only<T>(Tensor t) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(t);
        return t.ToScalar<T>();
    }
}
