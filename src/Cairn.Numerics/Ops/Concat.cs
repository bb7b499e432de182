using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>Tensors put one after the other along an axis they have.</summary>
    /// <param name="tensors">At least one; their other axes are of equal sizes. Their types are joined as in arithmetic.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is none, or the ranks or the sizes of another axis differ.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        var dtype = TogetherAll(tensors, nameof(Concat));
        var first = tensors[0].Shape;
        int along = first.Axis(axis, nameof(Concat));
        int[] sizes = [.. first];
        for (int i = 1; i < tensors.Length; i++)
        {
            var shape = tensors[i].Shape;
            bool fits = shape.Rank == first.Rank;
            for (int a = 0; fits && a < first.Rank; a++) fits = a == along || shape[a] == first[a];
            if (!fits)
                throw new ArgumentException($"Concat: {first} and {shape} along axis {along}: the other axes differ", nameof(tensors));
            if ((long)sizes[along] + shape[along] > Shape.MaxElements)
                throw new ArgumentException($"Concat: axis {along} would be longer than {Shape.MaxElements}", nameof(tensors));
            sizes[along] += shape[along];
        }
        var joined = Unfilled(dtype, Shape.Of(nameof(Concat), sizes));
        var slices = new Slice[along + 1];
        slices.AsSpan().Fill(Slice.All);
        int at = 0;
        foreach (var tensor in tensors)
        {
            slices[along] = at..(at += tensor.Shape[along]);
            joined.Set(slices, tensor);
        }
        return IsTracked(tensors) ? joined.By(new ConcatNode(tensors, along)) : joined;
    }

    sealed class ConcatNode : Node
    {
        readonly int _axis;
        readonly int[] _ends;

        public ConcatNode(ReadOnlySpan<Tensor> tensors, int axis) : base(tensors)
        {
            _axis = axis;
            _ends = new int[tensors.Length];
            for (int i = 0, at = 0; i < _ends.Length; i++) _ends[i] = at += tensors[i].Shape[axis];
        }

        protected override void Backward(Tensor dy)
        {
            for (int i = 0; i < _ends.Length; i++)
                if (Needs(i)) Give(i, dy.Along(_axis, i == 0 ? 0 : _ends[i - 1], _ends[i]));
        }
    }

    static bool IsTracked(ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
            if (IsTracked(tensor)) return true;
        return false;
    }

    /// <summary>The view of the positions from start to before end on one axis.</summary>
    Tensor Along(int axis, int start, int end)
    {
        var slices = new Slice[axis + 1];
        slices.AsSpan().Fill(Slice.All);
        slices[axis] = start..end;
        return this[slices];
    }

    /// <summary>Tensors of one shape put side by side along a new axis.</summary>
    /// <param name="tensors">At least one, all of the same shape. Their types are joined as in arithmetic.</param>
    /// <param name="axis">Where the new axis stands in the result; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is none, or the shapes differ.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        TogetherAll(tensors, nameof(Stack));
        var rows = new Tensor[tensors.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (tensors[i].Shape != tensors[0].Shape)
                throw new ArgumentException($"Stack: {tensors[0].Shape} and {tensors[i].Shape}: the shapes differ", nameof(tensors));
            rows[i] = tensors[i].Unsqueeze(axis);
        }
        return Concat(rows, axis);
    }

    static DType TogetherAll(ReadOnlySpan<Tensor> tensors, string operation)
    {
        if (tensors.IsEmpty) throw new ArgumentException($"{operation}: there is no tensor", nameof(tensors));
        foreach (var tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        var dtype = tensors[0].DType;
        foreach (var tensor in tensors) dtype = DTypes.Together(dtype, tensor.DType, operation);
        return dtype;
    }
}
