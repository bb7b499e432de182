using Cairn.LinearAlgebra;
using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>Rows, or columns where they are fewer, that are orthogonal and of one length, drawn evenly from all such matrices
/// (Saxe et al. 2014): signals go through without growing or fading.</summary>
/// <remarks>Axes behind the first are taken as one. The matrix is Q of the QR factorization of normal numbers whose R has a
/// positive diagonal (Mezzadri 2007).</remarks>
public sealed record Orthogonal : Initializer
{
    /// <summary>The length of the rows or columns, above 0; 1 unless set.</summary>
    public double Gain
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Gain), value, "Gain must be above 0 and finite");
    } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The parameter has fewer than two axes.</exception>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        if (shape.Rank < 2) throw new ArgumentException($"Orthogonal: a parameter of {shape} is no matrix and no kernel", nameof(shape));
        int rows = shape[0], columns = rows == 0 ? 0 : shape.Elements / rows;
        int tall = Math.Max(rows, columns), narrow = Math.Min(rows, columns);
        var columnsOfNormals = new double[tall * narrow]; // one column after the other
        var rng = stream.Start();
        rng.FillNormal(columnsOfNormals);
        Orthonormalize(columnsOfNormals, tall, narrow);
        var values = new double[rows * columns];
        for (int j = 0; j < narrow; j++)
            for (int i = 0; i < tall; i++)
                values[rows >= columns ? i * columns + j : j * columns + i] = Gain * columnsOfNormals[j * tall + i];
        return Tensor.From<double>(values, shape.AsSpan());
    }

    /// <summary>Gram and Schmidt's way, each column twice, which is as orthogonal as rounding allows; R's diagonal is positive.</summary>
    static void Orthonormalize(Span<double> columns, int length, int count)
    {
        for (int j = 0; j < count; j++)
        {
            var column = columns.Slice(j * length, length);
            for (int pass = 0; pass < 2; pass++)
                for (int k = 0; k < j; k++)
                {
                    var before = columns.Slice(k * length, length);
                    Dots.Axpy(-Dots.Dot(before, column), before, column);
                }
            double norm = Math.Sqrt(Dots.Dot(column, column));
            for (int i = 0; i < length; i++) column[i] /= norm;
        }
    }
}
