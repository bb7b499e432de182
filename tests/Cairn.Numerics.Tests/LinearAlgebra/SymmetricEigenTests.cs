using System.Text.Json;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn.Tests;

public class SymmetricEigenTests(ITestOutputHelper output)
{
    static readonly int[] Sizes = [1, 2, 3, 5, 10, 16, 50, 129, 200];

    public static TheoryData<string> Kinds => [.. SpectralMatrices.Symmetric];

    // LAPACK's ratios for DSYEV: norm(A - V D V') / (norm(A) n eps) and norm(I - V'V) / (n eps), both to be below 30.
    [Theory, MemberData(nameof(Kinds))]
    public void Ratios_are_small(string kind)
    {
        double worst = 0, worstOrthogonal = 0;
        foreach (int n in Sizes)
        {
            var a = Tensor.From<double>(SpectralMatrices.SymmetricOf(kind, n, (ulong)n), [n, n]);
            var (w, v) = a.SymmetricEigen();
            // in the middle of the range, so that the check itself neither overflows nor vanishes
            double largest = (double)a.Abs().Max(), unit = largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest));
            Tensor small = a / unit, values = w / unit;
            double norm = SpectralMatrices.OneNorm(small), apart = SpectralMatrices.OneNorm(small - (v * values).MatMul(v.T));
            worst = Math.Max(worst, norm == 0 ? apart : apart / norm / (n * SpectralMatrices.Epsilon));
            worstOrthogonal = Math.Max(worstOrthogonal, SpectralMatrices.Orthogonality(v));
            double[] sorted = w.ToArray<double>();
            Assert.Equal(sorted.Order(), sorted);
            AssertSigns(v);
            var alone = a.SymmetricEigenvalues();
            Assert.True((double)(alone / unit - values).Abs().Max() <= 30 * n * SpectralMatrices.Epsilon * norm, $"{kind} {n}");
        }
        output.WriteLine(FormattableString.Invariant($"{kind}: residual {worst:F2}, orthogonality {worstOrthogonal:F2}"));
        Assert.InRange(worst, 0, 10);
        Assert.InRange(worstOrthogonal, 0, 10);
    }

    static void AssertSigns(Tensor v)
    {
        var x = v.ToArray<double>();
        int n = v.Shape[0];
        for (int j = 0; j < n; j++)
        {
            double[] column = [.. Enumerable.Range(0, n).Select(i => x[i * n + j])];
            double most = column.Max(Math.Abs);
            Assert.True(column.First(z => Math.Abs(z) >= 0.875 * most) > 0);
        }
    }

    [Fact]
    public void Values_are_those_of_other_programs()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Cairn.Numerics.Tests/Fixtures/spectral.json")));
        int seen = 0;
        foreach (var item in file.RootElement.GetProperty("symmetric").EnumerateArray())
        {
            int n = item.GetProperty("size").GetInt32();
            double[] a = item.GetProperty("name").GetString() == "hilbert"
                ? [.. Enumerable.Range(0, n * n).Select(i => 1.0 / (i / n + i % n + 1))]
                : Sequence.Numbers(n * n, item.GetProperty("seed").GetUInt64());
            var x = Tensor.From<double>(a, [n, n]);
            x = (x + x.T) * 0.5;
            double[] expected = [.. item.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
            var (w, v) = x.SymmetricEigen();
            double[] actual = w.ToArray<double>();
            double tolerance = 4 * n * SpectralMatrices.Epsilon * expected.Max(Math.Abs);
            for (int i = 0; i < n; i++) Assert.Equal(expected[i], actual[i], tolerance);
            double[] vectors = [.. item.GetProperty("vectors").EnumerateArray().Select(z => z.GetDouble())], own = v.ToArray<double>();
            for (int i = 0; i < vectors.Length; i++) Assert.Equal(vectors[i], own[i], 1e-12);
            seen++;
        }
        Assert.Equal(5, seen);
    }

    [Fact]
    public void Batches_float32_and_integers()
    {
        var a = Tensor.From<double>(Sequence.Numbers(2 * 3 * 7 * 7, 5), [2, 3, 7, 7]);
        a = a + a.Transpose(-1, -2);
        var (w, v) = a.SymmetricEigen();
        Assert.Equal([2, 3, 7], (int[])[.. w.Shape]);
        for (int i = 0; i < 6; i++)
        {
            var (w1, v1) = a[i / 3, i % 3].SymmetricEigen();
            Assert.True(Tensor.EqualsExactly(w1, w[i / 3, i % 3]));
            Assert.True(Tensor.EqualsExactly(v1, v[i / 3, i % 3]));
        }
        var (w32, v32) = a.To<float>().SymmetricEigen();
        Assert.Equal((DType.Float32, DType.Float32), (w32.DType, v32.DType));
        Assert.True((double)(w32.To<double>() - w).Abs().Max() < 2e-6);
        var (wi, _) = Tensor.From(new[,] { { 2, 1 }, { 1, 2 } }).SymmetricEigen();
        Assert.Equal(1, wi.ToArray<double>()[0], 1e-15);
        Assert.Equal(3, wi.ToArray<double>()[1], 1e-15);

        Assert.Equal([0], (int[])[.. Tensor.Zeros<double>(0, 0).SymmetricEigen().Values.Shape]);
        Assert.Equal([2, 0, 0], (int[])[.. Tensor.Zeros<double>(2, 0, 0).SymmetricEigen().Vectors.Shape]);
        Assert.Equal([0, 3], (int[])[.. Tensor.Zeros<double>(0, 3, 3).SymmetricEigen().Values.Shape]);
    }

    [Fact]
    public void What_is_not_symmetric_or_finite_is_refused()
    {
        Refused(() => Tensor.Ones<double>(2, 3).SymmetricEigen(), "SymmetricEigen: [2, 3] is not square: 2 rows and 3 columns");
        Refused(() => Tensor.Ones<double>(3).SymmetricEigen(), "SymmetricEigen: [3] is no matrix");
        Refused(() => Tensor.From(new[,] { { 1, double.NaN }, { 0, 1 } }).SymmetricEigenvalues(), "SymmetricEigenvalues: element [0, 1] of [2, 2] is NaN");
        Refused(() => Tensor.From(new[,] { { 1, double.PositiveInfinity }, { 0, 1 } }).SymmetricEigen(), "SymmetricEigen: element [0, 1] of [2, 2] is Infinity");
        Refused(() => Tensor.From(new[,] { { 1, 2.0 }, { 3, 1 } }).SymmetricEigen(), "SymmetricEigen: elements [1, 0] and [0, 1] are 3 and 2; the matrix must be symmetric");
        Refused(() => Tensor.Ones<bool>(2, 2).SymmetricEigen(), "SymmetricEigen: a bool is no number");
    }

    internal static void Refused(Action use, string message)
    {
        var thrown = Assert.ThrowsAny<ArgumentException>(use);
        Assert.StartsWith(message, thrown.Message);
    }

    [Fact]
    public unsafe void What_does_not_converge_is_told()
    {
        var a = SpectralMatrices.SymmetricOf("random", 30, 1);
        double[] w = new double[30], v = new double[900];
        fixed (double* pa = a, pw = w, pv = v)
        {
            double* x = pa, y = pw, z = pv;
            var thrown = Assert.Throws<InvalidOperationException>(() =>
                SymmetricEigenSolver.Solve(x, 30, y, z, SymmetricEigenSolver.Float64Asymmetry, "SymmetricEigen", sweepsPerValue: 1));
            Assert.Equal("SymmetricEigen: the QR iteration did not converge in 1 sweeps for each of 30 values", thrown.Message);
        }
    }

    [Fact]
    public void Equal_values_give_the_gradient_of_a_projection_on_their_space()
    {
        var a = Tensor.From(new[,] { { 2.0, 0, 0 }, { 0, 2, 0 }, { 0, 0, 5 } }).AsParameter();
        var weights = Tensor.From<double>(Sequence.Numbers(9, 3), [3, 3]);
        (Projection(a) * weights).Sum().Backward();
        var b = Tensor.From(new[,] { { 2.0, 1e-3, 0 }, { 1e-3, 2.001, 0 }, { 0, 0, 5 } }).AsParameter();
        (Projection(b) * weights).Sum().Backward();
        Assert.True((double)b.Grad!.Abs().Max() > 0.02);
        Assert.True((double)(a.Grad! - b.Grad!).Abs().Max() < 0.002);

        static Tensor Projection(Tensor x)
        {
            var v = x.SymmetricEigen().Vectors[.., ..2];
            return v.MatMul(v.T);
        }
    }

    internal static ulong Hash(ulong hash, params Tensor[] tensors)
    {
        foreach (var tensor in tensors)
            foreach (double value in tensor.ToArray<double>()) hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211;
        return hash;
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int threads = WorkTeam.Threads;
        try
        {
            var hashes = new List<ulong>();
            foreach (int count in (int[])[1, 2, 8])
            {
                WorkTeam.Threads = count;
                hashes.Add(SpectralBitsTests.Fingerprint(300));
            }
            Assert.Single(hashes.Distinct());
        }
        finally { WorkTeam.Threads = threads; }
    }
}
