using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The matrix product: c_ij = Σ_k a_ik b_kj.</summary>
    /// <remarks>Of the last two axes; the axes before them are batches and broadcast. A vector is a row on the left and a column on the
    /// right, and its axis of size 1 goes away again, so that two vectors give their dot product. Every sum is a chain of fused
    /// multiply-adds in the order of k, in the type of the result; above 768 terms, chains of equal length of at most 768 terms, added in
    /// order. So its bits depend on one row and one column alone: not on the machine, the threads, the layout, or the other rows.</remarks>
    /// <param name="other">The right factor.</param>
    /// <exception cref="ArgumentException">The inner sizes differ, the batches do not broadcast, a factor is a single number, a type is
    /// bool, or an integer result is out of range.</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank == 0 || other.Rank == 0)
            throw new ArgumentException($"MatMul: {Shape} x {other.Shape}: each factor must be a vector or a matrix", nameof(other));
        int inner = Shape[-1], innerOther = other.Shape[other.Rank == 1 ? 0 : -2];
        if (inner != innerOther)
            throw new ArgumentException(
                $"MatMul: {Shape} x {other.Shape}: inner sizes {inner} and {innerOther} differ", nameof(other));
        var dtype = DTypes.Together(DType, other.DType, nameof(MatMul));
        var a = As(dtype);
        var b = other.As(dtype);
        var c = dtype switch
        {
            DType.Float32 => a.Product<float>(b),
            DType.Float64 => a.Product<double>(b),
            DType.Int32 => a.CheckedProduct<int>(b),
            DType.Int64 => a.CheckedProduct<long>(b),
            DType.UInt8 => a.CheckedProduct<byte>(b),
            _ => throw NoNumber(nameof(MatMul)),
        };
        Check(nameof(MatMul), c);
        return IsTracked(this, other) ? c.By(new MatMulNode(this, other)) : c;
    }

    sealed class MatMulNode : Node
    {
        public MatMulNode(Tensor a, Tensor b) : base(a, b) => Save(Needs(1) ? a : null, Needs(0) ? b : null);

        // dA = dC Bᵀ, dB = Aᵀ dC, where a vector is a matrix of one row or one column; the engine sums over batches that were broadcast
        protected override void Backward(Tensor dc)
        {
            if (Needs(0))
            {
                var b = Saved(1);
                bool row = ShapeOf(0).Rank == 1, column = b.Rank == 1;
                var slope = column ? dc.Unsqueeze(-1) : dc;
                var da = (row ? slope.Unsqueeze(-2) : slope).MatMul((column ? b.Unsqueeze(-1) : b).Transpose(-1, -2));
                Give(0, row ? da.Squeeze(-2) : da);
            }
            if (Needs(1))
            {
                var a = Saved(0);
                bool row = a.Rank == 1, column = ShapeOf(1).Rank == 1;
                var slope = column ? dc.Unsqueeze(-1) : dc;
                var db = (row ? a.Unsqueeze(-2) : a).Transpose(-1, -2).MatMul(row ? slope.Unsqueeze(-2) : slope);
                Give(1, column ? db.Squeeze(-1) : db);
            }
        }
    }
}
