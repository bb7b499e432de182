using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>This tensor with elements of another put at given positions along an axis, each in its own row:
    /// y[positions[i, j], j] = source[i, j] for axis 0. Where positions repeat, the last one stands.</summary>
    /// <remarks>What was written over, here or in the source, has the derivative 0.</remarks>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="positions">Int32 or int64, of the shape of this tensor but for the axis.</param>
    /// <param name="source">What is put there: of the shape of the positions and the type of this tensor.</param>
    /// <exception cref="ArgumentException">There is no such axis, or a shape or type does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the axis.</exception>
    public Tensor Scatter(int axis, Tensor positions, Tensor source)
    {
        int along = CheckPositions(nameof(Scatter), axis, positions, source);
        return Scatter(along, Positions(positions, Shape[along], nameof(Scatter)), source);
    }

    Tensor Scatter(int axis, int[] positions, Tensor source)
    {
        var y = DType switch
        {
            DType.Float32 => Scatter<float>(axis, positions, source),
            DType.Float64 => Scatter<double>(axis, positions, source),
            DType.Int32 => Scatter<int>(axis, positions, source),
            DType.Int64 => Scatter<long>(axis, positions, source),
            DType.UInt8 => Scatter<byte>(axis, positions, source),
            _ => Scatter<bool>(axis, positions, source),
        };
        return IsTracked(this, source) ? y.By(new ScatterNode(this, source, axis, positions)) : y;
    }

    sealed class ScatterNode(Tensor x, Tensor source, int axis, int[] positions) : Node(x, source)
    {
        readonly Shape _whole = x.Shape, _part = source.Shape;

        protected override void Backward(Tensor dy)
        {
            if (Needs(0)) Give(0, dy.Scatter(axis, positions, Zeros(dy.DType, _part.AsSpan())));
            if (Needs(1)) Give(1, Where(Stays(), dy.Gather(axis, positions, _part), 0));
        }

        // the number of each element is put where the element went: where it is found again, nothing was put over it
        Tensor Stays()
        {
            var numbers = Arange(_part.Elements).Reshape(_part.AsSpan());
            var last = Zeros(DType.Int32, _whole.AsSpan()).Scatter(axis, positions, numbers);
            return last.Gather(axis, positions, _part).EqualTo(numbers);
        }
    }

    // each destination belongs to one slab and one inner place, so that slabs can be shared and the last one stays the last
    unsafe Tensor Scatter<T>(int axis, int[] positions, Tensor source) where T : unmanaged
    {
        Tensor x = Packed(), put = source.Packed();
        var y = Unfilled<T>(Shape, out var values);
        x.Lent<T>().CopyTo(values);
        int inner = InnerLength(axis), count = source.Shape[axis];
        fixed (T* from = put.Lent<T>(), to = values)
        fixed (int* places = positions)
            RowShares.Run(put.Length == 0 ? 0 : put.Length / inner / count, (long)count * inner,
                new PutSlab<T>(from, count, inner, places, to, Shape[axis]));
        GC.KeepAlive(x);
        GC.KeepAlive(put);
        return Made(nameof(Scatter), y);
    }

    readonly unsafe struct PutSlab<T>(T* x, int count, int inner, int* positions, T* y, int length) : IChunkJob where T : unmanaged
    {
        public void Run(int slab)
        {
            T* from = x + (nint)slab * count * inner, to = y + (nint)slab * length * inner;
            int* places = positions + (nint)slab * count * inner;
            for (int i = 0; i < count; i++, from += inner, places += inner)
                for (int j = 0; j < inner; j++) to[(nint)places[j] * inner + j] = from[j];
        }
    }
}
