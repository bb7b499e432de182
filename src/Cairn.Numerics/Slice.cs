namespace Cairn;

/// <summary>What <c>t[...]</c> takes for one axis: a position, a range, a step, a mask or positions in a tensor.</summary>
/// <remarks>Made by conversion from <see cref="int"/>, <see cref="Index"/>, <see cref="Range"/> and <see cref="Tensor"/>:
/// <c>t[0]</c>, <c>t[^1]</c>, <c>t[1..3, ..]</c>, <c>t[mask]</c>.</remarks>
public readonly struct Slice
{
    internal enum Kind { Range, At, Step, NewAxis, Ellipsis, Elements }

    readonly Index? _start;
    readonly Index? _stop;
    readonly int _step;

    Slice(Kind which, Index? start = null, Index? stop = null, int step = 1, Tensor? elements = null)
    {
        Which = which;
        _start = start;
        _stop = stop;
        _step = step;
        Elements = elements;
    }

    /// <summary>The whole axis, as <c>..</c>.</summary>
    public static Slice All => new(Kind.Range, Index.Start, Index.End);

    /// <summary>A new axis of size 1 here.</summary>
    public static Slice NewAxis => new(Kind.NewAxis);

    /// <summary>As many whole axes as it takes to reach the tensor's rank: <c>t[Slice.Ellipsis, 0]</c>.</summary>
    public static Slice Ellipsis => new(Kind.Ellipsis);

    /// <summary>Every <paramref name="step"/>-th element from <paramref name="start"/> to before <paramref name="stop"/>.</summary>
    /// <param name="start">The first element; null for the axis's first, or its last when the step is negative.</param>
    /// <param name="stop">The element before which to stop; null to go on to the end of the axis, in the direction of the step.</param>
    /// <param name="step">The distance between elements, negative to walk backwards: <c>Slice.Step(null, null, -1)</c> reverses.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice Step(Index? start, Index? stop, int step) => step != 0
        ? new Slice(Kind.Step, start, stop, step)
        : throw new ArgumentOutOfRangeException(nameof(step), step, "Step: the step between elements cannot be 0");

    /// <summary>One position, counted from 0; the axis goes away.</summary>
    public static implicit operator Slice(int index) => new(Kind.At, index < 0 ? null : new Index(index), null, index);

    /// <summary>One position; the axis goes away.</summary>
    public static implicit operator Slice(Index index) => new(Kind.At, index, null, index.Value);

    /// <summary>The positions of a range.</summary>
    public static implicit operator Slice(Range range) => new(Kind.Range, range.Start, range.End);

    /// <summary>The elements at these positions, in their order.</summary>
    public static implicit operator Slice(int[] positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return Tensor.From(positions);
    }

    /// <summary>The elements where a bool tensor is true, or those at the positions of an int32 or int64 tensor.</summary>
    public static implicit operator Slice(Tensor elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new Slice(Kind.Elements, elements: elements);
    }

    internal Kind Which { get; }

    internal Tensor? Elements { get; }

    /// <summary>The position of a <see cref="Kind.At"/> on an axis.</summary>
    internal int At(Shape shape, int axis)
    {
        int size = shape[axis];
        if (_start is not { } index)
            throw new ArgumentOutOfRangeException("slices",
                $"Index {_step} is negative on axis {axis} of {shape}; count from the end with ^, as in t[^1]");
        int at = index.GetOffset(size);
        return (uint)at < (uint)size ? at : throw OutOfRange(Text(index), shape, axis);
    }

    /// <summary>The first position, the number of positions and their distance on an axis.</summary>
    internal (int Start, int Count, int Step) Positions(Shape shape, int axis)
    {
        int size = shape[axis], step = Which == Kind.Step ? _step : 1;
        // walking backwards, the bounds are size - 1 and "before 0"; both are excluded as starts of an empty axis
        int start = _start?.GetOffset(size) ?? (step > 0 ? 0 : size - 1);
        int stop = _stop?.GetOffset(size) ?? (step > 0 ? size : -1);
        bool inside = step > 0 ? 0 <= start && start <= stop && stop <= size : size > start && start >= stop && stop >= -1;
        if (!inside)
        {
            string tail = Which == Kind.Step ? $" by {_step}" : "";
            throw OutOfRange($"{(_start is { } a ? Text(a) : "")}..{(_stop is { } b ? Text(b) : "")}{tail}", shape, axis);
        }
        long span = Math.Abs((long)stop - start), stride = Math.Abs((long)step);
        return (start, (int)((span + stride - 1) / stride), step);
    }

    static string Text(Index index) => index.ToString();

    static ArgumentOutOfRangeException OutOfRange(string what, Shape shape, int axis) =>
        new("slices", $"Index {what} is out of range: axis {axis} of {shape} has size {shape[axis]}");
}
