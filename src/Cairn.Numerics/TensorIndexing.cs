using Cairn.Autograd;
using static Cairn.Slice;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>A part of this tensor, or the assignment to it.</summary>
    /// <remarks>
    /// <para>Positions take their axis away; positions, ranges, steps and new axes give a view, which shares the elements. A mask (bool)
    /// stands for as many axes as it has and gives one axis of the elements where it is true; a tensor of positions (int32 or int64)
    /// stands for one axis and puts its own axes there; both give a copy. Axes that are not named are whole.</para>
    /// <para>An assigned tensor is broadcast to the part and converted to this tensor's type as <see cref="To(DType)"/> does, so that
    /// <c>t[0, 1] = 3.5</c> and <c>t[mask] = 0</c> read as they should.</para>
    /// </remarks>
    /// <param name="slices">One slice an axis; at most one mask or tensor of positions among them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside its axis.</exception>
    /// <exception cref="ArgumentException">There are more slices than axes, a mask does not have the sizes of its axes, or the assigned
    /// tensor does not broadcast to the part.</exception>
    /// <exception cref="InvalidOperationException">The tensor assigned to is read-only.</exception>
    public Tensor this[params ReadOnlySpan<Slice> slices]
    {
        get
        {
            var part = Pick(slices);
            return IsTracked(this) ? part.By(new IndexNode(this, slices)) : part;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ThrowIfFixed("t[...] = v", value);
            Set(slices, value);
        }
    }

    Tensor Pick(ReadOnlySpan<Slice> slices)
    {
        var (view, axis, elements) = Part(slices);
        return elements is null ? view : view.Take(axis, elements);
    }

    void Set(ReadOnlySpan<Slice> slices, Tensor value)
    {
        var (view, axis, elements) = Part(slices);
        if (elements is null) view.Assign(value);
        else view.Put(axis, elements, value, adds: false);
    }

    sealed class IndexNode : Node
    {
        readonly Slice[] _slices;

        public IndexNode(Tensor x, ReadOnlySpan<Slice> slices) : base(x) => _slices = Kept(slices);

        protected override void Backward(Tensor dy) => Give(0, Embed(dy, ShapeOf(0), _slices));
    }

    /// <summary>Slices whose tensors nobody changes afterwards.</summary>
    static Slice[] Kept(ReadOnlySpan<Slice> slices)
    {
        var kept = slices.ToArray();
        for (int i = 0; i < kept.Length; i++)
            if (kept[i].Elements is { } elements) kept[i] = elements.Detach().Copy();
        return kept;
    }

    /// <summary>Zeros of a shape but for the part that the slices mean; where positions repeat, the sum.</summary>
    static Tensor Embed(Tensor part, Shape shape, Slice[] slices)
    {
        var whole = Zeros(part.DType, shape.AsSpan());
        var (view, axis, elements) = whole.Part(slices);
        if (elements is null) view.Assign(part);
        else view.Put(axis, elements, part, adds: elements.DType != DType.Bool);
        return IsTracked(part) ? whole.By(new EmbedNode(part, slices)) : whole;
    }

    sealed class EmbedNode(Tensor part, Slice[] slices) : Node(part)
    {
        protected override void Backward(Tensor dy) => Give(0, dy[slices]);
    }

    /// <summary>Sets every element.</summary>
    /// <exception cref="ArgumentException">The value does not fit the elements' type.</exception>
    /// <exception cref="InvalidOperationException">The tensor is read-only.</exception>
    public void Fill(Scalar value)
    {
        ThrowIfFixed(nameof(Fill));
        Assign(value);
    }

    /// <summary>Sets every element of a bool tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor is read-only.</exception>
    public void Fill(bool value)
    {
        ThrowIfFixed(nameof(Fill));
        Assign(value);
    }

    /// <summary>Sets the elements to those of a tensor of the same shape, converted as <see cref="To(DType)"/> does.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or an element does not fit the type.</exception>
    /// <exception cref="InvalidOperationException">The tensor is read-only.</exception>
    public void CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ThrowIfFixed(nameof(CopyFrom), source);
        if (source.Shape != Shape)
            throw new ArgumentException($"CopyFrom: {source.Shape} into {Shape}: the shapes differ", nameof(source));
        Assign(source);
    }

    /// <summary>The view that the slices mean, and, when a tensor is among them, that tensor and its axis in the view.</summary>
    (Tensor View, int Axis, Tensor? Elements) Part(ReadOnlySpan<Slice> slices)
    {
        int named = 0, ellipses = 0, tensors = 0;
        foreach (var slice in slices)
        {
            if (slice.Which == Kind.Ellipsis) ellipses++;
            else if (slice.Which == Kind.Elements) tensors++;
            named += slice.Which switch { Kind.NewAxis or Kind.Ellipsis => 0, Kind.Elements => AxesOf(slice.Elements!), _ => 1 };
        }
        if (ellipses > 1) throw new ArgumentException("Slice: at most one Ellipsis can stand in an index", nameof(slices));
        if (tensors > 1)
            throw new ArgumentException("Slice: at most one mask or tensor of positions can stand in an index; take one after the other",
                nameof(slices));
        if (named > Rank)
            throw new ArgumentException($"Slice: {named} axes are indexed, but {Shape} has {Rank}", nameof(slices));

        var sizes = new List<int>();
        var strides = new List<int>();
        int offset = _offset, axis = 0, at = 0;
        Tensor? elements = null;
        foreach (var slice in slices)
        {
            switch (slice.Which)
            {
                case Kind.At:
                    offset += slice.At(Shape, axis) * _strides[axis];
                    axis++;
                    break;
                case Kind.NewAxis:
                    sizes.Add(1);
                    strides.Add(0);
                    break;
                case Kind.Ellipsis:
                    Whole(Rank - named);
                    break;
                case Kind.Elements:
                    elements = slice.Elements!;
                    at = sizes.Count;
                    if (elements.DType == DType.Bool) CheckMask(elements, axis);
                    Whole(AxesOf(elements));
                    break;
                default:
                    var (start, count, step) = slice.Positions(Shape, axis);
                    sizes.Add(count);
                    strides.Add(count > 1 ? step * _strides[axis] : _strides[axis]);
                    if (count > 0) offset += start * _strides[axis];
                    axis++;
                    break;
            }
        }
        Whole(Rank - axis);
        return (new Tensor(_storage, new Shape([.. sizes]), [.. strides], offset, IsReadOnly), at, elements);

        void Whole(int count)
        {
            for (; count > 0; count--, axis++)
            {
                sizes.Add(Shape[axis]);
                strides.Add(_strides[axis]);
            }
        }
    }

    static int AxesOf(Tensor elements) => elements.DType switch
    {
        DType.Bool => elements.Rank,
        DType.Int32 or DType.Int64 => 1,
        _ => throw new ArgumentException(
            $"Slice: a tensor of positions is int32 or int64 and a mask bool, not {elements.DType.Name()}", "slices"),
    };

    void CheckMask(Tensor mask, int axis)
    {
        for (int a = 0; a < mask.Rank; a++)
            if (mask.Shape[a] != Shape[axis + a])
                throw new ArgumentException($"Slice: a mask of {mask.Shape} does not fit axis {axis + a} of {Shape}: "
                    + $"sizes {mask.Shape[a]} and {Shape[axis + a]} differ", "slices");
    }

    /// <summary>In place nothing is noted for derivatives, so that nothing that takes part in them may be changed or written.</summary>
    void ThrowIfFixed(string operation, Tensor? value = null)
    {
        ThrowIfReadOnly();
        if (IsTracked(this))
            throw new InvalidOperationException(
                $"{operation}: this {Shape} tensor requires a gradient, which a change in place would falsify; "
                + "change it inside Gradients.Off(), or make a new tensor by Where, Concat or Stack");
        if (value is not null && IsTracked(value))
            throw new InvalidOperationException($"{operation}: the value requires a gradient, which would not find its way back from here; "
                + "join tensors by Concat, Stack or Where, or Detach() the value");
    }

    /// <summary>Sets the elements of this view to those of <paramref name="value"/>, broadcast and converted.</summary>
    void Assign(Tensor value)
    {
        var source = value.As(DType).ExpandTo(Shape, "Assign");
        if (ReferenceEquals(source._storage, _storage)) source = source.Detach().Copy();
        _storage.Touch();
        source._storage.CopyTo(source._offset, source._strides, _storage, _offset, _strides, Shape.AsSpan());
        GC.KeepAlive(source);
        GC.KeepAlive(this);
    }

    Tensor Take(int axis, Tensor elements)
    {
        var (offsets, shape, rest) = Selected(axis, elements);
        var taken = Zeros(DType, shape.AsSpan());
        _storage.Take(offsets, Shape.AsSpan()[rest..], _strides.AsSpan(rest), taken._storage);
        return taken;
    }

    void Put(int axis, Tensor elements, Tensor value, bool adds)
    {
        var (offsets, shape, rest) = Selected(axis, elements);
        var source = value.As(DType).ExpandTo(shape, "Assign").Detach().Copy();
        _storage.Touch();
        _storage.Put(offsets, Shape.AsSpan()[rest..], _strides.AsSpan(rest), source._storage, adds);
    }

    /// <summary>Where the selected blocks lie, the shape of the selection, and the first axis of a block.</summary>
    (int[] Offsets, Shape Shape, int BlockAxis) Selected(int axis, Tensor elements)
    {
        bool mask = elements.DType == DType.Bool;
        int rest = axis + (mask ? elements.Rank : 1);
        var positions = mask ? TrueOffsets(elements, axis) : PositionOffsets(elements, axis);
        int[] middle = mask ? [positions.Length] : [.. elements.Shape.AsSpan()];
        var shape = new Shape([.. Shape.AsSpan()[..axis], .. middle, .. Shape.AsSpan()[rest..]]);

        var outer = Offsets(Shape.AsSpan()[..axis], _strides.AsSpan(0, axis));
        var offsets = new int[outer.Length * positions.Length];
        int n = 0;
        foreach (int before in outer)
            foreach (int position in positions) offsets[n++] = _offset + before + position;
        return (offsets, shape, rest);
    }

    int[] TrueOffsets(Tensor mask, int axis)
    {
        var all = Offsets(Shape.AsSpan().Slice(axis, mask.Rank), _strides.AsSpan(axis, mask.Rank));
        var chosen = new List<int>();
        var flags = mask.Values<bool>();
        for (int i = 0; i < flags.Length; i++)
            if (flags[i]) chosen.Add(all[i]);
        return [.. chosen];
    }

    int[] PositionOffsets(Tensor positions, int axis)
    {
        var values = positions.As(DType.Int64).Values<long>();
        var offsets = new int[values.Length];
        for (int i = 0; i < offsets.Length; i++)
        {
            if ((ulong)values[i] >= (ulong)Shape[axis])
                throw new ArgumentOutOfRangeException("slices",
                    $"Index {values[i]} (element {i} of the positions) is out of range: axis {axis} of {Shape} has size {Shape[axis]}");
            offsets[i] = (int)values[i] * _strides[axis];
        }
        return offsets;
    }

    /// <summary>The distances of all elements of a block from its first, in row-major order.</summary>
    static int[] Offsets(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        int[] offsets = [0];
        for (int a = 0; a < sizes.Length; a++)
        {
            var longer = new int[offsets.Length * sizes[a]];
            for (int i = 0, n = 0; i < offsets.Length; i++)
                for (int j = 0; j < sizes[a]; j++) longer[n++] = offsets[i] + j * strides[a];
            offsets = longer;
        }
        return offsets;
    }
}
