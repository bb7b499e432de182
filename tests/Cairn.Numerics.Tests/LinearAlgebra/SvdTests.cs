using System.Text.Json;
using Cairn.LinearAlgebra;

namespace Cairn.Tests;

public class SvdTests(ITestOutputHelper output)
{
    static readonly (int Rows, int Columns)[] Sizes =
        [(1, 1), (2, 2), (3, 3), (5, 5), (10, 10), (16, 16), (50, 50), (129, 129), (200, 200), (1, 7), (7, 1), (40, 30), (30, 40), (129, 40), (40, 129), (200, 16)];

    public static TheoryData<string> Kinds => [.. SpectralMatrices.General];

    // LAPACK's ratios for DGESVD: norm(A - U S V') / (norm(A) max(m, n) eps), norm(I - U'U) / (m eps), norm(I - V'V) / (n eps), to be below 30.
    [Theory, MemberData(nameof(Kinds))]
    public void Ratios_are_small(string kind)
    {
        double worst = 0, worstOrthogonal = 0;
        foreach (var (m, n) in Sizes)
        {
            var a = Tensor.From<double>(SpectralMatrices.GeneralOf(kind, m, n, (ulong)(m + 3 * n)), [m, n]);
            var (u, s, v) = a.Svd();
            int k = Math.Min(m, n);
            Assert.Equal([m, k], (int[])[.. u.Shape]);
            Assert.Equal([n, k], (int[])[.. v.Shape]);
            double largest = (double)a.Abs().Max(), unit = largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest));
            Tensor small = a / unit, values = s / unit;
            double norm = SpectralMatrices.OneNorm(small), apart = SpectralMatrices.OneNorm(small - (u * values).MatMul(v.T));
            worst = Math.Max(worst, norm == 0 ? apart : apart / norm / (Math.Max(m, n) * SpectralMatrices.Epsilon));
            worstOrthogonal = Math.Max(worstOrthogonal, Math.Max(SpectralMatrices.Orthogonality(u), SpectralMatrices.Orthogonality(v)));
            double[] sorted = s.ToArray<double>();
            Assert.Equal(sorted.OrderDescending(), sorted);
            Assert.True(sorted[^1] >= 0);
            Assert.True((double)(a.SingularValues() / unit - values).Abs().Max() <= 30 * Math.Max(m, n) * SpectralMatrices.Epsilon * norm, $"{kind} {m} {n}");
        }
        output.WriteLine(FormattableString.Invariant($"{kind}: residual {worst:F2}, orthogonality {worstOrthogonal:F2}"));
        Assert.InRange(worst, 0, 10);
        Assert.InRange(worstOrthogonal, 0, 10);
    }

    [Fact]
    public void Small_values_of_a_bidiagonal_matrix_are_right_in_all_digits()
    {
        // of this one the product of the values is the product of the diagonal, and the small ones are far below the rounding of the large
        const int n = 20;
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            a[i * n + i] = Math.ScaleB(1, -10 * i);
            if (i + 1 < n) a[i * n + i + 1] = Math.ScaleB(1, -10 * i - 2);
        }
        double[] s = Tensor.From<double>(a, [n, n]).SingularValues().ToArray<double>();
        double product = 1;
        for (int i = 0; i < n; i++) product *= Math.ScaleB(s[i], 10 * i);
        Assert.Equal(1, product, 1e-13);
    }

    [Fact]
    public void Values_are_those_of_other_programs()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Cairn.Numerics.Tests/Fixtures/spectral.json")));
        int seen = 0;
        foreach (var item in file.RootElement.GetProperty("singular").EnumerateArray())
        {
            int m = item.GetProperty("rows").GetInt32(), n = item.GetProperty("columns").GetInt32();
            var a = Tensor.From<double>(Sequence.Numbers(m * n, item.GetProperty("seed").GetUInt64()), [m, n]);
            double[] expected = [.. item.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
            double[] actual = a.Svd().Values.ToArray<double>();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 4 * Math.Max(m, n) * SpectralMatrices.Epsilon * expected[0]);
            seen++;
        }
        Assert.Equal(5, seen);
    }

    [Fact]
    public void Batches_float32_and_nothing()
    {
        var a = Tensor.From<double>(Sequence.Numbers(3 * 9 * 4, 5), [3, 9, 4]);
        var (u, s, v) = a.Svd();
        for (int i = 0; i < 3; i++)
        {
            var (u1, s1, v1) = a[i].Svd();
            Assert.True(Tensor.EqualsExactly(u1, u[i]) && Tensor.EqualsExactly(s1, s[i]) && Tensor.EqualsExactly(v1, v[i]));
        }
        var (u32, s32, _) = a.To<float>().Svd();
        Assert.Equal((DType.Float32, DType.Float32), (u32.DType, s32.DType));
        Assert.True((double)(s32.To<double>() - s).Abs().Max() < 2e-6);

        (u, s, v) = Tensor.Zeros<double>(2, 0, 3).Svd();
        Assert.Equal([2, 0, 0, 2, 0, 2, 3, 0], (int[])[.. u.Shape, .. s.Shape, .. v.Shape]);
        (u, s, v) = Tensor.Zeros<double>(3, 0).Svd();
        Assert.Equal([3, 0, 0, 0, 0], (int[])[.. u.Shape, .. s.Shape, .. v.Shape]);
    }

    [Fact]
    public void What_is_no_matrix_or_not_finite_is_refused()
    {
        SymmetricEigenTests.Refused(() => Tensor.Ones<double>(3).Svd(), "Svd: [3] is no matrix");
        SymmetricEigenTests.Refused(() => Tensor.From(new[,] { { 1, double.NaN } }).Svd(), "Svd: element [0, 1] of [1, 2] is NaN; replace or drop what is not finite first");
        SymmetricEigenTests.Refused(() => Tensor.From(new[,] { { 1, double.NegativeInfinity } }).SingularValues(), "SingularValues: element [0, 1] of [1, 2] is -Infinity");
        SymmetricEigenTests.Refused(() => Tensor.Ones<bool>(2, 2).Svd(), "Svd: a bool is no number");
        double[] ofIntegers = Tensor.Ones<int>(2, 2).SingularValues().ToArray<double>();
        Assert.Equal(2, ofIntegers[0], 1e-15);
        Assert.Equal(0, ofIntegers[1], 1e-15);
    }

    [Fact]
    public unsafe void What_does_not_converge_is_told()
    {
        var a = Sequence.Numbers(900, 4);
        var s = new double[30];
        fixed (double* pa = a, ps = s)
        {
            double* x = pa, y = ps;
            var thrown = Assert.Throws<InvalidOperationException>(() => SingularValueSolver.Solve(x, 30, 30, y, null, null, "Svd", sweepsPerValue: 0));
            Assert.Equal("Svd: the QR iteration did not converge in 0 sweeps for each of 30 values", thrown.Message);
        }
    }
}
