namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The inverse A⁻¹ of each matrix of the last two axes.</summary>
    /// <remarks>To solve A x = b, <see cref="Solve"/> is faster and loses fewer digits than a product with the inverse.</remarks>
    /// <exception cref="ArgumentException">This is no square matrix, is singular, or has elements that are not finite.</exception>
    public Tensor Inverse()
    {
        var a = RealMatrix(nameof(Inverse));
        a.ThrowIfNotSquare(nameof(Inverse));
        return a.Lu(nameof(Inverse)).Inverse(nameof(Inverse));
    }
}
