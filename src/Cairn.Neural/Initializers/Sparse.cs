using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>Normal numbers of mean 0, of which in every column so many are 0: each unit listens to few others (Martens 2010).</summary>
/// <remarks>Of n rows n times the sparsity, rounded up, are 0 in a column; which ones is drawn anew for each.</remarks>
public sealed record Sparse : Initializer
{
    /// <summary>The share of zeros, from 0 to 1; 0.9 unless set.</summary>
    public double Sparsity
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value : throw new ArgumentOutOfRangeException(nameof(Sparsity), value, "Sparsity lies in [0, 1]");
    } = 0.9;

    /// <summary>The standard deviation of the others, above 0; 0.01 unless set.</summary>
    public double Deviation
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Deviation), value, "Deviation must be above 0 and finite");
    } = 0.01;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The parameter is no matrix.</exception>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        if (shape.Rank != 2) throw new ArgumentException($"Sparse: a parameter of {shape} is no matrix", nameof(shape));
        var (rows, columns) = (shape[0], shape[1]);
        var values = new double[shape.Elements];
        var rng = stream.Start();
        rng.FillNormal(values);
        for (int i = 0; i < values.Length; i++) values[i] *= Deviation;
        int zeros = (int)Math.Ceiling(Sparsity * rows);
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int j = 0; j < columns; j++)
            for (int i = 0; i < zeros; i++)
            {
                int other = i + rng.Index(rows - i);
                (order[i], order[other]) = (order[other], order[i]);
                values[order[i] * columns + j] = 0;
            }
        return Tensor.From<double>(values, shape.AsSpan());
    }
}
