namespace Cairn.Tests;

/// <summary>The residuals of the direct solvers, in the ratios that LAPACK's tests hold below 30: to the rounding unit, the size and the
/// norms.</summary>
public class FactorizationRatioTests
{
    const double Most = 30;

    static readonly int[] Sizes = [0, 1, 2, 3, 5, 10, 16, 50, 129, 200];

    public static TheoryData<string, DType> Kinds => Rows(MatrixTypes.All);

    public static TheoryData<string, DType> DefiniteKinds => Rows(MatrixTypes.Definite);

    static TheoryData<string, DType> Rows(string[] kinds)
    {
        var rows = new TheoryData<string, DType>();
        foreach (string kind in kinds)
            foreach (var dtype in (DType[])[DType.Float64, DType.Float32]) rows.Add(kind, dtype);
        return rows;
    }

    static double Unit(DType dtype) => dtype == DType.Float32 ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    static Tensor Make(string kind, int rows, int columns, DType dtype) => Tensor.From(
        MatrixTypes.Make(kind, rows, columns, Unit(dtype), dtype == DType.Float32 ? Math.ScaleB(1, -126) : Math.ScaleB(1, -1022))).To(dtype);

    static Tensor Wide(Tensor a) => a.To<double>();

    /// <summary>The largest sum of magnitudes of a column.</summary>
    static double Norm(Tensor a) => a.Length == 0 ? 0 : (double)Wide(a).Abs().Sum(0).Max();

