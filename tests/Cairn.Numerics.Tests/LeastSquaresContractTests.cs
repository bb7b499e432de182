using System.Diagnostics;
using Cairn.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Cairn.Tests;

public class LeastSquaresContractTests(ITestOutputHelper output)
{
    static double[] Take(double[] columns, int rows, int[] keep) =>
        [.. Enumerable.Range(0, columns.Length / rows).SelectMany(j => keep.Select(i => columns[j * rows + i]))];

    static void AssertSame(LeastSquaresSolution a, LeastSquaresSolution b)
    {
        Assert.Equal(a.Coefficients.ToArray(), b.Coefficients.ToArray());
        Assert.Equal(a.Intercepts.ToArray(), b.Intercepts.ToArray());
        Assert.Equal(a.ResidualSumsOfSquares.ToArray(), b.ResidualSumsOfSquares.ToArray());
    }

    static void AssertClose(LeastSquaresSolution a, LeastSquaresSolution b, double tolerance)
    {
        for (var j = 0; j < a.Coefficients.Length; j++) Assert.Equal(1, a.Coefficients[j] / b.Coefficients[j], tolerance);
        for (var t = 0; t < a.Intercepts.Length; t++) Assert.Equal(1, a.Intercepts[t] / b.Intercepts[t], tolerance);
    }

    [Fact]
    public void Targets_are_solved_each_on_its_own()
    {
        const int n = 300, d = 7;
        var x = Sequence.Numbers(n * d, 1);
        var y = Sequence.Numbers(n * 3, 2);
        var all = LeastSquares.Solve(x, n, d, y);
        for (var t = 0; t < 3; t++)
        {
            var one = LeastSquares.Solve(x, n, d, y.AsSpan(t * n, n));
            for (var j = 0; j < d; j++) Assert.Equal(1, one.Coefficients[j] / all.Coefficients[t * d + j], 1e-15);
            Assert.Equal(1, one.Intercepts[0] / all.Intercepts[t], 1e-15);
        }
    }

    [Fact]
    public void Weight_zero_is_a_row_removed_to_the_bit_and_whole_weights_are_rows_repeated()
    {
        const int n = 60, d = 4;
        var x = Sequence.Numbers(n * d, 3);
        var y = Sequence.Numbers(n, 4);
        var weights = Enumerable.Range(0, n).Select(i => (double)(i % 4)).ToArray();
        var weighted = LeastSquares.Solve(x, n, d, y, weights);
        int[] kept = [.. Enumerable.Range(0, n).Where(i => weights[i] > 0)];
        AssertSame(weighted, LeastSquares.Solve(Take(x, n, kept), kept.Length, d, Take(y, n, kept), Take(weights, n, kept)));
        int[] repeated = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        AssertClose(weighted, LeastSquares.Solve(Take(x, n, repeated), repeated.Length, d, Take(y, n, repeated)), 1e-15);
        AssertSame(LeastSquares.Solve(x, n, d, y), LeastSquares.Solve(x, n, d, y, Enumerable.Repeat(1.0, n).ToArray()));
    }

    [Theory]
    [InlineData(512, 3)]
    [InlineData(513, 3)]
    [InlineData(1023, 3)]
    [InlineData(1025, 3)]
    [InlineData(2500, 70)]
    public void Equals_an_independent_QR_across_block_borders(int n, int d)
    {
        var x = Sequence.Numbers(n * d, 5);
        var y = Sequence.Numbers(n, 6);
        var s = LeastSquares.Solve(x, n, d, y, intercept: false);
        var other = new DenseMatrix(n, d, x).QR().Solve(new DenseVector(y));
        for (var j = 0; j < d; j++) Assert.Equal(other[j], s.Coefficients[j], 1e-13);
    }

    // Column j is column 0 plus ever less of its own: condition about 10^decades.
    static double[] Alike(int n, int d, int decades)
    {
        var x = Sequence.Numbers(n * d, 7);
        for (var j = 1; j < d; j++)
            for (var i = 0; i < n; i++)
                x[j * n + i] = x[i] + x[j * n + i] * Math.Pow(10, -decades * j / (d - 1.0));
        return x;
    }

