using System.Numerics;
using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>
/// Gradients and Hessians of the rows as whole numbers: the gradient in units of a power of two; the Hessian in such units in the low bits
/// of a second number whose high bits count the row by its weight. Sums over all rows stay within their bits, so that they are exact.
/// </summary>
sealed class FixedPoint
{
    const double Magic = 3L << 51; // added to a small double it leaves the nearest whole number in the low bits
    const int Block = 16_384;

    readonly int _hessianBits, _rowBits;
    readonly long[] _counts; // of the rows; empty when all count 1
    readonly double _countUnit;
    double _gradientUp, _hessianUp;

    internal FixedPoint(int rows, double[]? weights)
    {
        Steps = new long[2 * rows];
        _counts = [];
        _countUnit = 1;
        double total = rows;
        if (weights is not null)
        {
            double largest = weights.Max();
            bool whole = weights.All(w => w == Math.Floor(w)) && weights.Sum() < 1 << 24;
            _countUnit = whole ? 1 : Math.Max(largest / 256, double.Epsilon);
            _counts = Array.ConvertAll(weights, w => (long)Math.Ceiling(w / _countUnit));
            total = _counts.Sum();
        }
        _rowBits = BitOperations.Log2((uint)Math.Max(rows, 1)) + 1;
        _hessianBits = 62 - (BitOperations.Log2((ulong)Math.Max(total, 1)) + 1);
    }

    /// <summary>Two numbers for every row.</summary>
    internal long[] Steps { get; }

    /// <summary>The largest gradient's power of two; the sums are told in units of it, so that squares do not overflow.</summary>
    internal int GradientPower { get; private set; }

    internal double Gradient(long sum) => sum * GradientDown;

    internal double Hessian(long sum) => (sum & HessianMask) * HessianDown;

    internal double Count(long sum) => (sum >> _hessianBits) * _countUnit;

    internal double GradientDown { get; private set; }

    internal double HessianDown { get; private set; }

    internal long HessianMask => (1L << _hessianBits) - 1;

    internal int HessianBits => _hessianBits;

    internal double CountUnit => _countUnit;

    /// <summary>Takes over the derivatives of a round.</summary>
    internal void Set(double[] gradients, double[] hessians, FitContext context)
    {
        int rows = gradients.Length, blocks = (rows + Block - 1) / Block;
        var largest = new (double Gradient, double Hessian)[blocks];
        WorkTeam.For(blocks, block =>
        {
            int end = Math.Min(rows, (block + 1) * Block);
            double g = 0, h = 0;
            for (int i = block * Block; i < end; i++)
            {
                g = Math.Max(g, Math.Abs(gradients[i]));
                h = Math.Max(h, hessians[i]);
            }
            largest[block] = (g, h);
        }, context.Cancellation, context.Threads);
        double most = 0, mostHessian = 0;
        foreach (var (g, h) in largest) (most, mostHessian) = (Math.Max(most, g), Math.Max(mostHessian, h));
        GradientPower = most > 0 ? Math.ILogB(most) + 1 : 0;
        int hessianPower = mostHessian > 0 ? Math.ILogB(mostHessian) + 1 : 0;
        int gradientBits = Math.Min(50, 62 - _rowBits), hessianBits = Math.Min(50, _hessianBits - _rowBits);
        // Two factors each: one alone may be beyond the doubles.
        _gradientUp = Math.ScaleB(1, gradientBits);
        _hessianUp = Math.ScaleB(1, hessianBits);
        GradientDown = Math.ScaleB(1, -gradientBits);
        HessianDown = Math.ScaleB(1, hessianPower - hessianBits);
        double gradientOne = Math.ScaleB(1, -GradientPower), hessianOne = Math.ScaleB(1, -hessianPower);
        bool plain = double.IsNormal(gradientOne) && double.IsNormal(hessianOne);
        long magic = BitConverter.DoubleToInt64Bits(Magic);
        WorkTeam.For(blocks, block =>
        {
            int end = Math.Min(rows, (block + 1) * Block);
            long[] steps = Steps, counts = _counts;
            for (int i = block * Block; i < end; i++)
            {
                double g = plain ? gradients[i] * gradientOne : Math.ScaleB(gradients[i], -GradientPower);
                double h = plain ? hessians[i] * hessianOne : Math.ScaleB(hessians[i], -hessianPower);
                long gradient = BitConverter.DoubleToInt64Bits(g * _gradientUp + Magic) - magic;
                long hessian = BitConverter.DoubleToInt64Bits(Math.Max(h, 0) * _hessianUp + Magic) - magic;
                steps[2 * i] = gradient;
                steps[2 * i + 1] = hessian + ((counts.Length == 0 ? 1 : counts[i]) << _hessianBits);
            }
        }, context.Cancellation, context.Threads);
    }
}
