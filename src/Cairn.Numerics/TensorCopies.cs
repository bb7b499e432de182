namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>This tensor when its elements are contiguous, else a row-major copy.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Copy();

    /// <summary>A row-major copy, free to be changed.</summary>
    public Tensor Copy() => DType switch
    {
        DType.Float32 => Copy<float>(),
        DType.Float64 => Copy<double>(),
        DType.Int32 => Copy<int>(),
        DType.Int64 => Copy<long>(),
        DType.UInt8 => Copy<byte>(),
        _ => Copy<bool>(),
    };

    Tensor Copy<T>() where T : unmanaged
    {
        var copy = new T[Length];
        Gather<T>(copy);
        return Own(copy, Shape);
    }

    /// <summary>Writes the elements in row-major order into <paramref name="destination"/>.</summary>
    void Gather<T>(Span<T> destination) where T : unmanaged
    {
        if (destination.Length == 0) return;
        var source = Whole<T>(nameof(Copy));
        if (IsContiguous)
        {
            source.Slice(_offset, Length).CopyTo(destination);
            return;
        }
        Span<int> index = stackalloc int[Rank];
        int at = _offset, last = Rank - 1, size = Shape[last], step = _strides[last];
        for (int done = 0; done < destination.Length;)
        {
            for (int i = 0, from = at; i < size; i++, from += step) destination[done++] = source[from];
            int a = last - 1;
            for (; a >= 0; a--)
            {
                at += _strides[a];
                if (++index[a] < Shape[a]) break;
                at -= _strides[a] * Shape[a];
                index[a] = 0;
            }
            if (a < 0) break;
        }
    }
}
