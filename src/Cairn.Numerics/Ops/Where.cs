using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>x where the mask is true, else y, element by element.</summary>
    /// <remarks>The element that is not chosen has the derivative 0, whatever it is.</remarks>
    /// <exception cref="ArgumentException">The mask is not bool, or the shapes do not broadcast.</exception>
    public static Tensor Where(Tensor mask, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        mask = Mask(mask, nameof(Where));
        var dtype = DTypes.Together(x.DType, y.DType, nameof(Where));
        var shape = Shape.Broadcast(Shape.Broadcast(x.Shape, y.Shape, nameof(Where)), mask.Shape, nameof(Where));
        Tensor a = x.As(dtype), b = y.As(dtype);
        var z = dtype switch
        {
            DType.Float32 => Where<float>(mask, a, b, shape),
            DType.Float64 => Where<double>(mask, a, b, shape),
            DType.Int32 => Where<int>(mask, a, b, shape),
            DType.Int64 => Where<long>(mask, a, b, shape),
            DType.UInt8 => Where<byte>(mask, a, b, shape),
            _ => Where<bool>(mask, a, b, shape),
        };
        return IsTracked(x, y) ? z.By(new WhereNode(mask, x, y)) : z;
    }

    sealed class WhereNode : Node
    {
        public WhereNode(Tensor mask, Tensor x, Tensor y) : base(x, y) => Save(mask);

        protected override void Backward(Tensor dz)
        {
            if (Needs(0)) Give(0, Where(Saved(0), dz, 0));
            if (Needs(1)) Give(1, Where(Saved(0), 0, dz));
        }
    }

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor mask, Tensor x, Scalar y) => Where(mask, x, y.As(Beside(x, y), nameof(Where)));

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor mask, Scalar x, Tensor y) => Where(mask, x.As(Beside(y, x), nameof(Where)), y);

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor mask, Scalar x, Scalar y) => Where(mask, (Tensor)x, (Tensor)y);

    static unsafe Tensor Where<T>(Tensor mask, Tensor x, Tensor y, Shape shape) where T : unmanaged
    {
        var z = Unfilled<T>(shape, out var values);
        var walk = new Walk(shape, ref mask, ref x, ref y);
        fixed (byte* choose = mask.From<byte>())
        fixed (T* a = x.From<T>(), b = y.From<T>())
            Masks.Choose(choose, walk.A, a, walk.B, b, walk.C, values, walk.Extent);
        GC.KeepAlive(mask);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return z;
    }

    static DType Beside(Tensor t, Scalar number)
    {
        ArgumentNullException.ThrowIfNull(t);
        return number.Beside(t.DType);
    }
}
