using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>A point, and the function and its gradient there.</summary>
sealed class Place
{
    internal Place(double[] point, double value, double[] gradient)
    {
        (Point, Value, Gradient) = (point, value, gradient);
        IsFinite = double.IsFinite(value);
        foreach (double g in gradient)
        {
            IsFinite &= double.IsFinite(g);
            Largest = Math.Max(Largest, Math.Abs(g));
        }
        Squares = Dots.Dot(gradient, gradient);
    }

    internal double[] Point { get; }
    internal double Value { get; }
    internal double[] Gradient { get; }

    /// <summary>True where the function is defined.</summary>
    internal bool IsFinite { get; }

    /// <summary>The largest |∂f/∂xᵢ|.</summary>
    internal double Largest { get; }

    /// <summary>Σ (∂f/∂xᵢ)².</summary>
    internal double Squares { get; }

    internal static double Distance(Place a, Place b)
    {
        var apart = Difference(b.Point, a.Point);
        return Math.Sqrt(Dots.Dot(apart, apart));
    }

    internal static double[] Difference(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        for (int i = 0; i < a.Length; i++) difference[i] = a[i] - b[i];
        return difference;
    }
}
