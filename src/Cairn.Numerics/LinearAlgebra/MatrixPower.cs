namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The product of n equal factors A, the square matrices of the last two axes: by squaring, log₂ n to 2 log₂ n products.</summary>
    /// <remarks>n = 0 gives the identity. A negative n gives the power of the inverse, for which integers are taken as float64.</remarks>
    /// <param name="n">How many factors.</param>
    /// <exception cref="ArgumentException">This is no square matrix; the type is bool; an integer result is out of range; or n is
    /// negative and the matrix singular.</exception>
    public Tensor MatrixPower(int n)
    {
        if (Rank < 2) throw NoMatrix(nameof(MatrixPower));
        if (DType == DType.Bool) throw NoNumber(nameof(MatrixPower));
        ThrowIfNotSquare(nameof(MatrixPower));
        var square = n >= 0 ? this : Lu(nameof(MatrixPower)).Inverse(nameof(MatrixPower));
        Tensor? power = null;
        for (uint left = (uint)Math.Abs((long)n); left > 0; left >>= 1)
        {
            if ((left & 1) == 1) power = power is null ? square : power.MatMul(square);
            if (left > 1) square = square.MatMul(square);
        }
        return power ?? Eye(DType, Shape[-1]) * Ones(DType, Shape.AsSpan());
    }
}
