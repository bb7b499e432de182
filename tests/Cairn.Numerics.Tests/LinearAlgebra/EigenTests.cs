using System.Text.Json;
using Cairn.LinearAlgebra;

namespace Cairn.Tests;

public class EigenTests(ITestOutputHelper output)
{
    static readonly int[] Sizes = [1, 2, 3, 5, 10, 16, 50, 129, 200];

    public static TheoryData<string> Kinds => [.. SpectralMatrices.General, "rotation", "companion", "badly scaled", "permutation"];

    static double[] Matrix(string kind, int n) => kind switch
    {
        "rotation" => Made(n, (i, j) => i == j && (i ^ 1) >= n ? 1 : i / 2 != j / 2 ? 0 : i == j ? 0.6 : i < j ? -0.8 : 0.8),
        "companion" => Made(n, (i, j) => j == n - 1 ? -1.0 / (i + 1) : i == j + 1 ? 1 : 0),
        "badly scaled" => Made(n, (i, j) => Sequence.Numbers(n * n, 3)[i * n + j] * Math.Pow(4, (i - j) * 10.0 / n)),
        "permutation" => Made(n, (i, j) => (i + 1) % n == j ? 1 : 0),
        _ => SpectralMatrices.GeneralOf(kind, n, n, (ulong)n),
    };

    static double[] Made(int n, Func<int, int, double> at) => [.. Enumerable.Range(0, n * n).Select(i => at(i / n, i % n))];

