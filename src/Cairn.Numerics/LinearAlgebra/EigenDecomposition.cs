namespace Cairn.LinearAlgebra;

/// <summary>A v = w v of square matrices A, with complex values w and vectors v: what <see cref="Tensor.Eigen"/> gives.</summary>
public sealed class EigenDecomposition
{
    internal EigenDecomposition(Tensor realValues, Tensor imaginaryValues, Tensor realVectors, Tensor imaginaryVectors) =>
        (RealValues, ImaginaryValues, RealVectors, ImaginaryVectors) = (realValues, imaginaryValues, realVectors, imaginaryVectors);

    /// <summary>The real parts of the eigenvalues in ascending order, [..., n].</summary>
    public Tensor RealValues { get; }

    /// <summary>Their imaginary parts: of two conjugate values, which stand side by side, the positive one first.</summary>
    public Tensor ImaginaryValues { get; }

    /// <summary>The real parts of the eigenvectors, in columns, [..., n, n].</summary>
    /// <remarks>Of length 1; and the first of the elements within an eighth of the largest magnitude is real and positive. A matrix that lacks
    /// vectors (a defective one) gets nearly dependent ones.</remarks>
    public Tensor RealVectors { get; }

    /// <summary>Their imaginary parts: 0 for a real value; those of conjugate values are conjugate.</summary>
    public Tensor ImaginaryVectors { get; }
}
