using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Elements by their positions along an axis, and their way back.
public sealed partial class Tensor
{
    /// <summary>The elements at given positions along an axis, each in its own row: y[i, j] = x[positions[i, j], j] for axis 0.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="positions">Int32 or int64, of the shape of this tensor but for the axis.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the positions are no integers or of another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the axis.</exception>
    public Tensor Gather(int axis, Tensor positions)
    {
        int along = CheckPositions(nameof(Gather), axis, positions);
        return Gather(along, Positions(positions, Shape[along], nameof(Gather)), positions.Shape);
    }

    Tensor Gather(int axis, int[] positions, Shape shape)
    {
        var y = DType switch
        {
            DType.Float32 => Gather<float>(axis, positions, shape),
            DType.Float64 => Gather<double>(axis, positions, shape),
            DType.Int32 => Gather<int>(axis, positions, shape),
            DType.Int64 => Gather<long>(axis, positions, shape),
            DType.UInt8 => Gather<byte>(axis, positions, shape),
            _ => Gather<bool>(axis, positions, shape),
        };
        return IsTracked(this) ? y.By(new GatherNode(this, axis, positions)) : y;
    }

    sealed class GatherNode(Tensor x, int axis, int[] positions) : Node(x)
    {
        protected override void Backward(Tensor dy) =>
            Give(0, Zeros(dy.DType, ShapeOf(0).AsSpan()).ScatterAdd(axis, positions, dy));
    }

    /// <summary>This tensor with elements of another added at given positions along an axis, each in its own row:
    /// y[positions[i, j], j] += source[i, j] for axis 0. Where positions repeat, all are added, in their order.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="positions">Int32 or int64, of the shape of this tensor but for the axis.</param>
    /// <param name="source">What is added: of the shape of the positions and the type of this tensor.</param>
    /// <exception cref="ArgumentException">There is no such axis, a shape or type does not fit, or an integer result is out of
    /// range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the axis.</exception>
    public Tensor ScatterAdd(int axis, Tensor positions, Tensor source)
    {
        int along = CheckPositions(nameof(ScatterAdd), axis, positions, source);
        return ScatterAdd(along, Positions(positions, Shape[along], nameof(ScatterAdd)), source);
    }

    Tensor ScatterAdd(int axis, int[] positions, Tensor source)
    {
        var y = DType switch
        {
            DType.Float32 => ScatterAdd<float>(axis, positions, source),
            DType.Float64 => ScatterAdd<double>(axis, positions, source),
            DType.Int32 => ScatterAdd<int>(axis, positions, source),
            DType.Int64 => ScatterAdd<long>(axis, positions, source),
            DType.UInt8 => ScatterAdd<byte>(axis, positions, source),
            _ => throw NoNumber(nameof(ScatterAdd)),
        };
        return IsTracked(this, source) ? y.By(new ScatterAddNode(this, source, axis, positions)) : y;
    }

    sealed class ScatterAddNode(Tensor x, Tensor source, int axis, int[] positions) : Node(x, source)
    {
        protected override void Backward(Tensor dy)
        {
            Give(0, dy);
            if (Needs(1)) Give(1, dy.Gather(axis, positions, ShapeOf(1)));
        }
    }

    int CheckPositions(string operation, int axis, Tensor positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        int along = Shape.Axis(axis, operation);
        bool fits = positions.Rank == Rank;
        for (int a = 0; fits && a < Rank; a++) fits = a == along || positions.Shape[a] == Shape[a];
        return fits ? along : throw new ArgumentException(
            $"{operation}: positions of {positions.Shape} along axis {along} of {Shape}: the other axes differ", nameof(positions));
    }

    int CheckPositions(string operation, int axis, Tensor positions, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int along = CheckPositions(operation, axis, positions);
        if (source.Shape != positions.Shape)
            throw new ArgumentException($"{operation}: {source.Shape} at positions of {positions.Shape}: the shapes differ", nameof(source));
        if (source.DType != DType)
            throw new ArgumentException(
                $"{operation}: {source.DType.Name()} elements into {DType.Name()}; convert them with To(DType)", nameof(source));
        return along;
    }

    unsafe Tensor Gather<T>(int axis, int[] positions, Shape shape) where T : unmanaged
    {
        var x = Packed();
        var y = Unfilled<T>(shape, out var values);
        fixed (T* from = x.Lent<T>(), to = values)
        fixed (int* places = positions)
            RowShares.Run(shape.Elements == 0 ? 0 : shape.Elements / InnerLength(axis), InnerLength(axis),
                new GatherRow<T>(from, Shape[axis], shape[axis], InnerLength(axis), places, to));
        GC.KeepAlive(x);
        return y;
    }

    readonly unsafe struct GatherRow<T>(T* x, int length, int count, int inner, int* positions, T* y) : IChunkJob where T : unmanaged
    {
        public void Run(int row)
        {
            T* from = x + (nint)(row / count) * length * inner, to = y + (nint)row * inner;
            int* places = positions + (nint)row * inner;
            for (int j = 0; j < inner; j++) to[j] = from[(nint)places[j] * inner + j];
        }
    }

    // each destination belongs to one slab and one inner place, so that slabs can be shared and the order of the additions stays
    unsafe Tensor ScatterAdd<T>(int axis, int[] positions, Tensor source) where T : unmanaged, INumber<T>
    {
        Tensor x = Packed(), added = source.Packed();
        var y = Unfilled<T>(Shape, out var values);
        x.Lent<T>().CopyTo(values);
        int inner = InnerLength(axis), count = source.Shape[axis];
        try
        {
            fixed (T* from = added.Lent<T>(), to = values)
            fixed (int* places = positions)
                RowShares.Run(added.Length == 0 ? 0 : added.Length / inner / count, (long)count * inner,
                    new AddSlab<T>(from, count, inner, places, to, Shape[axis]));
        }
        catch (OverflowException) { throw TooLarge(nameof(ScatterAdd), DType); }
        GC.KeepAlive(x);
        GC.KeepAlive(added);
        return Made(nameof(ScatterAdd), y);
    }

    readonly unsafe struct AddSlab<T>(T* x, int count, int inner, int* positions, T* y, int length) : IChunkJob where T : unmanaged, INumber<T>
    {
        public void Run(int slab)
        {
            T* from = x + (nint)slab * count * inner, to = y + (nint)slab * length * inner;
            int* places = positions + (nint)slab * count * inner;
            for (int i = 0; i < count; i++, from += inner, places += inner)
                for (int j = 0; j < inner; j++)
                {
                    ref T sum = ref to[(nint)places[j] * inner + j];
                    sum = checked(sum + from[j]);
                }
        }
    }
}
