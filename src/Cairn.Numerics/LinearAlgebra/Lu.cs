using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The factors of each matrix A with its rows in another order: P A = L U, by elimination with partial pivoting.</summary>
    /// <remarks>Of the last two axes; those before them are batches. The largest element of a column, the first of equals, becomes its
    /// pivot, so that no element of L exceeds 1. A singular matrix has factors too, with a 0 on the diagonal of U. Integers are taken as
    /// float64. L and U, and what is solved with them, can be differentiated to any order where the first min(m, n) rows and columns of L U are
    /// regular, the order of the rows being held; where two elements are equally large candidates for a pivot, that order jumps and the factors
    /// with it.</remarks>
    /// <exception cref="ArgumentException">Fewer than two axes, the type is bool, or an element is not finite.</exception>
    public LuDecomposition Lu() => Lu(nameof(Lu));

    internal LuDecomposition Lu(string operation)
    {
        var a = RealMatrix(operation);
        a.ThrowIfNotFinite(operation);
        return a.DType == DType.Float32 ? a.LuFactors<float>() : a.LuFactors<double>();
    }

    unsafe LuDecomposition LuFactors<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = Packed();
        int m = Shape[-2], n = Shape[-1], row = RowStride.Of<T>(n), batches = Batches;
        var factors = Unfilled<T>(Shape.Of(nameof(Lu), [.. BatchSizes, m, row]), out var to);
        var order = Unfilled<int>(new Shape([.. BatchSizes, m]), out var places);
        var from = x.Lent<T>();
        fixed (T* f = to)
        fixed (int* p = places)
            for (int t = 0; t < batches; t++)
            {
                for (int i = t * m; i < (t + 1) * m; i++) from.Slice(i * n, n).CopyTo(to.Slice(i * row, n));
                LuFactor.Run(m, n, f + (nint)t * m * row, row, p + t * m);
            }
        GC.KeepAlive(x);
        return new LuDecomposition(this, factors.View(Shape, factors._strides), order);
    }

    /// <summary>One of the two triangles that lie in one matrix: L with its ones, or U.</summary>
    internal static Tensor LuTriangle(LuDecomposition lu, bool isLower)
    {
        var triangle = lu.Factors.DType == DType.Float32 ? lu.Factors.LuTriangle<float>(isLower) : lu.Factors.LuTriangle<double>(isLower);
        if (!IsTracked(lu.Source)) return triangle;
        return triangle.By(isLower ? new LowerFactorNode(lu) : new UpperFactorNode(lu));
    }

    Tensor LuTriangle<T>(bool isLower) where T : unmanaged, INumber<T>
    {
        int m = Shape[-2], n = Shape[-1], square = Math.Min(m, n), rows = isLower ? m : square, columns = isLower ? square : n;
        var triangle = Unfilled<T>(new Shape([.. BatchSizes, rows, columns]), out var to);
        to.Clear();
        var a = RowMatrix<T>();
        int next = 0;
        foreach (int start in Starts(new Shape(BatchSizes)))
            for (int i = 0; i < rows; i++, next += columns)
            {
                int first = isLower ? 0 : i, count = isLower ? Math.Min(i, columns) : columns - i;
                a.Values.Slice(start + i * a.Row + first, count).CopyTo(to[(next + first)..]);
                if (isLower && i < columns) to[next + i] = T.One;
            }
        GC.KeepAlive(this);
        return triangle;
    }

    // P A = L U with L = [L₁; L₂] and U = [U₁ U₂], one of them with a second part that is not empty where A is not square. With Φ = L₁⁻¹ P dA₁ U₁⁻¹ the
    // square parts move by L₁ tril(Φ, -1) and triu(Φ) U₁; then L₂ = P A₂ U₁⁻¹ and U₂ = L₁⁻¹ P A₂ follow. The rules are that read backwards.
    sealed class LowerFactorNode(LuDecomposition lu) : Node(lu.Source)
    {
        // P dA = [L₁⁻ᵀ (tril(L₁ᵀ dL₁, -1) - triu(L₂ᵀ dL₂)); dL₂] U₁⁻ᵀ, and 0 beside it
        protected override void Backward(Tensor dl)
        {
            var (l, u, k) = RegularFactors(lu);
            Tensor below = dl[Slice.Ellipsis, k.., ..];
            var inner = l[Slice.Ellipsis, ..k, ..].Turned().MatMul(dl[Slice.Ellipsis, ..k, ..]) * Band(l.DType, k, k, (i, j) => i > j)
                - l[Slice.Ellipsis, k.., ..].Turned().MatMul(below) * Band(l.DType, k, k, (i, j) => i <= j);
            Give(0, Whole(lu, OverUpper(Concat([OverLower(inner, l), below], -2), u), -1));
        }
    }

    sealed class UpperFactorNode(LuDecomposition lu) : Node(lu.Source)
    {
        // P dA = L₁⁻ᵀ [(triu(dU₁ U₁ᵀ) - tril(dU₂ U₂ᵀ, -1)) U₁⁻ᵀ, dU₂], and 0 below it
        protected override void Backward(Tensor du)
        {
            var (l, u, k) = RegularFactors(lu);
            Tensor beside = du[Slice.Ellipsis, k..];
            var inner = du[Slice.Ellipsis, ..k].MatMul(u[Slice.Ellipsis, ..k].Turned()) * Band(l.DType, k, k, (i, j) => i <= j)
                - beside.MatMul(u[Slice.Ellipsis, k..].Turned()) * Band(l.DType, k, k, (i, j) => i > j);
            Give(0, Whole(lu, OverLower(Concat([OverUpper(inner, u), beside], -1), l), -2));
        }
    }

    /// <summary>L, U, and the size of their square parts.</summary>
    static (Tensor L, Tensor U, int Square) RegularFactors(LuDecomposition lu)
    {
        Tensor l = lu.L, u = lu.U;
        int square = u.Shape[-2], zero = Array.IndexOf(u.Detach().Diagonal().To<double>().ToArray<double>(), 0);
        if (zero < 0) return (l, u, square);
        string which = u.Rank > 2 ? $" in batch {zero / square}" : "";
        throw new InvalidOperationException($"Lu: pivot {zero % square} of {lu.Source.Shape}{which} is 0: there the factors have no derivative");
    }

    /// <summary>L₁⁻ᵀ x</summary>
    static Tensor OverLower(Tensor x, Tensor l) =>
        l[Slice.Ellipsis, ..l.Shape[-1], ..].SolveTriangular(x, transposed: true, unitDiagonal: true);

    /// <summary>x U₁⁻ᵀ</summary>
    static Tensor OverUpper(Tensor x, Tensor u) =>
        u[Slice.Ellipsis, ..u.Shape[-2]].SolveTriangular(x.Turned(), lower: false).Turned();

    /// <summary>In the shape of A, filled up with zeros along an axis, and the rows in its order.</summary>
    static Tensor Whole(LuDecomposition lu, Tensor x, int axis)
    {
        int[] rest = [.. x.Shape];
        rest[x.Rank + axis] = lu.Source.Shape[axis] - x.Shape[axis];
        var whole = Concat([x, ZerosOf(x.DType, rest)], axis);
        return whole.Gather(-2, lu.P.ArgSort().Unsqueeze(-1).BroadcastTo(whole.Shape.AsSpan()));
    }
}
