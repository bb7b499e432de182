using System.Numerics;

namespace Cairn;

// The record so far along an axis.
public sealed partial class Tensor
{
    /// <summary>The largest of the elements from the first on to each, along an axis; NaN from the first NaN on.</summary>
    /// <remarks>The derivative goes to the element that set the record; among equal ones to the first.</remarks>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    public Tensor CumulativeMax(int axis) => Records(nameof(CumulativeMax), axis, isLargest: true);

    /// <summary>The smallest of the elements from the first on to each, along an axis; NaN from the first NaN on.</summary>
    /// <inheritdoc cref="CumulativeMax"/>
    public Tensor CumulativeMin(int axis) => Records(nameof(CumulativeMin), axis, isLargest: false);

    Tensor Records(string operation, int axis, bool isLargest)
    {
        int along = Shape.Axis(axis, operation);
        int[] places = DType switch
        {
            DType.Float32 => RecordPlaces<float>(along, isLargest),
            DType.Float64 => RecordPlaces<double>(along, isLargest),
            DType.Int32 => RecordPlaces<int>(along, isLargest),
            DType.Int64 => RecordPlaces<long>(along, isLargest),
            DType.UInt8 => RecordPlaces<byte>(along, isLargest),
            _ => throw NoNumber(operation),
        };
        return Gather(along, places, Shape);
    }

    int[] RecordPlaces<T>(int axis, bool isLargest) where T : unmanaged, INumber<T>
    {
        var x = Packed();
        var values = x.Lent<T>();
        var places = new int[Length];
        int inner = InnerLength(axis), size = Shape[axis];
        for (int i = 0; i < places.Length; i++)
        {
            int place = i / inner % size;
            if (place == 0) continue;
            int before = places[i - inner];
            T record = values[i + (before - place) * inner];
            bool isRecord = T.IsNaN(values[i]) ? !T.IsNaN(record) : isLargest ? values[i] > record : values[i] < record;
            places[i] = isRecord ? place : before;
        }
        GC.KeepAlive(x);
        return places;
    }
}
