using System.Diagnostics;
using Cairn.LinearAlgebra;

namespace Cairn.Tests;

public class CholeskyTests(ITestOutputHelper output)
{
    // G'G of rank at most `rank`, with columns of G scaled by `scale`.
    static double[] Gram(int n, int rank, ulong seed, Func<int, double> scale)
    {
        var g = Sequence.Numbers(rank * n, seed);
        var a = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                double sum = 0;
                for (var k = 0; k < rank; k++) sum += g[k * n + i] * g[k * n + j];
                a[i * n + j] = sum * scale(i) * scale(j);
            }
        return a;
    }

    static double[] Times(double[] a, double[] x) =>
        [.. Enumerable.Range(0, x.Length).Select(i => Enumerable.Range(0, x.Length).Sum(j => a[i * x.Length + j] * x[j]))];

    static double Norm(IEnumerable<double> values) => values.Sum(Math.Abs);

    // norm(b - A x) / (norm(A) norm(x) eps n), the ratio LAPACK's tests hold below 30.
    static double Ratio(double[] a, double[] x, double[] b)
    {
        var n = x.Length;
        var norm = Enumerable.Range(0, n).Max(i => Norm(a.Skip(i * n).Take(n)));
        return Norm(Times(a, x).Zip(b, (u, v) => u - v)) / (norm * Norm(x) * Math.ScaleB(1, -52) * n);
    }

    public static TheoryData<string, int> Matrices => new()
    {
        { "diagonal", 7 }, { "random", 1 }, { "random", 33 }, { "random", 100 }, { "nearly singular", 40 }, { "graded", 30 },
        { "near overflow", 20 }, { "near underflow", 20 }, { "Hilbert", 8 },
    };

    static double[] Matrix(string kind, int n)
    {
        var a = kind switch
        {
            "random" => Gram(n, n + 5, 1, _ => 1),
            "nearly singular" => Gram(n, n, 2, _ => 1),
            "graded" => Gram(n, n + 5, 3, i => Math.Pow(10, -i / 3.0)),
            "near overflow" => Gram(n, n + 5, 4, _ => 1e150),
            "near underflow" => Gram(n, n + 5, 5, _ => 1e-140),
            "Hilbert" => [.. Enumerable.Range(0, n * n).Select(k => 1.0 / (k / n + k % n + 1))],
            _ => [.. Enumerable.Range(0, n * n).Select(k => k / n == k % n ? 1.0 + k : 0)],
        };
        return a;
    }

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Residual_ratio_is_below_thirty(string kind, int n)
    {
        var a = Matrix(kind, n);
        var b = Times(a, Sequence.Numbers(n, 6));
        var factor = (double[])a.Clone();
        Assert.True(Cholesky.TryFactor(factor, n));
        var x = (double[])b.Clone();
        Cholesky.Solve(factor, n, x);
        var z = (double[])b.Clone();
        var semidefinite = new SemidefiniteCholesky(a, n);
        semidefinite.Solve(z);
        output.WriteLine(FormattableString.Invariant($"{kind} {n}: {Ratio(a, x, b):G3}, pivoted {Ratio(a, z, b):G3}"));
        Assert.True(Ratio(a, x, b) < 30);
        Assert.True(Ratio(a, z, b) < 30);
        Assert.Equal(n, semidefinite.Rank);
        for (var i = 0; i < n; i++) for (var j = i + 1; j < n; j++) Assert.Equal(a[i * n + j], factor[i * n + j]);
    }

    [Theory]
    [InlineData(12, 5)]
    [InlineData(50, 49)]
    [InlineData(9, 0)]
    public void Semidefinite_matrix_is_refused_by_one_and_solved_in_its_range_by_the_other(int n, int rank)
    {
        var a = Gram(n, rank, 7, i => i % 3 == 0 ? 1 : 1e6);
        Assert.False(Cholesky.TryFactor((double[])a.Clone(), n));
        var factor = new SemidefiniteCholesky(a, n);
        Assert.Equal(rank, factor.Rank);
        var b = Times(a, Sequence.Numbers(n, 8));
        var x = (double[])b.Clone();
        factor.Solve(x);
        if (rank > 0) Assert.True(Ratio(a, x, b) < 30);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Solution_is_a_descent_direction_whatever_the_matrix(ulong seed)
    {
        const int n = 25;
        foreach (var scale in new[] { 1.0, 1e-200, 1e150, 1e300 })
        {
            var a = Sequence.Numbers(n * n, seed).Select(v => v * scale).ToArray();        // indefinite: only the lower triangle counts
            var g = Sequence.Numbers(n, seed + 10);
            var p = (double[])g.Clone();
            new SemidefiniteCholesky(a, n).Solve(p);
            Assert.All(p, v => Assert.True(double.IsFinite(v)));
            Assert.True(p.Zip(g, (u, v) => u * v).Sum() > 0);
        }
        var zero = Sequence.Numbers(n, seed);
        new SemidefiniteCholesky(new double[n * n], n).Solve(zero);
        Assert.Equal(Sequence.Numbers(n, seed), zero);
    }

    [Fact]
    public void Indefinite_is_refused_and_wrong_shapes_are_named()
    {
        Assert.False(Cholesky.TryFactor([1, 0, 2, 1], 2));
        Assert.False(Cholesky.TryFactor([-1.0], 1));
        Assert.False(Cholesky.TryFactor([0.0], 1));
        Assert.Contains("[2, 2]", Assert.Throws<ArgumentException>(() => Cholesky.TryFactor(new double[3], 2)).Message);
        Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() => Cholesky.TryFactor([1, 0, double.NaN, 1], 2)).Message);
        Assert.Throws<ArgumentException>(() => new SemidefiniteCholesky([1, 0, double.PositiveInfinity, 1], 2));
        Assert.Throws<ArgumentException>(() => Cholesky.Solve([1, 0, 0, 1], 2, new double[3]));
        Assert.Throws<ArgumentException>(() => new SemidefiniteCholesky([1, 0, 0, 1], 2).Solve(new double[3]));
    }

    [Fact]
    public void Thousand_unknowns_take_less_than_a_few_seconds()
    {
        const int n = 1000;
        var a = Sequence.Numbers(n * n, 9);
        for (var i = 0; i < n; i++) a[i * n + i] = n;
        var clock = Stopwatch.StartNew();
        _ = new SemidefiniteCholesky(a, n);
        output.WriteLine(FormattableString.Invariant($"pivoted, 1000: {clock.ElapsedMilliseconds} ms"));
        clock.Restart();
        Assert.True(Cholesky.TryFactor(a, n));
        output.WriteLine(FormattableString.Invariant($"plain, 1000: {clock.ElapsedMilliseconds} ms"));
        Assert.True(clock.ElapsedMilliseconds < 5000);
    }
}
