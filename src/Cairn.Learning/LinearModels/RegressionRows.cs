using Cairn.LinearAlgebra;
using Cairn.Preprocessing;

namespace Cairn.LinearModels;

/// <summary>The rows of a regression as finite numbers: one target, and only rows that weigh something.</summary>
sealed class RegressionRows
{
    internal RegressionRows(Dataset data, string learner)
    {
        ArgumentNullException.ThrowIfNull(data);
        (Learner, TargetName, Given) = (learner, data.TargetName, data.Rows);
        var numbers = data.With(data.Features.ToNumbers(learner));
        var target = data.NumericTarget(learner);
        if (target.Rank != 1)
            throw new ArgumentException($"target: {learner} predicts one target [n], got the shape {target.Shape}", nameof(data));
        var counted = numbers.Counted(learner);
        X = counted.Features.Dense!.ToArray<double>();
        Y = counted.NumericTarget(learner).ToArray<double>();
        Weights = counted.WeightsOrOnes();
        Schema = new FeatureSchema(data.Features);
    }

    /// <summary>The recipe's name, for messages.</summary>
    internal string Learner { get; }

    internal string TargetName { get; }

    /// <summary>The number of rows given, those that weigh nothing counted.</summary>
    internal int Given { get; }

    /// <summary>The features, row by row, in the caller's units.</summary>
    internal double[] X { get; }

    internal double[] Y { get; }

    /// <summary>The weights, all above 0.</summary>
    internal double[] Weights { get; }

    internal FeatureSchema Schema { get; }

    internal int Features => Schema.Count;

    internal int Count => Y.Length;

    /// <summary>The values of a feature with their weights, rising.</summary>
    internal (double Value, double Weight)[] Sorted(int feature)
    {
        var sorted = new (double Value, double Weight)[Count];
        for (int i = 0; i < sorted.Length; i++) sorted[i] = (X[i * Features + feature], Weights[i]);
        Array.Sort(sorted, (a, b) => a.Value.CompareTo(b.Value));
        return sorted;
    }

    /// <summary>The target less its mean in a unit near its deviation, times the roots of the weights; 0 where it is constant.</summary>
    internal double[] ScaledTarget(double[] roots)
    {
        var moments = ColumnMoments.Of(Y, 1, Weights);
        var target = new double[Count];
        if (moments.Deviations[0] == 0) return target;
        int exponent = Math.ILogB(moments.Units[0]) + Math.ILogB(moments.Deviations[0]);
        double unit = Math.ScaleB(1, Math.Clamp(exponent, -1000, 1000)), centre = moments.Means[0] * (moments.Units[0] / unit);
        for (int i = 0; i < target.Length; i++) target[i] = roots[i] * (Y[i] / unit - centre);
        return target;
    }

    /// <summary>sqrt(sum w r^2 / (sum w - rank - 1)), or 0 where no row is left over.</summary>
    internal double Deviation(LeastSquaresSolution solution)
    {
        double freedom = Weights.Sum() - solution.Rank - 1;
        return freedom > 0 ? Math.Min(Math.Sqrt(solution.ResidualSumsOfSquares[0] / freedom), double.MaxValue) : 0;
    }
}
