using Cairn.Kernels;
using Cairn.LinearAlgebra;
using Cairn.RandomNumbers;

namespace Cairn.Reproducibility;

/// <summary>Kernels, linear algebra and random numbers at lengths on both sides of every border: vectors, rows of lanes, runs, chunks, shares of a thread.</summary>
static class NumericCases
{
    static readonly int[] Lengths = [1, 7, 31, 32, 33, 63, 64, 65, 511, 513, 1023, 1024, 1025, 16383, 16384, 16385, 20000, 65537, 262144, 262145, 300001];

    internal static void Run(Cases cases)
    {
        Sums(cases);
        Elementary(cases);
        Tensors(cases);
        Equations(cases);
        Factorizations(cases);
        RandomNumbers(cases);
    }

    static void Sums(Cases cases)
    {
        foreach (int n in Lengths)
        {
            double[] x = MadeUp.Numbers("x", n), y = MadeUp.Numbers("y", n);
            float[] a = MadeUp.Singles("x", n), b = MadeUp.Singles("y", n);
            cases.Add($"sums/{n}", new double[] { Kernels.Sums.Sum(x), Kernels.Sums.Dot(x, y), Kernels.Sums.SumOfSquares(x, 0.5), Kernels.Sums.Mean(x),
                    Kernels.Sums.Variance(x), Kernels.Sums.Norm2(x), Extremes.Min(x), Extremes.Max(x), SafeMath.LogSumExp(x) },
                new float[] { Kernels.Sums.Sum(a), Kernels.Sums.Dot(a, b), Kernels.Sums.SumOfSquares(a, 0.5f), Kernels.Sums.Mean(a),
                    Kernels.Sums.Variance(a), Kernels.Sums.Norm2(a), Extremes.Min(a), Extremes.Max(a) });
        }
    }

    delegate void Map<T>(ReadOnlySpan<T> x, Span<T> y);

    static void Elementary(Cases cases)
    {
        (string Name, Map<double> Doubles, Map<float> Singles)[] functions =
        [
            ("exp", SafeMath.Exp, SafeMath.Exp), ("expm1", SafeMath.ExpM1, SafeMath.ExpM1), ("log", SafeMath.Log, SafeMath.Log),
            ("log1p", SafeMath.Log1P, SafeMath.Log1P), ("sigmoid", SafeMath.Sigmoid, SafeMath.Sigmoid), ("tanh", SafeMath.Tanh, SafeMath.Tanh),
            ("sin", SafeMath.Sin, SafeMath.Sin), ("cos", SafeMath.Cos, SafeMath.Cos),
            ("tan", Each<double>(SafeMath.Tan), Each<float>(SafeMath.Tan)),
            ("log2", Each<double>(SafeMath.Log2), Each<float>(SafeMath.Log2)),
            ("log10", Each<double>(SafeMath.Log10), Each<float>(SafeMath.Log10)),
            ("softplus", Each<double>(SafeMath.Softplus), Each<float>(SafeMath.Softplus)),
            ("pow", Each<double>(x => SafeMath.Pow(Math.Abs(x), 1.7)), Each<float>(x => SafeMath.Pow(Math.Abs(x), -0.3f))),
        ];
        foreach (var (name, doubles, singles) in functions)
        {
            var answers = new List<Tensor>();
            foreach (int n in (int[])[1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 2049])
            {
                double[] x = MadeUp.Numbers(name, n), y = new double[n];
                float[] a = MadeUp.Singles(name, n), b = new float[n];
                if (name.StartsWith("log", StringComparison.Ordinal))
                    for (int i = 0; i < n; i++) (x[i], a[i]) = (Math.Abs(x[i]), Math.Abs(a[i]));
                doubles(x, y);
                singles(a, b);
                answers.AddRange([y, b]);
            }
            cases.Add(name, [.. answers]);
        }
        foreach (int n in (int[])[1, 3, 9, 65, 1025])
        {
            var y = new double[n];
            SafeMath.Softmax(MadeUp.Numbers("softmax", n), y);
            cases.Add($"softmax/{n}", y);
        }
    }

