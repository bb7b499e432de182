using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>What the table of operations does not show of the direct solvers: large sizes, extremes, and their results' other members.</summary>
public class DirectSolverTests
{
    static Tensor Matrix(int rows, int columns, ulong seed = 1) => Tensor.From<double>(Sequence.Numbers(rows * columns, seed), rows, columns);

    static Tensor Definite(int n) => Matrix(n, n) is var x ? x.MatMul(x.T) + Tensor.Eye<double>(n) : null!;

    public static TheoryData<string, int, DType> Sizes
    {
        get
        {
            var data = new TheoryData<string, int, DType>();
            foreach (string what in (string[])["LU", "Cholesky", "QR", "pivots", "triangle"])
                foreach (int n in (int[])[31, 64, 127, 300])
                    foreach (var dtype in (DType[])[DType.Float64, DType.Float32]) data.Add(what, n, dtype);
            return data;
        }
    }

    static Tensor[] Run(string what, int n, Tensor a, Tensor b) => what switch
    {
        "LU" => a.Lu() is var lu ? [lu.P, lu.L, lu.U, lu.Solve(b), lu.Inverse(), lu.Determinant()] : [],
        "Cholesky" => (a.MatMul(a.T) + Tensor.Eye(a.DType, n)).Cholesky() is var c ? [c.L, c.Solve(b), c.LogDeterminant()] : [],
        "QR" => a.Qr() is var qr ? [qr.Q, qr.R, a.LeastSquares(b).Solution] : [],
        "pivots" => a.Qr(pivoted: true) is var qr ? [qr.Q, qr.R, qr.Pivots] : [],
        _ => [Regular(a).SolveTriangular(b), Regular(a).SolveTriangular(b, lower: false), Regular(a).SolveTriangular(b, lower: false, transposed: true)],
    };

    // a triangle of random numbers is so badly conditioned that float32 may overflow
    static Tensor Regular(Tensor a) => a / 16 + Tensor.Eye(a.DType, a.Shape[0]);

    [Theory, MemberData(nameof(Sizes))]
    public void The_bits_are_those_of_any_number_of_threads_and_any_layout(string what, int n, DType dtype)
    {
        Tensor a = Matrix(n, n).To(dtype), b = Matrix(n, 70, 2).To(dtype);
        int threads = WorkTeam.Threads;
        try
        {
            WorkTeam.Threads = 1;
            var expected = Run(what, n, a, b);
            foreach (int count in (int[])[2, 8])
            {
                WorkTeam.Threads = count;
                foreach (var (x, y) in ((Tensor, Tensor)[])[(a, b), (a.T.Copy().T, b.T.Copy().T)])
                    Assert.All(expected.Zip(Run(what, n, x, y)), pair => Assert.True(Tensor.EqualsExactly(pair.First, pair.Second)));
            }
        }
        finally { WorkTeam.Threads = threads; }
    }

    [Fact]
    public void A_solution_has_the_same_bits_alone_and_among_others()
    {
        Tensor a = Matrix(150, 150), b = Matrix(150, 90, 2);
        var lu = a.Lu();
        var together = lu.Solve(b);
        foreach (int j in (int[])[0, 1, 31, 64, 89])
        {
            Assert.True(Tensor.EqualsExactly(together[.., j], lu.Solve(b[.., j])));
            Assert.True(Tensor.EqualsExactly(a.SolveTriangular(b)[.., j], a.SolveTriangular(b[.., j])));
        }
        var batch = Tensor.Stack([a, a.T, 2 * a]);
        Assert.True(Tensor.EqualsExactly(batch.Solve(b)[1], a.T.Solve(b)));
        Assert.True(Tensor.EqualsExactly(batch.Lu().U[2], (2 * a).Lu().U));
        Assert.True(Tensor.EqualsExactly(batch.Qr().Q[1], a.T.Qr().Q));
        Assert.True(Tensor.EqualsExactly(batch.Qr(pivoted: true).R[1], a.T.Qr(pivoted: true).R));
    }