    // LAPACK's ratios for DGEEV: norm(A V - V W) / (norm(A) n eps), and lengths of 1; to be below 30.
    [Theory, MemberData(nameof(Kinds))]
    public void Ratios_are_small(string kind)
    {
        double worst = 0, worstLength = 0;
        foreach (int n in kind == "badly scaled" ? [2, 3, 10, 50] : Sizes)
        {
            var a = Tensor.From<double>(Matrix(kind, n), [n, n]);
            var e = a.Eigen();
            double largest = (double)a.Abs().Max(), unit = largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest));
            Tensor small = a / unit, wr = e.RealValues / unit, wi = e.ImaginaryValues / unit, vr = e.RealVectors, vi = e.ImaginaryVectors;
            Tensor re = small.MatMul(vr) - (vr * wr - vi * wi), im = small.MatMul(vi) - (vr * wi + vi * wr);
            double norm = SpectralMatrices.OneNorm(small), apart = SpectralMatrices.OneNorm(re.Abs() + im.Abs());
            worst = Math.Max(worst, norm == 0 ? apart : apart / norm / (n * SpectralMatrices.Epsilon));
            worstLength = Math.Max(worstLength, (double)((vr * vr + vi * vi).Sum(0) - 1).Abs().Max() / (n * SpectralMatrices.Epsilon));
            double[] real = wr.ToArray<double>(), imaginary = wi.ToArray<double>();
            Assert.Equal(real.Order(), real);
            for (int i = 0; i < n; i++)
            {
                if (imaginary[i] == 0) continue;
                int other = imaginary[i] > 0 ? i + 1 : i - 1;
                Assert.Equal((real[i], -imaginary[i]), (real[other], imaginary[other]));
            }
        }
        output.WriteLine(FormattableString.Invariant($"{kind}: residual {worst:F2}, lengths {worstLength:F2}"));
        Assert.InRange(worst, 0, 20);
        Assert.InRange(worstLength, 0, 4);
    }

    [Fact]
    public void Values_are_those_of_another_program()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Cairn.Numerics.Tests/Fixtures/spectral.json")));
        int seen = 0;
        foreach (var item in file.RootElement.GetProperty("general").EnumerateArray())
        {
            int n = item.GetProperty("size").GetInt32();
            var e = Tensor.From<double>(Sequence.Numbers(n * n, item.GetProperty("seed").GetUInt64()), [n, n]).Eigen();
            double[] real = [.. item.GetProperty("real").EnumerateArray().Select(v => v.GetDouble())];
            double[] imaginary = [.. item.GetProperty("imaginary").EnumerateArray().Select(v => v.GetDouble())];
            double[] ownReal = e.RealValues.ToArray<double>(), ownImaginary = e.ImaginaryValues.ToArray<double>();
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(real[i], ownReal[i], 2e-13);
                Assert.Equal(imaginary[i], ownImaginary[i], 2e-13);
            }
            seen++;
        }
        Assert.Equal(4, seen);
    }

    [Fact]
    public void Values_of_a_badly_scaled_matrix_are_those_of_the_well_scaled_one()
    {
        const int n = 12;
        double[] a = Sequence.Numbers(n * n, 8), b = [.. a.Select((x, i) => Math.ScaleB(x, 20 * (i / n - i % n)))];
        Tensor one = Tensor.From<double>(a, [n, n]).Eigen().RealValues, other = Tensor.From<double>(b, [n, n]).Eigen().RealValues;
        Assert.True((double)(one - other).Abs().Max() < 1e-13);
    }

    [Fact]
    public void Batches_float32_and_nothing()
    {
        var a = Tensor.From<double>(Sequence.Numbers(3 * 5 * 5, 5), [3, 5, 5]);
        var e = a.Eigen();
        for (int i = 0; i < 3; i++)
        {
            var one = a[i].Eigen();
            Assert.True(Tensor.EqualsExactly(one.RealValues, e.RealValues[i]) && Tensor.EqualsExactly(one.ImaginaryVectors, e.ImaginaryVectors[i]));
        }
        var narrow = a.To<float>().Eigen();
        Assert.Equal((DType.Float32, DType.Float32), (narrow.RealValues.DType, narrow.ImaginaryVectors.DType));
        Assert.Equal([2, 0, 0], (int[])[.. Tensor.Zeros<double>(2, 0, 0).Eigen().RealVectors.Shape]);
        var turn = Tensor.From(new[,] { { 0, -1 }, { 1, 0 } }).Eigen();
        Assert.Equal([0.0, 0, 1, -1], (double[])[.. turn.RealValues.ToArray<double>(), .. turn.ImaginaryValues.ToArray<double>()]);
    }

    [Theory, InlineData(1.0), InlineData(1e-200), InlineData(1e200)]
    public void Derivatives_of_the_sum_of_values_and_of_what_they_put_together_again(double scale)
    {
        const int n = 30;
        Tensor a = (Tensor.From<double>(Sequence.Numbers(n * n, 6), [n, n]) * scale).AsParameter();
        a.Eigen().RealValues.Sum().Backward(); // the trace
        Assert.True((double)(a.Grad! - Tensor.Eye<double>(n)).Abs().Max() < 1e-11);
        a.ZeroGrad();

        // A V - V diag(w) is 0 whatever A is: its derivative takes away what A alone would give
        Tensor weights = Tensor.From<double>(Sequence.Numbers(2 * n * n, 7), [2, n, n]);
        var e = a.Eigen();
        Tensor re = a.MatMul(e.RealVectors) - (e.RealVectors * e.RealValues - e.ImaginaryVectors * e.ImaginaryValues);
        Tensor im = a.MatMul(e.ImaginaryVectors) - (e.RealVectors * e.ImaginaryValues + e.ImaginaryVectors * e.RealValues);
        ((re * weights[0]).Sum() + (im * weights[1]).Sum()).Backward();
        Assert.True((double)a.Grad!.Abs().Max() < 1e-10, $"{(double)a.Grad!.Abs().Max()}");
    }

    [Fact]
    public void What_is_not_square_or_finite_is_refused()
    {
        SymmetricEigenTests.Refused(() => Tensor.Ones<double>(2, 3).Eigen(), "Eigen: [2, 3] is not square: 2 rows and 3 columns");
        SymmetricEigenTests.Refused(() => Tensor.From(new[,] { { 1, double.NaN }, { 0, 1 } }).Eigen(), "Eigen: element [0, 1] of [2, 2] is NaN");
    }

    [Fact]
    public unsafe void What_does_not_converge_is_told()
    {
        double[] a = Sequence.Numbers(900, 4), w = new double[60], v = new double[1800];
        fixed (double* pa = a, pw = w, pv = v)
        fixed (int* pp = new int[30])
        {
            double* x = pa, y = pw, z = pv;
            int* places = pp;
            var thrown = Assert.Throws<InvalidOperationException>(() => EigenSolver.Solve(x, 30, y, y + 30, z, z + 900, places, "Eigen", stepsPerValue: 0));
            Assert.Equal("Eigen: the QR iteration did not converge in 0 steps for each of 30 values", thrown.Message);
        }
    }

    [Fact]
    public void Rank_condition_and_the_inverse_of_what_has_none()
    {
        var a = Tensor.From(new[,] { { 1.0, 2 }, { 2, 4 }, { 3, 6 } });
        Assert.Equal(1, (int)a.MatrixRank());
        Assert.Equal(2, (int)(a + Tensor.From(new[,] { { 1e-3, 0 }, { 0, 0 }, { 0, 0 } })).MatrixRank());
        Assert.Equal(1, (int)(a + Tensor.From(new[,] { { 1e-3, 0 }, { 0, 0 }, { 0, 0 } })).MatrixRank(tolerance: 1e-2));
        Assert.Equal(0, (int)Tensor.Zeros<double>(3, 2).MatrixRank());
        Assert.Equal([0, 0], Tensor.Zeros<double>(2, 0, 3).MatrixRank().ToArray<int>());
        var p = a.PseudoInverse();
        // of a rank of one it is the transpose over the square of the norm
        Assert.True((double)(p - a.T / 70).Abs().Max() < 1e-16);
        Assert.True((double)(a.MatMul(p).MatMul(a) - a).Abs().Max() < 1e-14);
        Assert.Equal(double.PositiveInfinity, (double)Tensor.Zeros<double>(2, 2).ConditionNumber());
        Assert.True((double)a.ConditionNumber() > 1e15);
        Assert.Equal(DType.Float32, a.To<float>().PseudoInverse().DType);
    }
}
