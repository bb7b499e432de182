using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros (false for booleans).</summary>
    /// <param name="shape">The sizes along the axes; none for a single number.</param>
    public static Tensor Zeros<T>(params ReadOnlySpan<int> shape) where T : unmanaged => Zeros(DTypes.Of<T>(), shape);

    /// <summary>A tensor of zeros (false for booleans) of the given element type.</summary>
    public static Tensor Zeros(DType dtype, params ReadOnlySpan<int> shape)
    {
        var s = new Shape(shape);
        return new Tensor(Storage.Make(dtype, s.Elements), s);
    }

    /// <summary>A tensor of ones (true for booleans).</summary>
    /// <param name="shape">The sizes along the axes; none for a single number.</param>
    public static Tensor Ones<T>(params ReadOnlySpan<int> shape) where T : unmanaged => Ones(DTypes.Of<T>(), shape);

    /// <summary>A tensor of ones (true for booleans) of the given element type.</summary>
    public static Tensor Ones(DType dtype, params ReadOnlySpan<int> shape)
    {
        var ones = Unfilled(dtype, new Shape(shape));
        ones.Assign(1);
        return ones;
    }

    /// <summary>A tensor whose elements are all <paramref name="value"/>, of its type.</summary>
    public static Tensor Full<T>(T value, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        _ = DTypes.Of<T>();
        var full = Unfilled<T>(new Shape(shape), out var values);
        StridedCopy.Fill(values, value);
        return full;
    }

    /// <summary>The square matrix with ones on the diagonal and zeros elsewhere.</summary>
    /// <param name="size">The number of rows and columns.</param>
    public static Tensor Eye<T>(int size) where T : unmanaged => Eye(DTypes.Of<T>(), size);

    /// <summary>The square matrix with ones on the diagonal and zeros elsewhere, of the given element type.</summary>
    public static Tensor Eye(DType dtype, int size)
    {
        var eye = Zeros(dtype, size, size);
        for (int i = 0; i < size; i++) eye[i, i] = 1;
        return eye;
    }

    /// <summary>The int32 vector 0, 1, ..., <paramref name="stop"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stop"/> is negative.</exception>
    public static Tensor Arange(int stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stop);
        return Arange(0, stop);
    }

    /// <summary>The int32 vector start, start + step, ... before <paramref name="stop"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, or the elements are too many.</exception>
    public static Tensor Arange(int start, int stop, int step = 1)
    {
        if (step == 0) throw new ArgumentOutOfRangeException(nameof(step), step, "Arange: the step cannot be 0");
        long span = step > 0 ? (long)stop - start : (long)start - stop, stride = Math.Abs((long)step);
        var values = new int[Count((span + stride - 1) / stride)];
        for (int i = 0; i < values.Length; i++) values[i] = (int)(start + (long)i * step);
        return Own(values, new Shape(values.Length));
    }

    /// <summary>The float64 vector start, start + step, ... before <paramref name="stop"/>; the i-th element is start + i step.</summary>
    /// <remarks>Rounding decides whether an element just before the end is in; <see cref="Linspace"/> counts instead.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, a number is not finite, or the elements are too many.</exception>
    public static Tensor Arange(double start, double stop, double step = 1)
    {
        ThrowIfNotFinite(start, nameof(start));
        ThrowIfNotFinite(stop, nameof(stop));
        ThrowIfNotFinite(step, nameof(step));
        if (step == 0) throw new ArgumentOutOfRangeException(nameof(step), step, "Arange: the step cannot be 0");
        var values = new double[Count(Math.Ceiling((stop - start) / step))];
        for (int i = 0; i < values.Length; i++) values[i] = start + i * step;
        return Own(values, new Shape(values.Length));
    }

    /// <summary>A float64 vector of <paramref name="count"/> evenly spaced numbers, both ends included exactly.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The last number.</param>
    /// <param name="count">How many; 1 gives <paramref name="start"/> alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or an end is not finite.</exception>
    public static Tensor Linspace(double start, double stop, int count)
    {
        ThrowIfNotFinite(start, nameof(start));
        ThrowIfNotFinite(stop, nameof(stop));
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double width = stop - start;
        ThrowIfNotFinite(width, "stop - start");
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = i > 0 && i == count - 1 ? stop : start + width * (i / Math.Max(count - 1.0, 1));
        return Own(values, new Shape(count));
    }

    static int Count(double count) => count <= 0 ? 0 : count <= Shape.MaxElements
        ? (int)count
        : throw new ArgumentOutOfRangeException(nameof(count), $"Arange: {count:F0} elements are too many");

    static void ThrowIfNotFinite(double value, string name)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "The number must be finite");
    }

    /// <summary>A copy of <paramref name="values"/>, laid out row by row in <paramref name="shape"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape) where T : unmanaged =>
        Own(values.ToArray(), new Shape(shape));

    /// <summary>A vector with a copy of <paramref name="values"/>: <c>Tensor.From([1.5, 2])</c>.</summary>
    public static Tensor From<T>(ReadOnlySpan<T> values) where T : unmanaged => Own(values.ToArray(), new Shape(values.Length));

    /// <summary>A vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor From<T>(T[] values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return Own((T[])values.Clone(), new Shape(values.Length));
    }

    /// <summary>A matrix with a copy of <paramref name="values"/>.</summary>
    public static Tensor From<T>(T[,] values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var flat = new T[values.Length];
        int i = 0;
        foreach (T value in values) flat[i++] = value;
        return Own(flat, new Shape(values.GetLength(0), values.GetLength(1)));
    }

    /// <summary>A tensor of three axes with a copy of <paramref name="values"/>.</summary>
    public static Tensor From<T>(T[,,] values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var flat = new T[values.Length];
        int i = 0;
        foreach (T value in values) flat[i++] = value;
        return Own(flat, new Shape(values.GetLength(0), values.GetLength(1), values.GetLength(2)));
    }

    /// <summary>A matrix with a copy of <paramref name="rows"/>, which must be of equal length.</summary>
    /// <exception cref="ArgumentException">A row's length differs from the first row's.</exception>
    public static Tensor From<T>(T[][] rows) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Length == 0 ? 0 : rows[0]?.Length ?? 0;
        var flat = new T[rows.Length * columns];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i]?.Length != columns)
                throw new ArgumentException($"rows: row {i} has {rows[i]?.Length ?? 0} values, row 0 has {columns}", nameof(rows));
            rows[i].CopyTo(flat, i * columns);
        }
        return Own(flat, new Shape(rows.Length, columns));
    }

    /// <summary>A vector with a copy of the array.</summary>
    public static implicit operator Tensor(double[] values) => From(values);

    /// <summary>A vector with a copy of the array.</summary>
    public static implicit operator Tensor(float[] values) => From(values);

    /// <summary>A vector with a copy of the array.</summary>
    public static implicit operator Tensor(int[] values) => From(values);

    /// <summary>A vector with a copy of the array.</summary>
    public static implicit operator Tensor(bool[] values) => From(values);

    /// <summary>A matrix with a copy of the array.</summary>
    public static implicit operator Tensor(double[,] values) => From(values);

    /// <summary>A matrix with a copy of the array.</summary>
    public static implicit operator Tensor(float[,] values) => From(values);

    /// <summary>A matrix with a copy of the array.</summary>
    public static implicit operator Tensor(int[,] values) => From(values);

    /// <summary>A matrix with a copy of the rows, which must be of equal length.</summary>
    public static implicit operator Tensor(double[][] rows) => From(rows);

    /// <summary>A tensor with anything in it, and its memory, whose every element the caller writes before anyone sees it.</summary>
    /// <remarks>The span is lent: see <see cref="Lent"/>. Returning the tensor keeps it alive.</remarks>
    internal static Tensor Unfilled<T>(Shape shape, out Span<T> values) where T : unmanaged
    {
        var storage = Storage<T>.Unfilled(shape.Elements);
        values = storage.Span;
        return new Tensor(storage, shape);
    }

    /// <summary>Wraps an array that nobody else changes from now on.</summary>
    internal static Tensor Own<T>(T[] values, Shape shape) where T : unmanaged
    {
        if (values.Length != shape.Elements)
            throw new ArgumentException($"From: {values.Length} values do not fill the shape {shape} of {shape.Elements}", nameof(values));
        _ = DTypes.Of<T>();
        return new Tensor(new Storage<T>(values), shape);
    }
}