    // norm(X'r) / (norm(X) (norm(X) norm(b) + norm(r)) eps n): the gradient beside what rounding X or b alone can leave.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void Residual_is_orthogonal_to_the_columns(int decades)
    {
        const int n = 200, d = 10;
        var x = Alike(n, d, decades);
        var r = Sequence.Numbers(n, 8);
        var s = LeastSquares.Solve(x, n, d, r, intercept: false);
        for (var j = 0; j < d; j++) for (var i = 0; i < n; i++) r[i] -= x[j * n + i] * s.Coefficients[j];
        double square = 0, gradient = 0;
        for (var j = 0; j < d; j++)
        {
            double dot = 0;
            for (var i = 0; i < n; i++)
            {
                dot += x[j * n + i] * r[i];
                square += x[j * n + i] * x[j * n + i];
            }
            gradient += dot * dot;
        }
        var b = Math.Sqrt(s.Coefficients.ToArray().Sum(v => v * v));
        var ratio = Math.Sqrt(gradient / square) / (Math.Sqrt(square) * b + Math.Sqrt(r.Sum(v => v * v))) / (n * Math.ScaleB(1, -52));
        output.WriteLine(FormattableString.Invariant(
            $"condition {s.ConditionEstimate:E1}: ratio {ratio:G3}, steps {s.RefinementSteps[0]}"));
        Assert.Equal(d, s.Rank);
        Assert.True(ratio < 30);
    }

    [Fact]
    public void Columns_that_double_cannot_tell_apart_still_fit_when_rank_is_not_cut()
    {
        const int n = 30, d = 14;
        var x = new double[n * d];
        for (var j = 0; j < d; j++) for (var i = 0; i < n; i++) x[j * n + i] = 1.0 / (i + j + 1);
        var y = Enumerable.Range(0, n).Select(i => 1 / (i + 1.5)).ToArray();
        var all = LeastSquares.Solve(x, n, d, y, intercept: false, tolerance: 0);
        var cut = LeastSquares.Solve(x, n, d, y, intercept: false, tolerance: 1e-9);
        output.WriteLine(FormattableString.Invariant(
            $"rank {all.Rank}: rss {all.ResidualSumsOfSquares[0]:E2}; cut to {cut.Rank}: {cut.ResidualSumsOfSquares[0]:E2}"));
        Assert.True(cut.Rank < d);
        Assert.True(all.ResidualSumsOfSquares[0] < 1e-20);
        Assert.True(cut.ResidualSumsOfSquares[0] < 1e-14);
        Assert.All(all.Coefficients.ToArray(), b => Assert.True(double.IsFinite(b)));
    }

    [Fact]
    public void Powers_of_two_in_columns_targets_and_weights_change_no_bit()
    {
        const int n = 100, d = 4;
        int[] powers = [900, -900, 3, 0];
        var x = Sequence.Numbers(n * d, 20);
        var y = Sequence.Numbers(n, 21);
        var weights = Sequence.Numbers(n, 22).Select(v => v + 1.1).ToArray();
        var plain = LeastSquares.Solve(x, n, d, y, weights);
        var scaled = LeastSquares.Solve(x.Select((v, i) => Math.ScaleB(v, powers[i / n])).ToArray(), n, d,
            y.Select(v => Math.ScaleB(v, -40)).ToArray(), weights.Select(v => Math.ScaleB(v, -800)).ToArray());
        for (var j = 0; j < d; j++) Assert.Equal(Math.ScaleB(plain.Coefficients[j], -40 - powers[j]), scaled.Coefficients[j]);
        Assert.Equal(Math.ScaleB(plain.Intercepts[0], -40), scaled.Intercepts[0]);
        Assert.Equal(Math.ScaleB(plain.ResidualSumsOfSquares[0], -880), scaled.ResidualSumsOfSquares[0]);
        Assert.Equal(plain.ConditionEstimate, scaled.ConditionEstimate);
    }