    [Fact]
    public void Factors_give_the_matrix_back_as_their_summary_says()
    {
        var a = Matrix(9, 6);
        var lu = a.Lu();
        Assert.Equal(DType.Int32, lu.P.DType);
        Assert.True((double)(a[lu.P] - lu.L.MatMul(lu.U)).Abs().Max() < 1e-15);
        var qr = a.Qr(pivoted: true);
        Assert.True((double)(a[.., qr.Pivots] - qr.Q.MatMul(qr.R)).Abs().Max() < 1e-14);
        Assert.Equal([0, 1, 2, 3, 4, 5], a.Qr().Pivots.ToArray<int>());
        Assert.True(lu.P.IsReadOnly);
    }

    [Fact]
    public void The_first_of_equal_pivots_is_taken()
    {
        var a = Tensor.From(new double[,] { { 1, 1 }, { -2, 0 }, { 2, 5 }, { 2, 9 } });
        Assert.Equal([1, 3, 2, 0], a.Lu().P.ToArray<int>());
    }

    [Fact]
    public void Determinants_go_over_the_range_on_the_way()
    {
        double[] pivots = [1e300, 1e300, 1e-300, 1e-300, 8];
        var a = Tensor.From<double>(pivots) * Tensor.Eye<double>(5);
        Assert.Equal(8, (double)a.Determinant(), 1e-12);
        var (sign, log) = (-a).LogDeterminant();
        Assert.Equal(-1, (double)sign);
        Assert.Equal(Math.Log(8), (double)log, 1e-13);
        Assert.Equal(double.PositiveInfinity, (double)(1e300 * Tensor.Eye<double>(3)).Determinant());
        Assert.Equal(3 * Math.Log(1e300), (double)(1e300 * Tensor.Eye<double>(3)).LogDeterminant().LogMagnitude, 1e-9);
        Assert.Equal(1, (double)Tensor.Zeros<double>(0, 0).Determinant());
    }

    [Fact]
    public void A_logarithm_near_1_keeps_its_digits()
    {
        var a = Tensor.Eye<double>(2) + Tensor.From(new[,] { { 1e-12, 0 }, { 0, -3e-12 } });
        Assert.Equal(-2e-12, (double)a.LogDeterminant().LogMagnitude, 3e-16);
    }

    [Fact]
    public void Singular_matrices_have_a_determinant_but_no_derivative_of_it()
    {
        var a = Tensor.Ones<double>(3, 3).AsParameter();
        Assert.Equal(0, (double)a.Determinant());
        var (sign, log) = a.LogDeterminant();
        Assert.Equal(0, (double)sign);
        Assert.Equal(double.NegativeInfinity, (double)log);
        Assert.StartsWith("Determinant: [3, 3] is singular", Assert.Throws<ArgumentException>(() => a.Determinant().Backward()).Message);
    }

    [Fact]
    public void Integers_are_taken_as_float64_and_types_meet_as_in_products()
    {
        Tensor a = Tensor.From(new[,] { { 2, 1 }, { 1, 3 } }), b = Tensor.From<float>([3, 5]);
        Assert.Equal([0.8, 1.4], a.Solve(Tensor.From([3, 5])).ToArray<double>().Select(x => Math.Round(x, 12)));
        Assert.Equal(DType.Float32, a.Solve(b).DType);
        Assert.Equal(DType.Float64, a.To<double>().Solve(b).DType);
        Assert.Equal(5, (double)a.Determinant(), 1e-14);
        Assert.Equal(DType.Int64, a.Trace().DType);
        Assert.Equal([5, 5, 5, 10], a.MatrixPower(2).ToArray<int>());
        Assert.Equal([1, 0, 0, 1], a.MatrixPower(0).ToArray<int>());
        Assert.Equal(DType.Float64, a.MatrixPower(-1).DType);
        var lu = a.To<double>().Lu();
        Assert.Contains("float64 factors with right sides of float32", Assert.Throws<ArgumentException>(() => lu.Solve(b)).Message);
        Assert.Contains("[4, 2] is not square", Assert.Throws<ArgumentException>(() => Tensor.Ones<double>(4, 2).Lu().Inverse()).Message);
        Assert.Contains("[4, 2] is not square", Assert.Throws<ArgumentException>(() => Tensor.Ones<double>(4, 2).Lu().Determinant()).Message);
    }

