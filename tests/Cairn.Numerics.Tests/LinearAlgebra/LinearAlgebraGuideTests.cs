namespace Cairn.Tests;

/// <summary>The blocks of docs/guide/linear-algebra.md, and that they do what the page says.</summary>
public class LinearAlgebraGuideTests
{
    [Fact]
    public void Solve()
    {
        #region solve
        Tensor a = new[,] { { 4.0, 1, 0 }, { 1, 3, 1 }, { 0, 1, 2 } };
        Tensor x = a.Solve(new[] { 6.0, 10, 8 });        // 1, 2, 3: A x = b

        var lu = a.Lu();                                 // factored once, used often
        Tensor y = lu.Solve(new[] { 5.0, 5, 3 });        // 1, 1, 1
        double determinant = (double)lu.Determinant();   // 18
        #endregion
        Assert.True((double)(x - Tensor.From([1.0, 2, 3])).Abs().Max() < 1e-14);
        Assert.True((double)(y - 1).Abs().Max() < 1e-14);
        Assert.Equal(18, determinant, 1e-13);
    }

    [Fact]
    public void Definite()
    {
        Tensor a = new[,] { { 4.0, 1, 0 }, { 1, 3, 1 }, { 0, 1, 2 } };
        Tensor b = new[] { 6.0, 10, 8 };
        string message = "";
        #region cholesky
        var cholesky = a.Cholesky();                     // A = L Lᵀ, half the work of Lu
        Tensor x = cholesky.Solve(b);
        double logarithm = (double)cholesky.LogDeterminant();

        try
        {
            (a - 3 * Tensor.Eye<double>(3)).Cholesky();
        }
        catch (ArgumentException fault)
        {
            message = fault.Message;                     // not positive definite: its leading minor of order 2 is not positive
        }
        #endregion
        Assert.True((double)(a.MatMul(x) - b).Abs().Max() < 1e-14);
        Assert.Equal(Math.Log(18), logarithm, 1e-14);
        Assert.Contains("is not positive definite: its leading minor of order 2 is not positive", message);
    }

    [Fact]
    public void Fit()
    {
        #region least-squares
        Tensor points = new[,] { { 1.0, 0 }, { 1, 1 }, { 1, 2 }, { 1, 3 } };
        var (line, rank) = points.LeastSquares(new[] { 1.0, 3, 5, 7 });            // 1 + 2 t; rank 2

        Tensor twice = new[,] { { 1.0, 1 }, { 2, 2 } };
        var (shortest, less) = twice.LeastSquares(new[] { 2.0, 4 });               // 1, 1: of all solutions the shortest; rank 1

        var qr = points.Qr();                            // Q with orthonormal columns, R upper triangular
        Tensor same = qr.R.SolveTriangular(qr.Q.T.MatMul(new[] { 1.0, 3, 5, 7 }), lower: false);
        #endregion
        Assert.True((double)(line - Tensor.From([1.0, 2])).Abs().Max() < 1e-14);
        Assert.True((double)(same - line).Abs().Max() < 1e-14);
        Assert.True((double)(shortest - 1).Abs().Max() < 1e-14);
        Assert.Equal((2, 1), ((int)rank, (int)less));
    }

    [Fact]
    public void Slope()
    {
        #region gradient
        Tensor a = Tensor.From(new[,] { { 2.0, 1 }, { 1, 3 } }).AsParameter();
        a.LogDeterminant().LogMagnitude.Backward();
        Tensor slope = a.Grad!;                          // A⁻ᵀ
        #endregion
        Assert.True((double)(slope - a.Detach().Inverse().T).Abs().Max() < 1e-15);
    }

    [Fact]
    public void Batches()
    {
        #region batches
        Tensor many = Tensor.Stack([Tensor.Eye<double>(2), 2 * Tensor.Eye<double>(2)]);    // [2, 2, 2]: two matrices
        Tensor x = many.Solve(new[] { 4.0, 6 });                                           // [2, 2]: 4, 6 and 2, 3
        #endregion
        Assert.Equal([4, 6, 2, 3], x.ToArray<double>());
    }
}
