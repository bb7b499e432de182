namespace Cairn;

// The same elements more than once, or moved round.
public sealed partial class Tensor
{
    /// <summary>Every element several times in a row along an axis: x₀, x₀, x₁, x₁, ....</summary>
    /// <param name="times">How often.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is negative.</exception>
    public Tensor Repeat(int times, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        int along = Shape.Axis(axis, nameof(Repeat));
        ReadOnlySpan<int> before = Shape.AsSpan()[..(along + 1)], after = Shape.AsSpan()[(along + 1)..];
        var wide = Shape.Of(nameof(Repeat), [.. before, times, .. after]);
        return Unsqueeze(along + 1).BroadcastTo(wide.AsSpan()).Reshape([.. before[..along], Shape[along] * times, .. after]);
    }

    /// <summary>This tensor several times side by side: x₀, x₁, ..., x₀, x₁, ....</summary>
    /// <param name="times">How often along each axis, the last number for the last axis; more numbers than axes make new axes before
    /// them.</param>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> times)
    {
        int rank = Math.Max(Rank, times.Length);
        int[] apart = new int[2 * rank], wide = new int[2 * rank], sizes = new int[rank];
        for (int a = 0; a < rank; a++)
        {
            int size = a < rank - Rank ? 1 : Shape[a - rank + Rank], often = a < rank - times.Length ? 1 : times[a - rank + times.Length];
            ArgumentOutOfRangeException.ThrowIfNegative(often, nameof(times));
            (apart[2 * a], apart[2 * a + 1], wide[2 * a], wide[2 * a + 1]) = (1, size, often, size);
        }
        var shape = Shape.Of(nameof(Tile), wide);
        for (int a = 0; a < rank; a++) sizes[a] = wide[2 * a] * wide[2 * a + 1];
        return Reshape(apart).BroadcastTo(shape.AsSpan()).Reshape(sizes);
    }

    /// <summary>The elements moved along an axis; what leaves at its end comes in at its beginning: y[i + shift] = x[i].</summary>
    /// <param name="shift">How far; negative moves towards the beginning.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor Roll(int shift, int axis)
    {
        int along = Shape.Axis(axis, nameof(Roll)), size = Shape[along];
        int cut = size == 0 ? 0 : (size - shift % size) % size;
        return cut == 0 ? Copy() : Concat([Along(along, cut, size), Along(along, 0, cut)], along);
    }

    /// <summary>The coordinates of a grid: for vectors of n₀, n₁, ... elements as many tensors of shape [n₀, n₁, ...], of which the k-th
    /// changes along axis k alone. Read-only views.</summary>
    /// <param name="axes">The vectors.</param>
    /// <exception cref="ArgumentException">There is none, or one is no vector.</exception>
    public static Tensor[] Meshgrid(params ReadOnlySpan<Tensor> axes)
    {
        if (axes.IsEmpty) throw new ArgumentException("Meshgrid: there is no vector", nameof(axes));
        var sizes = new int[axes.Length];
        for (int k = 0; k < axes.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(axes[k], nameof(axes));
            if (axes[k].Rank != 1)
                throw new ArgumentException($"Meshgrid: operand {k} has shape {axes[k].Shape}; each must be a vector", nameof(axes));
            sizes[k] = axes[k].Length;
        }
        var grids = new Tensor[axes.Length];
        for (int k = 0; k < grids.Length; k++)
        {
            int[] alone = new int[axes.Length];
            alone.AsSpan().Fill(1);
            alone[k] = sizes[k];
            grids[k] = axes[k].Reshape(alone).BroadcastTo(sizes);
        }
        return grids;
    }
}
