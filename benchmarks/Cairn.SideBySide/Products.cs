using System.Numerics;

namespace Cairn.SideBySide;

/// <summary>Matrix products through tensors. The peer has memory for its result; Cairn makes its own.</summary>
static class Products
{
    /// <summary>C [m, n] = A [m, k] B [k, n]; a turned factor is a view of its transpose.</summary>
    internal static Work Multiply<T>(int m, int k, int n, bool turnA, bool turnB) where T : unmanaged, INumber<T>
    {
        var a = turnA ? Matrix<T>(0, k, m).T : Matrix<T>(0, m, k);
        var b = turnB ? Matrix<T>(1, n, k).T : Matrix<T>(1, k, n);
        return Of<T>(() => a.MatMul(b), a, b, null);
    }

    /// <summary>X Wᵀ + b: what a dense layer answers.</summary>
    internal static Work Forward(int m, int k, int n)
    {
        Tensor x = Matrix<float>(0, m, k), w = Matrix<float>(1, n, k), bias = MadeData.Singles(2, n);
        return Of<float>(() => x.Linear(w, bias), x, w.T, bias);
    }

    /// <summary>dYᵀ X: the gradient of a dense layer's weights.</summary>
    internal static Work WeightGradient(int m, int k, int n)
    {
        Tensor x = Matrix<float>(0, m, k), dy = Matrix<float>(3, m, n).T;
        return Of<float>(() => dy.MatMul(x), dy, x, null);
    }

    /// <summary>dY W: the gradient of a dense layer's input.</summary>
    internal static Work InputGradient(int m, int k, int n)
    {
        Tensor w = Matrix<float>(1, n, k), dy = Matrix<float>(3, m, n);
        return Of<float>(() => dy.MatMul(w), dy, w, null);
    }

    static Work Of<T>(Func<Tensor> product, Tensor a, Tensor b, Tensor? bias) where T : unmanaged, INumber<T> => new(
        () => product(),
        () => MadeData.Digest(product().AsReadOnlySpan<T>()),
        () =>
        {
            double[] left = a.To<double>().ToArray<double>(), right = b.To<double>().ToArray<double>();
            double[]? added = bias?.To<double>().ToArray<double>();
            int m = a.Shape[0], k = a.Shape[1], n = b.Shape[1];
            var c = new double[m * n];
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int l = 0; l < k; l++) sum += left[i * k + l] * right[l * n + j];
                    c[i * n + j] = sum + (added?[j] ?? 0);
                }
            return MadeData.Digest<double>(c);
        });

    static Tensor Matrix<T>(ulong seed, int rows, int columns) where T : unmanaged, INumber<T> =>
        Tensor.From(Array.ConvertAll(MadeData.Uniform(seed, rows * columns), T.CreateChecked)).Reshape(rows, columns);
}
