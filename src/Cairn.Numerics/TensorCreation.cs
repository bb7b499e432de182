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
        return new Tensor(Storage.Make(dtype, s.Length), s);
    }

    /// <summary>A copy of <paramref name="values"/>, laid out row by row in <paramref name="shape"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape) where T : unmanaged =>
        Own(values.ToArray(), new Shape(shape));

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

    /// <summary>A matrix with a copy of the array.</summary>
    public static implicit operator Tensor(double[,] values) => From(values);

    /// <summary>A matrix with a copy of the array.</summary>
    public static implicit operator Tensor(float[,] values) => From(values);

    /// <summary>A matrix with a copy of the rows, which must be of equal length.</summary>
    public static implicit operator Tensor(double[][] rows) => From(rows);

    /// <summary>Wraps an array that nobody else changes from now on.</summary>
    internal static Tensor Own<T>(T[] values, Shape shape) where T : unmanaged
    {
        if (values.Length != shape.Length)
            throw new ArgumentException($"From: {values.Length} values do not fill the shape {shape} of {shape.Length}", nameof(values));
        _ = DTypes.Of<T>();
        return new Tensor(new Storage<T>(values), shape);
    }
}
