namespace Cairn.LinearAlgebra;

/// <summary>What <see cref="LeastSquares.Solve"/> found.</summary>
public sealed class LeastSquaresSolution
{
    readonly double[] _coefficients, _intercepts, _residualSums;
    readonly int[] _steps;

    internal LeastSquaresSolution(double[] coefficients, double[] intercepts, double[] residualSums, int[] steps,
        int rank, double condition)
    {
        (_coefficients, _intercepts, _residualSums, _steps) = (coefficients, intercepts, residualSums, steps);
        (Rank, ConditionEstimate) = (rank, condition);
    }

    /// <summary>The coefficients b, column-major [columns, targets]: those of target t start at t * columns.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>One intercept per target; zeros when none was asked for.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>
    /// The sum of w (y - b0 - x b)^2 of each target; <see cref="double.PositiveInfinity"/> or 0 where it lies beyond the range of double.
    /// </summary>
    public ReadOnlySpan<double> ResidualSumsOfSquares => _residualSums;

    /// <summary>The numerical rank of the columns (centred when there is an intercept, which is not counted).</summary>
    public int Rank { get; }

    /// <summary>
    /// The condition number, in the 1-norm, of the triangle of the <see cref="Rank"/> columns that were kept, each scaled to a norm
    /// between 1/2 and 1. About log10 of it decimal digits are lost to errors in the data; 1 when the rank is 0.
    /// </summary>
    public double ConditionEstimate { get; }

    /// <summary>Steps of iterative refinement made for each target.</summary>
    public ReadOnlySpan<int> RefinementSteps => _steps;
}
