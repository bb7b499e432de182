using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The inverse of Moore and Penrose: A⁺ = V diag(1 / s) Uᵀ over the singular values that do not count as 0.</summary>
    /// <remarks>A⁺ b is the shortest of the vectors x for which A x is nearest to b. Derivatives, to any order, are those with the rank kept
    /// (Golub, Pereyra, SIAM J. Numer. Anal. 10(2), 1973).</remarks>
    /// <param name="tolerance">Values of at most this times the largest count as 0; by default the larger size times 2⁻⁵², or 2⁻²³ for
    /// float32.</param>
    /// <exception cref="ArgumentException">As of <see cref="Svd"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor PseudoInverse(double? tolerance = null)
    {
        CheckTolerance(tolerance, nameof(PseudoInverse));
        var (u, s, v) = Matrices(nameof(PseudoInverse), square: false).SingularParts(nameof(PseudoInverse), wantsVectors: true);
        if (s.Length > 0)
        {
            var kept = Kept(s, tolerance);
            v = v! * Where(kept, 1 / Where(kept, s, 1), 0).Unsqueeze(-2);
        }
        var inverse = Made(nameof(PseudoInverse), v!.MatMul(u!.Transpose(-1, -2)).As(AnswerType));
        return IsTracked(this) ? inverse.By(new PseudoInverseNode(this, inverse)) : inverse;
    }

    sealed class PseudoInverseNode : Node
    {
        public PseudoInverseNode(Tensor a, Tensor inverse) : base(a) => Save(a, inverse);

        // dA = -Pᵀ dP Pᵀ + (I - A P) dPᵀ P Pᵀ + Pᵀ P dPᵀ (I - P A), with P = A⁺
        protected override void Backward(Tensor dp)
        {
            Tensor a = Saved(0), p = Saved(1), pt = p.Transpose(-1, -2), dpt = dp.Transpose(-1, -2);
            Tensor tall = dpt.MatMul(p).MatMul(pt), wide = pt.MatMul(p).MatMul(dpt);
            Give(0, tall - a.MatMul(p.MatMul(tall)) + wide - wide.MatMul(p).MatMul(a) - pt.MatMul(dp).MatMul(pt));
        }
    }

    /// <summary>Which singular values do not count as 0.</summary>
    Tensor Kept(Tensor s, double? tolerance)
    {
        double relative = tolerance ?? Math.Max(Shape[-1], Shape[-2]) * (AnswerType == DType.Float32 ? 1.0 / (1 << 23) : 1.0 / (1L << 52));
        return s.As(DType.Float64) > s.As(DType.Float64).Max(-1, keepDims: true) * relative;
    }

    static void CheckTolerance(double? tolerance, string operation)
    {
        if (tolerance is { } given && !(given >= 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), given, $"{operation}: a tolerance must not be negative");
    }
}
