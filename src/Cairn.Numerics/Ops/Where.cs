namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>x where the mask is true, else y, element by element.</summary>
    /// <exception cref="ArgumentException">The mask is not bool, or the shapes do not broadcast.</exception>
    public static Tensor Where(Tensor mask, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        mask = Mask(mask, nameof(Where));
        var dtype = DTypes.Together(x.DType, y.DType, nameof(Where));
        var shape = Shape.Broadcast(Shape.Broadcast(x.Shape, y.Shape, nameof(Where)), mask.Shape, nameof(Where));
        var chosen = y.To(dtype).ExpandTo(shape, nameof(Where)).Copy();
        var wide = mask.ExpandTo(shape, nameof(Where));
        chosen.Put(0, wide, x.To(dtype).ExpandTo(shape, nameof(Where)).Take(0, wide));
        return chosen;
    }

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor mask, Tensor x, Scalar y) => Where(mask, x, y.As(Beside(x, y), nameof(Where)));

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor mask, Scalar x, Tensor y) => Where(mask, x.As(Beside(y, x), nameof(Where)), y);

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor mask, Scalar x, Scalar y) => Where(mask, (Tensor)x, (Tensor)y);

    static DType Beside(Tensor t, Scalar number)
    {
        ArgumentNullException.ThrowIfNull(t);
        return number.Beside(t.DType);
    }
}
