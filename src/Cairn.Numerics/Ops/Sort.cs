using System.Numerics;
using Cairn.Kernels;

namespace Cairn;

// Order along an axis. NaN counts as the largest number; equal elements keep their order.
public sealed partial class Tensor
{
    /// <summary>The positions, int32, of the elements in ascending order along an axis; equal elements keep their order.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="descending">True for the largest first. NaN counts as the largest.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor ArgSort(int axis = -1, bool descending = false)
    {
        int along = Shape.Axis(axis, nameof(ArgSort));
        return DType switch
        {
            DType.Float32 => ArgSort<float>(along, descending),
            DType.Float64 => ArgSort<double>(along, descending),
            DType.Int32 => ArgSort<int>(along, descending),
            DType.Int64 => ArgSort<long>(along, descending),
            DType.UInt8 => ArgSort<byte>(along, descending),
            _ => As(DType.UInt8).ArgSort<byte>(along, descending),
        };
    }

    /// <summary>The elements in ascending order along an axis, and the positions, int32, where they stood.</summary>
    /// <remarks>Derivatives go back with the values to where these stood.</remarks>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="descending">True for the largest first. NaN counts as the largest.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public (Tensor Values, Tensor Positions) Sort(int axis = -1, bool descending = false)
    {
        int along = Shape.Axis(axis, nameof(Sort));
        var order = ArgSort(along, descending);
        return (Gather(along, order), order);
    }

    /// <summary>The k largest elements along an axis, the largest first, and the positions, int32, where they stand.</summary>
    /// <param name="k">How many.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="largest">False for the smallest, the smallest first. NaN counts as the largest.</param>
    /// <exception cref="ArgumentException">There is no such axis, or k is negative or more than its size.</exception>
    public (Tensor Values, Tensor Positions) TopK(int k, int axis = -1, bool largest = true)
    {
        int along = Shape.Axis(axis, nameof(TopK));
        if ((uint)k > (uint)Shape[along])
            throw new ArgumentOutOfRangeException(nameof(k), $"TopK: {k} of the {Shape[along]} elements along axis {along} of {Shape}");
        var order = DType switch
        {
            DType.Float32 => ArgTop<float>(along, k, largest),
            DType.Float64 => ArgTop<double>(along, k, largest),
            DType.Int32 => ArgTop<int>(along, k, largest),
            DType.Int64 => ArgTop<long>(along, k, largest),
            DType.UInt8 => ArgTop<byte>(along, k, largest),
            _ => As(DType.UInt8).ArgTop<byte>(along, k, largest),
        };
        return (Gather(along, order), order);
    }

    unsafe Tensor ArgTop<T>(int axis, int k, bool largest) where T : unmanaged, INumber<T>
    {
        var rows = (axis == Rank - 1 ? this : Detach().Transpose(axis, -1)).Packed();
        var order = Unfilled<int>(new Shape([.. rows.Shape.AsSpan()[..^1], k]), out var places);
        int length = Shape[axis];
        fixed (T* x = rows.Lent<T>())
        fixed (int* y = places)
            if (places.Length > 0) RowShares.Run(Length / length, 4L * length, new TopRow<T>(x, length, y, k, largest));
        GC.KeepAlive(rows);
        return axis == Rank - 1 ? order : order.Transpose(axis, -1).Contiguous();
    }

    readonly unsafe struct TopRow<T>(T* x, int length, int* order, int k, bool largest) : IChunkJob where T : unmanaged, INumber<T>
    {
        public void Run(int row) =>
            SortOrder.OfFirst(new ReadOnlySpan<T>(x + (nint)row * length, length), new(order + (nint)row * k, k), largest);
    }

    unsafe Tensor ArgSort<T>(int axis, bool descending) where T : unmanaged, INumber<T>
    {
        var rows = (axis == Rank - 1 ? this : Detach().Transpose(axis, -1)).Packed();
        var order = Unfilled<int>(rows.Shape, out var places);
        int length = Shape[axis];
        fixed (T* x = rows.Lent<T>())
        fixed (int* y = places)
            if (Length > 0) RowShares.Run(Length / length, 8L * length, new SortRow<T>(x, length, y, descending));
        GC.KeepAlive(rows);
        return axis == Rank - 1 ? order : order.Transpose(axis, -1).Contiguous();
    }

    readonly unsafe struct SortRow<T>(T* x, int length, int* order, bool descending) : IChunkJob where T : unmanaged, INumber<T>
    {
        public void Run(int row) => SortOrder.Of(new ReadOnlySpan<T>(x + (nint)row * length, length), new(order + (nint)row * length, length), descending);
    }
}
