using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;
using Cairn.Preprocessing;

namespace Cairn.LinearModels;

/// <summary>
/// The rows of a linear model as its solver wants them: every column centred (when there is an intercept) and divided by a power of two
/// near its deviation, a column of ones for the intercept at the end, and zeros up to a whole number of vectors.
/// </summary>
sealed class ScaledColumns
{
    /// <summary>Rows are padded to a multiple of this many numbers.</summary>
    internal const int Lanes = 8;

    readonly double[] _centres; // in units of the column: x / unit - centre, times the factor
    readonly double[] _units;
    readonly double[] _factors;
    readonly bool _intercept;

    ScaledColumns(double[] values, double[] weights, double weightUnit, double[] units, double[] centres, double[] factors, bool intercept)
    {
        (Values, Weights, WeightUnit) = (values, weights, weightUnit);
        (_units, _centres, _factors, _intercept) = (units, centres, factors, intercept);
    }

    /// <summary>The numbers, row by row, <see cref="Stride"/> apart.</summary>
    internal double[] Values { get; }

    /// <summary>The weights of the rows, divided by <see cref="WeightUnit"/>, the largest from 1 to 2.</summary>
    internal double[] Weights { get; }

    /// <summary>The unit of the weights, a power of two.</summary>
    internal double WeightUnit { get; }

    /// <summary>The number of rows.</summary>
    internal int Rows => Weights.Length;

    /// <summary>The number of features.</summary>
    internal int Features => _units.Length;

    /// <summary>The number of columns: the features, and the ones.</summary>
    internal int Columns => Features + (_intercept ? 1 : 0);

    /// <summary>The distance between rows.</summary>
    internal int Stride => StrideOf(Columns);

    static int StrideOf(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    internal static ScaledColumns Of(ReadOnlySpan<double> x, int features, double[] weights, bool intercept)
    {
        var moments = ColumnMoments.Of(x, features, weights);
        var centres = new double[features];
        var factors = new double[features];
        for (int j = 0; j < features; j++)
        {
            double mean = moments.Means[j], deviation = moments.Deviations[j];
            double size = intercept ? deviation : Math.Sqrt(mean * mean + deviation * deviation);
            centres[j] = intercept ? mean : 0;
            // a column that says nothing becomes a column of zeros
            factors[j] = size == 0 ? 0 : Math.ScaleB(1, -Math.ILogB(size));
        }

        int rows = weights.Length, stride = StrideOf(features + (intercept ? 1 : 0));
        var values = GC.AllocateUninitializedArray<double>(checked((int)((long)rows * stride)));
        var perUnit = Array.ConvertAll(moments.Units, unit => 1 / unit); // powers of two: dividing is multiplying
        Fill(x, values, rows, stride, perUnit, centres, factors, intercept);

        double weightUnit = Math.ScaleB(1, Math.Clamp(Math.ILogB(weights.Max()), -1000, 1000));
        double[] scaledWeights = Array.ConvertAll(weights, w => w / weightUnit);
        return new ScaledColumns(values, scaledWeights, weightUnit, moments.Units, centres, factors, intercept);
    }

    static unsafe void Fill(ReadOnlySpan<double> x, double[] values, int rows, int stride, double[] perUnit, double[] centres,
        double[] factors, bool intercept)
    {
        const int rowsPerChunk = 1024;
        fixed (double* from = x)
        {
            var job = new Filling(from, values, rows, stride, perUnit, centres, factors, intercept, rowsPerChunk);
            WorkTeam.For((rows + rowsPerChunk - 1) / rowsPerChunk, job, threads: values.Length < 1 << 16 ? 1 : 0);
        }
    }

    readonly unsafe struct Filling(double* x, double[] values, int rows, int stride, double[] perUnit, double[] centres, double[] factors,
        bool intercept, int rowsPerChunk) : IChunkJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int features = perUnit.Length, end = Math.Min((chunk + 1) * rowsPerChunk, rows);
            for (int i = chunk * rowsPerChunk; i < end; i++)
            {
                double* from = x + (nuint)i * (nuint)features;
                var to = values.AsSpan(i * stride, stride);
                int j = 0;
                for (; j <= features - Lanes; j += Lanes)
                    ((Vector512.Load(from + j) * At(perUnit, j) - At(centres, j)) * At(factors, j)).CopyTo(to[j..]);
                for (; j < features; j++) to[j] = (from[j] * perUnit[j] - centres[j]) * factors[j];
                to[features..].Clear();
                if (intercept) to[features] = 1;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<double> At(double[] numbers, int j) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(numbers), (nuint)j);
    }

    /// <summary>strength * (dw/dv)^2: what a penalty on the caller's coefficients w costs those of the scaled columns, v; 0 for the ones.</summary>
    internal double[] Penalties(double strength)
    {
        const double most = 1e200; // so large that the coefficient is 0 whatever the rest says
        var penalties = new double[Columns];
        for (int j = 0; j < Features; j++)
        {
            double slope = _factors[j] / _units[j];
            penalties[j] = Math.Min(strength / WeightUnit * slope * slope, most);
        }
        return penalties;
    }

    /// <summary>dw/dv: the coefficient of a feature in the caller's units for a coefficient of 1 of its scaled column.</summary>
    internal double Slope(int feature) => _factors[feature] / _units[feature];

    /// <summary>The coefficients and the intercept in the caller's units.</summary>
    internal double Unscale(ReadOnlySpan<double> scaled, Span<double> coefficients)
    {
        double intercept = _intercept ? scaled[Features] : 0;
        for (int j = 0; j < Features; j++)
        {
            double v = scaled[j] * _factors[j];
            coefficients[j] = v / _units[j];
            intercept -= v * _centres[j];
        }
        return intercept;
    }
}
