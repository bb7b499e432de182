namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>Equal parts along an axis, as views.</summary>
    /// <param name="parts">How many; the axis's size must be a multiple of it.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or it does not fall into so many equal parts.</exception>
    public Tensor[] Split(int parts, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        int along = Shape.Axis(axis, nameof(Split));
        if (Shape[along] % parts != 0)
            throw new ArgumentException($"Split: axis {along} of {Shape} has size {Shape[along]}, which is no multiple of {parts}",
                nameof(parts));
        var sizes = new int[parts];
        sizes.AsSpan().Fill(Shape[along] / parts);
        return Split(sizes, along);
    }

    /// <summary>Parts of given sizes along an axis, as views.</summary>
    /// <param name="sizes">The sizes of the parts, which sum to that of the axis.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the sizes do not sum to its size.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
    {
        int along = Shape.Axis(axis, nameof(Split));
        long sum = 0;
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            sum += size;
        }
        if (sum != Shape[along])
            throw new ArgumentException($"Split: the sizes sum to {sum}, but axis {along} of {Shape} has size {Shape[along]}",
                nameof(sizes));
        var parts = new Tensor[sizes.Length];
        for (int i = 0, at = 0; i < parts.Length; i++) parts[i] = Along(along, at, at += sizes[i]);
        return parts;
    }

    /// <summary>The elements in the opposite order along axes, as a view.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        var slices = new Slice[Rank];
        slices.AsSpan().Fill(Slice.All);
        foreach (int axis in axes) slices[Shape.Axis(axis, nameof(Flip))] = Slice.Step(null, null, -1);
        return this[slices];
    }
}