    static Map<T> Each<T>(Func<T, T> f) => (x, y) =>
    {
        for (int i = 0; i < x.Length; i++) y[i] = f(x[i]);
    };

    static void Tensors(Cases cases)
    {
        foreach (var (n, k, m) in ((int, int, int)[])[(1, 1, 1), (3, 7, 5), (8, 8, 8), (9, 17, 15), (31, 33, 16), (33, 64, 65), (2, 1025, 7), (65, 31, 33)])
        {
            Tensor a = MadeUp.Matrix("a", n, k), b = MadeUp.Matrix("b", k, m);
            cases.Add($"matmul/{n}x{k}x{m}", a.MatMul(b), a.To(DType.Float32).MatMul(b.To(DType.Float32)));
        }
        foreach (var (n, d) in ((int, int)[])[(7, 3), (65, 33), (1025, 9), (16385, 2)])
        {
            Tensor x = MadeUp.Matrix("reduce", n, d);
            cases.Add($"reduce/{n}x{d}", x.Sum(), x.Sum(0), x.Sum(1), x.Mean(0), x.T.Mean(0), x.Max(1), (x * 1e-2).Exp().Sum(0), x.To(DType.Float32).Sum(0));
        }
    }

    static void Factorizations(Cases cases)
    {
        foreach (int n in (int[])[1, 3, 8, 17, 33, 65, 100, 150])
        {
            Tensor a = MadeUp.Matrix("factors", n, n), b = MadeUp.Matrix("sides", n, 9), tall = MadeUp.Matrix("tall", 2 * n, n);
            foreach (var dtype in (DType[])[DType.Float64, DType.Float32])
            {
                Tensor x = a.To(dtype), y = b.To(dtype), z = tall.To(dtype);
                var lu = x.Lu();
                var pivoted = z.Qr(pivoted: true);
                cases.Add($"factors/{n}/{dtype}", lu.P, lu.L, lu.U, lu.Solve(y), lu.Determinant(), lu.LogDeterminant().LogMagnitude,
                    (x.MatMul(x.T) + Tensor.Eye(dtype, n)).Cholesky().L, z.Qr().Q, z.Qr().R, pivoted.Q, pivoted.R, pivoted.Pivots,
                    z.LeastSquares(Tensor.Concat([y, y])).Solution);
            }
        }
    }

    static void Equations(Cases cases)
    {
        foreach (var (n, d) in ((int, int)[])[(1, 1), (7, 3), (33, 4), (65, 9), (100, 33), (1023, 5), (1025, 5), (2049, 17), (16385, 3)])
        {
            double[] x = MadeUp.Numbers("columns", n * d), y = MadeUp.Numbers("targets", 2 * n), w = Array.ConvertAll(MadeUp.Numbers("weights", n), Math.Abs);
            var plain = LeastSquares.Solve(x, n, d, y);
            var weighted = LeastSquares.Solve(x, n, d, y, w, intercept: false);
            cases.Add($"least-squares/{n}x{d}", plain.Coefficients.ToArray(), plain.Intercepts.ToArray(), plain.ResidualSumsOfSquares.ToArray(),
                weighted.Coefficients.ToArray(), weighted.ResidualSumsOfSquares.ToArray(), new double[] { plain.Rank, plain.ConditionEstimate });
        }
    }

    static void RandomNumbers(Cases cases)
    {
        foreach (int n in (int[])[1, 7, 33, 1025, 16385])
        {
            var rng = Rng.Stream(6, "random", "numbers").Start();
            double[] uniform = new double[n], normal = new double[n];
            var singles = new float[n];
            rng.Fill(uniform);
            rng.Fill(singles);
            for (int i = 0; i < n; i++) normal[i] = rng.Normal();
            cases.Add($"random/{n}", uniform, singles, normal, rng.Permutation(n), rng.Sample(n / 2 + 1, n));
        }
    }
}