    [Fact]
    public void NaN_in_a_right_side_stays_in_its_column()
    {
        Tensor a = Matrix(40, 40), b = Matrix(40, 20, 2), clean = a.Solve(b);
        b[3, 5] = double.NaN;
        var x = a.Solve(b);
        Assert.True(double.IsNaN((double)x[39, 5]));
        Assert.True(Tensor.EqualsExactly(clean[.., ..5], x[.., ..5]));
        Assert.True(Tensor.EqualsExactly(clean[.., 6..], x[.., 6..]));
    }

    [Fact]
    public void Only_the_lower_triangle_is_read()
    {
        var a = Definite(70);
        var l = a.Cholesky().L;
        var b = a.Copy();
        for (int i = 0; i < 70; i++) b[i, (i + 1)..] = double.NaN;
        Assert.True(Tensor.EqualsExactly(l, b.Cholesky().L));
        for (int i = 0; i < 69; i++) Assert.Equal(0, (double)l[i, (i + 1)..].Abs().Max());
    }

    [Fact]
    public void The_minor_is_named_in_large_matrices_too()
    {
        var a = Definite(200);
        a[150, 150] = -1;
        Assert.Contains("leading minor of order 151", Assert.Throws<ArgumentException>(() => a.Cholesky()).Message);
    }

    [Fact]
    public void Derivatives_go_through_kept_factors_as_through_the_operations()
    {
        Tensor a = Matrix(5, 5).AsParameter(), b = Matrix(5, 2, 3), weights = Matrix(5, 2, 4);
        (a.Solve(b) * weights).Sum().Backward();
        var direct = a.Grad!;
        a.ZeroGrad();
        var lu = a.Lu();
        (lu.Solve(b) * weights).Sum().Backward();
        Assert.True(Tensor.EqualsExactly(direct, a.Grad!));
        a.ZeroGrad();
        lu.LogDeterminant().LogMagnitude.Backward();
        Assert.True((double)(a.Grad! - a.Detach().Inverse().T).Abs().Max() < 1e-12);
    }

    [Theory]
    [InlineData(60, 60), InlineData(70, 40), InlineData(40, 70)]
    public void The_derivative_of_the_product_of_the_factors_is_that_of_the_matrix(int rows, int columns)
    {
        Tensor a = Matrix(rows, columns).AsParameter(), weights = Matrix(rows, columns, 3);
        var lu = a.Lu();
        (lu.L.MatMul(lu.U) * weights).Sum().Backward();
        Assert.True((double)(a.Grad![lu.P] - weights).Abs().Max() < 1e-10); // P A = L U
    }

    [Theory]
    [InlineData(7, 4), InlineData(4, 7)]
    public void Rank_is_told_and_a_solution_of_less_has_no_derivative(int rows, int columns)
    {
        var a = (Matrix(rows, 2).MatMul(Matrix(2, columns, 9))).AsParameter();
        var (x, rank) = a.LeastSquares(Matrix(rows, 1, 3));
        Assert.Equal(2, (int)rank);
        Assert.Contains("has not full rank", Assert.Throws<InvalidOperationException>(() => x.Sum().Backward()).Message);
        var ranks = Tensor.Stack([a.Detach(), Matrix(rows, columns)]).LeastSquares(Tensor.Ones<double>(rows)).Rank;
        Assert.Equal([2, 4], ranks.ToArray<int>());
    }
}