    static void Small(double residual, double scale, string what)
    {
        double ratio = residual == 0 ? 0 : residual / scale;
        Assert.True(ratio < Most, FormattableString.Invariant($"{what}: ratio {ratio:G4}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Lu(string kind, DType dtype)
    {
        foreach (int n in Sizes)
            foreach (var (rows, columns) in ((int, int)[])[(n, n), (n, n / 2 + 1), (n / 3, n)])
            {
                var a = Make(kind, rows, columns, dtype);
                var lu = a.Lu();
                Assert.Equal(dtype, lu.L.DType);
                double unit = Unit(dtype) * Math.Max(rows, 1);
                // near the end of the range sums of products leave it: both sides are scaled alike
                double scale = kind == "near overflow" ? Math.ScaleB(1, -20) : 1;
                var residual = Wide(a)[lu.P] * scale - Wide(lu.L).MatMul(Wide(lu.U) * scale);
                Small(Norm(residual), unit * Norm(Wide(a) * scale), $"LU of {a.Shape}");
                if (lu.L.Length > 0) Assert.True((double)lu.L.Abs().Max() <= 1);
            }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Solution_and_inverse(string kind, DType dtype)
    {
        foreach (int n in Sizes)
        {
            var a = Make(kind, n, n, dtype);
            var b = Tensor.From<double>(Sequence.Numbers(n * 3, 5), n, 3).To(dtype) * (n == 0 ? 1 : Math.Max(Norm(a), 1e-30));
            if (n > 0 && MatrixTypes.IsSingular(kind, n))
            {
                if (kind != "rank one") Assert.Contains("is singular", Assert.Throws<ArgumentException>(() => a.Solve(b)).Message);
                continue;
            }
            var x = a.Solve(b);
            var residual = Wide(b) - Wide(a).MatMul(Wide(x));
            for (int j = 0; j < 3; j++)
                Small(Norm(residual[.., j..(j + 1)]), Unit(dtype) * Norm(a) * Norm(x[.., j..(j + 1)]), $"solution with {a.Shape}");
            if (kind is "near underflow" or "near overflow") continue; // the elements of the inverse leave the range
            var inverse = a.Inverse();
            Small(Norm(Wide(a).MatMul(Wide(inverse)) - Tensor.Eye<double>(n)), Unit(dtype) * Math.Max(n, 1) * Norm(a) * Norm(inverse),
                $"inverse of {a.Shape}");
        }
    }

    [Theory, MemberData(nameof(DefiniteKinds))]
    public void Cholesky(string kind, DType dtype)
    {
        foreach (int n in Sizes)
        {
            var a = Tensor.From(MatrixTypes.MakeDefinite(kind, n, Unit(dtype), dtype == DType.Float32 ? Math.ScaleB(1, -126) : Math.ScaleB(1, -1022)))
                .To(dtype);
            var cholesky = a.Cholesky();
            var l = Wide(cholesky.L);
            Assert.Equal(dtype, cholesky.L.DType);
            Small(Norm(l.MatMul(l.T) - Wide(a)), Unit(dtype) * Math.Max(n, 1) * Norm(a), $"Cholesky of {a.Shape}");
            var b = Tensor.From<double>(Sequence.Numbers(n * 2, 5), n, 2).To(dtype) * (n == 0 ? 1 : Norm(a));
            var x = cholesky.Solve(b);
            Small(Norm(Wide(b) - Wide(a).MatMul(Wide(x))), Unit(dtype) * Norm(a) * Norm(x), $"solution by Cholesky of {a.Shape}");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Qr(string kind, DType dtype)
    {
        foreach (int n in Sizes)
            foreach (var (rows, columns) in ((int, int)[])[(n, n), (n, n / 2 + 1), (n / 3, n)])
                foreach (bool pivoted in (bool[])[false, true])
                {
                    var a = Make(kind, rows, columns, dtype);
                    var qr = a.Qr(pivoted);
                    Tensor q = Wide(qr.Q), r = Wide(qr.R);
                    string what = $"QR of {a.Shape}{(pivoted ? " with pivots" : "")}";
                    double unit = Unit(dtype) * Math.Max(Math.Max(rows, columns), 1);
                    Small(Norm(q.MatMul(r) - Wide(a)[.., qr.Pivots]), unit * Norm(a), what);
                    Small(Norm(q.T.MatMul(q) - Tensor.Eye<double>(q.Shape[1])), unit, what + ": orthogonality");
                    var diagonal = r.Diagonal().Abs().ToArray<double>();
                    for (int k = 1; pivoted && k < diagonal.Length; k++) // but for what rounding left of columns that depend on others
                        Assert.True(diagonal[k] <= diagonal[k - 1] * (1 + 10 * unit) + unit * diagonal[0], $"{what}: {k}");
                }
    }

    [Theory]
    [InlineData(450, 400, 400), InlineData(400, 450, 400), InlineData(450, 400, 37), InlineData(400, 400, 399)]
    public void Qr_with_pivots_of_several_blocks(int rows, int columns, int rank)
    {
        foreach (var dtype in (DType[])[DType.Float64, DType.Float32])
        {
            Tensor left = Tensor.From<double>(Sequence.Numbers(rows * rank, 1), rows, rank), right = Tensor.From<double>(Sequence.Numbers(rank * columns, 2), rank, columns);
            var a = (rank == Math.Min(rows, columns) ? Tensor.From<double>(Sequence.Numbers(rows * columns, 3), rows, columns) : left.MatMul(right)).To(dtype);
            var qr = a.Qr(pivoted: true);
            Tensor q = Wide(qr.Q), r = Wide(qr.R);
            double unit = Unit(dtype) * Math.Max(rows, columns);
            string what = $"QR with pivots of {a.Shape}";
            Small(Norm(q.MatMul(r) - Wide(a)[.., qr.Pivots]), unit * Norm(a), what);
            Small(Norm(q.T.MatMul(q) - Tensor.Eye<double>(q.Shape[1])), unit, what + ": orthogonality");
            double[] diagonal = r.Diagonal().Abs().ToArray<double>();
            for (int k = 1; k < rank; k++) Assert.True(diagonal[k] <= diagonal[k - 1] * (1 + 10 * unit), $"{what}: {k}");
            Assert.True(diagonal[rank - 1] > unit * diagonal[0], what);
            if (rank < diagonal.Length) Assert.True(diagonal[rank] <= unit * diagonal[0], FormattableString.Invariant($"{what}: {diagonal[rank] / diagonal[0]}"));
            Assert.Equal(Enumerable.Range(0, columns), qr.Pivots.ToArray<int>().Order());
        }
    }

    [Theory]
    [InlineData(DType.Float64), InlineData(DType.Float32)]
    public void Columns_of_any_magnitude_are_factored_as_if_alone(DType dtype)
    {
        int far = dtype == DType.Float32 ? 100 : 900;
        var scales = Tensor.From<double>([.. Enumerable.Range(0, 12).Select(j => Math.ScaleB(1, (j % 3 - 1) * far))]).To(dtype);
        var a = Make("random", 30, 12, dtype);
        var (near, scaled) = (a.Qr(), (a * scales).Qr());
        Assert.True(Tensor.EqualsExactly(near.Q, scaled.Q));
        Assert.True(Tensor.EqualsExactly(near.R * scales, scaled.R));
    }

    [Theory]
    [InlineData(40, 25, 25), InlineData(40, 25, 11), InlineData(25, 40, 25), InlineData(25, 40, 9), InlineData(130, 70, 69), InlineData(7, 7, 0)]
    [InlineData(1, 1, 1), InlineData(5, 0, 0), InlineData(0, 5, 0), InlineData(90, 90, 89), InlineData(3, 200, 3)]
    public void Least_squares(int rows, int columns, int rank)
    {
        foreach (double condition in (double[])[2, 1e4])
            foreach (var dtype in (DType[])[DType.Float64, DType.Float32])
            {
                double[] values = [.. Enumerable.Range(0, rank).Select(i => Math.Pow(condition, -i / Math.Max(rank - 1.0, 1)))];
                var a = Tensor.From(MatrixTypes.WithValues(values, rows, columns)).To(dtype);
                var b = Tensor.From<double>(Sequence.Numbers(rows * 2, 8), rows, 2).To(dtype);
                // rounding the elements gives them singular values about as large as the unit
                var (x, found) = a.LeastSquares(b, tolerance: 200 * Unit(dtype));
                Assert.Equal(rank, (int)found);
                Assert.Equal(new Shape(columns, 2), x.Shape);
                if (rank == 0)
                {
                    Assert.Equal(0, Norm(x));
                    continue;
                }
                double unit = Unit(dtype) * Math.Max(rows, columns);
                var residual = Wide(b) - Wide(a).MatMul(Wide(x));
                Small(Norm(Wide(a).T.MatMul(residual)), unit * Norm(a) * (Norm(a) * Norm(x) + Norm(b)), "the residual's angle to the columns");
                // the shortest solution has nothing outside the span of the rows
                var row = Wide(a).T.Qr(pivoted: true).Q[.., ..rank];
                Small(Norm(Wide(x) - row.MatMul(row.T.MatMul(Wide(x)))), unit * condition * Norm(x), "the part outside the rows' span");
            }
    }
}