    [Fact]
    public void Mixed_magnitudes_from_1e300_to_1e_minus_300_give_exact_answers()
    {
        const int n = 40;
        var u = Sequence.Numbers(n * 3, 9);
        double[] x = [.. u[..n].Select(v => v * 1e-300), .. u[n..(2 * n)].Select(v => v * 1e300), .. u[(2 * n)..]];
        var y = Enumerable.Range(0, n).Select(i => 3 * u[i] - 2 * u[n + i] + u[2 * n + i]).ToArray();
        var s = LeastSquares.Solve(x, n, 3, y, intercept: false);
        Assert.Equal(3, s.Coefficients[0] * 1e-300, 1e-14);
        Assert.Equal(-2, s.Coefficients[1] * 1e300, 1e-14);
        Assert.Equal(1, s.Coefficients[2], 1e-14);

        var big = LeastSquares.Solve(u.Select(v => v * 1e308).ToArray(), n, 3, y.Select(v => v * 1e307).ToArray());
        Assert.Equal([.3, -.2, .1], big.Coefficients.ToArray().Select(b => Math.Round(b, 13)));
        var far = LeastSquares.Solve(u, n, 3, Sequence.Numbers(n, 10).Select(v => v * 1e300).ToArray());
        Assert.True(double.IsPositiveInfinity(far.ResidualSumsOfSquares[0]));

        var error = Assert.Throws<ArgumentException>(() =>
            LeastSquares.Solve(u.Select(v => v * 1e-200).ToArray(), n, 3, y.Select(v => v * 1e200).ToArray()));
        Assert.Contains("coefficient of column 0 exceeds the range of double", error.Message);

        var weights = Sequence.Numbers(n, 11).Select((v, i) => (1.5 + v) * (i % 2 == 0 ? 1e90 : 1e-80)).ToArray();
        var stiff = LeastSquares.Solve(u, n, 3, y, weights);
        Assert.Equal([3, -2, 1], stiff.Coefficients.ToArray().Select(b => Math.Round(b, 13)));
        Assert.Equal(0, stiff.Intercepts[0], 1e-14);
    }

    [Fact]
    public void Hostile_columns_give_finite_answers_or_a_named_refusal()
    {
        int answered = 0, refused = 0;
        for (var seed = 1UL; seed <= 2000; seed++)
        {
            var draw = Sequence.Numbers(64, seed * 7919);
            int Choose(int k, int choices) => (int)((draw[k] + 1) / 2 * choices);
            var (n, d) = (1 + Choose(0, 30), Choose(1, 9));
            var x = Sequence.Numbers(n * d, seed);
            for (var j = 0; j < d; j++)
            {
                var scale = Math.Pow(10, Choose(10 + j, 617) - 308);
                for (var i = 0; i < n; i++)
                {
                    ref var v = ref x[j * n + i];
                    v = Choose(20 + j, 9) switch
                    {
                        0 => v * scale,
                        1 => 0,
                        2 => scale,
                        3 => x[i],
                        4 => v * double.Epsilon * 100,
                        5 => scale / 2 + v * scale * 1e-15,
                        6 => i == 0 ? scale : 0,
                        7 => i % 2 == 0 ? v * scale : v,
                        _ => v,
                    };
                }
            }
            var size = Math.Pow(10, Choose(2, 9) switch { 0 => 300, 1 => -300, 2 => 308, 3 => -320, _ => 0 });
            var y = Sequence.Numbers(n, seed + 1).Select(v => v * size).ToArray();
            var spread = Choose(3, 5) * 40;
            var weights = Sequence.Numbers(n, seed + 2).Select(v => Math.Pow(10, v * spread)).ToArray();
            try
            {
                if (Choose(4, 2) == 0) Array.Fill(weights, 1);
                var intercept = Choose(5, 2) == 0;
                var s = LeastSquares.Solve(x, n, d, y, weights, intercept);
                var without = LeastSquares.Solve([], n, 0, y, weights, intercept);
                Assert.All(s.Coefficients.ToArray(), b => Assert.True(double.IsFinite(b), $"seed {seed}"));
                Assert.True(double.IsFinite(s.Intercepts[0]) && double.IsFinite(s.ConditionEstimate), $"seed {seed}");
                // no worse than no columns at all, up to the rounding of the coefficients themselves
                Assert.True(s.ResidualSumsOfSquares[0] <= without.ResidualSumsOfSquares[0] * (1 + 1e-12), $"seed {seed}");
                Assert.InRange(s.Rank, 0, Math.Min(n, d));
                answered++;
            }
            catch (ArgumentException error) when (error.Message.Contains("exceeds the range of double", StringComparison.Ordinal))
            {
                refused++;
            }
        }
        output.WriteLine(FormattableString.Invariant($"{answered} answered, {refused} refused"));
        Assert.True(answered > 1000);
    }

    [Fact]
    public void Duplicate_columns_of_extreme_scale_share_the_coefficient()
    {
        const int n = 30;
        var u = Sequence.Numbers(n * 2, 12);
        double[] small = [.. u[..n].Select(v => v * 1e-300)], big = [.. u[n..].Select(v => v * 1e300)];
        double[] x = [.. small, .. big, .. small];
        var y = Enumerable.Range(0, n).Select(i => 4 * u[i] + 2 * u[n + i]).ToArray();
        var s = LeastSquares.Solve(x, n, 3, y);
        Assert.Equal(2, s.Rank);
        Assert.Equal(2, s.Coefficients[0] * 1e-300, 1e-13);
        Assert.Equal(2, s.Coefficients[2] * 1e-300, 1e-13);
        Assert.Equal(2, s.Coefficients[1] * 1e300, 1e-13);
    }

    [Fact]
    public void Degenerate_shapes_have_their_answer()
    {
        var mean = LeastSquares.Solve([], 4, 0, [1, 2, 3, 6]);
        Assert.Equal(3, mean.Intercepts[0]);
        Assert.Equal(14, mean.ResidualSumsOfSquares[0]);
        Assert.Equal(0, mean.Rank);
        var zero = LeastSquares.Solve(new double[8], 4, 2, [1, 2, 3, 6], intercept: false);
        Assert.Equal([0, 0], zero.Coefficients.ToArray());
        Assert.Equal(50, zero.ResidualSumsOfSquares[0]);
        Assert.Equal([0.0], LeastSquares.Solve([1, 2, 3], 3, 1, [0, 0, 0]).Coefficients.ToArray());
        Assert.Equal([0.0], LeastSquares.Solve([0.1, 0.1, 0.1], 3, 1, [5, 6, 7]).Coefficients.ToArray());
    }

    [Fact]
    public void Refuses_what_it_cannot_fit()
    {
        double[] x = [1, 2, 3, 4], y = [1, 2];
        Assert.Contains("x is NaN at row 1, column 0",
            Assert.Throws<ArgumentException>(() => LeastSquares.Solve([1, double.NaN, 3, 4], 2, 2, y)).Message);
        Assert.Contains("y is", Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, [1, double.PositiveInfinity])).Message);
        Assert.Contains("[2, 3] needs 6", Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 3, y)).Message);
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, []));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, y, [1]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, y, [1, -1]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, y, [1, double.NaN]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(x, 2, 2, y, [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeastSquares.Solve(x, 0, 2, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeastSquares.Solve(x, 2, 2, y, tolerance: 1));
    }

    // FNV-1a over the bits of results that cross every tail and block border.
    static ulong Fingerprint()
    {
        var hash = 14695981039346656037UL;
        foreach (var (n, d) in new[] { (5, 9), (33, 4), (700, 6), (1030, 21) })
        {
            var s = LeastSquares.Solve(Sequence.Numbers(n * d, 13), n, d, Sequence.Numbers(n * 2, 14),
                Sequence.Numbers(n, 15).Select(v => v + 1.5).ToArray());
            foreach (var value in (double[])[.. s.Coefficients, .. s.Intercepts, .. s.ResidualSumsOfSquares, s.ConditionEstimate])
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211;
        }
        var a = Sequence.Numbers(37 * 37, 16);
        for (var i = 0; i < 37; i++) a[i * 38] = 20;
        var b = Sequence.Numbers(37, 17);
        new SemidefiniteCholesky(a, 37).Solve(b);
        Assert.True(Cholesky.TryFactor(a, 37));
        foreach (var value in (double[])[.. a, .. b]) hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211;
        return hash;
    }

    [Fact]
    public void Bits_are_these() => Assert.Equal(9612713326702906722UL, Fingerprint());

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Bits_are_the_same_without(string feature)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(LeastSquaresContractTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add("*" + nameof(Bits_are_these));
        start.Environment[feature] = "0";
        using var child = Process.Start(start)!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0 && text.Contains("Total: 1", StringComparison.Ordinal), text);
    }

    [Fact]
    public void A_hundred_thousand_rows_of_fifty_columns_take_less_than_a_few_seconds()
    {
        const int n = 100_000, d = 50;
        var x = Sequence.Numbers(n * d, 18);
        var y = Sequence.Numbers(n, 19);
        var clock = Stopwatch.StartNew();
        var s = LeastSquares.Solve(x, n, d, y);
        output.WriteLine(FormattableString.Invariant($"100,000 x 50: first {clock.ElapsedMilliseconds} ms, steps {s.RefinementSteps[0]}"));
        clock.Restart();
        LeastSquares.Solve(x, n, d, y);
        output.WriteLine(FormattableString.Invariant($"again {clock.ElapsedMilliseconds} ms"));
        Assert.True(clock.ElapsedMilliseconds < 5000);      // generous: machines are shared; the decision record has the figures
    }
}
