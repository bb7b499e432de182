namespace Cairn.LinearAlgebra;

/// <summary>What <see cref="Tensor.Lu()"/> found: P A = L U for each matrix A, to solve many systems with.</summary>
/// <remarks>The factors, solutions, determinants and the inverse can be differentiated by the matrix that was factored. If it has been changed in
/// place since, they are still those of the matrix as it was.</remarks>
public sealed class LuDecomposition
{
    readonly Tensor _source, _factors, _order;

    internal LuDecomposition(Tensor source, Tensor factors, Tensor order)
    {
        _source = source;
        _factors = factors;
        _order = order;
    }

    internal Tensor Source => _source;

    /// <summary>U, and below its diagonal L.</summary>
    internal Tensor Factors => _factors;

    /// <summary>The order of the rows, int32 [..., m]: row i of L U is row P[i] of A, so that for one matrix <c>a[P]</c> is L U.</summary>
    public Tensor P => _order.AsReadOnly();

    /// <summary>The lower triangle L, [..., m, min(m, n)], with ones on its diagonal; made anew at each call.</summary>
    public Tensor L => Tensor.LuTriangle(this, isLower: true);

    /// <summary>The upper triangle U, [..., min(m, n), n]; made anew at each call.</summary>
    public Tensor U => Tensor.LuTriangle(this, isLower: false);

    /// <summary>The solution x of A x = b.</summary>
    /// <param name="b">The right sides: a vector [n], or matrices [..., n, k] whose batches broadcast with those of A.</param>
    /// <exception cref="ArgumentException">A is not square or singular (use <see cref="Tensor.LeastSquares"/>), or the right side has
    /// other rows or another type.</exception>
    public Tensor Solve(Tensor b) => Tensor.Solution(this, b, transposed: false, "LuDecomposition.Solve");

    /// <summary>A⁻¹, of the shape of A.</summary>
    /// <exception cref="ArgumentException">A is not square, or singular.</exception>
    public Tensor Inverse() => Inverse("LuDecomposition.Inverse");

    internal Tensor Inverse(string operation, bool transposed = false) =>
        Tensor.Solution(this, Tensor.Eye(_factors.DType, _factors.Shape[-1]), transposed, operation);

    /// <summary>The determinant of each matrix, [...]: the product of U's diagonal, with the sign of the order of the rows.</summary>
    /// <remarks>The product is formed with an exponent of its own, so that it overflows or vanishes only where the determinant does.
    /// </remarks>
    /// <exception cref="ArgumentException">A is not square.</exception>
    public Tensor Determinant() => Tensor.DeterminantOf(this, "LuDecomposition.Determinant");

    /// <summary>The sign of each determinant, 1, 0 or -1, and the logarithm of its magnitude, -infinity for 0.</summary>
    /// <exception cref="ArgumentException">A is not square.</exception>
    public (Tensor Sign, Tensor LogMagnitude) LogDeterminant() => Tensor.LogDeterminantOf(this, "LuDecomposition.LogDeterminant");

    /// <summary>What a function makes of each determinant, given as mantissa · 2^exponent with a mantissa of magnitude in [0.7, 1.5), or 0.
    /// </summary>
    internal Tensor Pivots(string operation, Func<double, int, double> function)
    {
        _factors.ThrowIfNotSquare(operation);
        int size = _factors.Shape[-1];
        int[] batch = [.. _factors.Shape.AsSpan()[..^2]], places = _order.ToArray<int>();
        var pivots = _factors.Diagonal().To<double>().ToArray<double>();
        var values = new double[new Shape(batch).Elements];
        for (int t = 0; t < values.Length; t++)
        {
            double mantissa = IsOdd(places.AsSpan(t * size, size)) ? -1 : 1;
            int exponent = 0;
            foreach (double pivot in pivots.AsSpan(t * size, size))
            {
                mantissa *= pivot;
                if (mantissa == 0 || !double.IsFinite(mantissa)) break;
                int excess = Math.ILogB(mantissa * Math.Sqrt(0.5)) + 1;
                mantissa = Math.ScaleB(mantissa, -excess);
                exponent += excess;
            }
            values[t] = function(mantissa, exponent);
        }
        return _factors.DType == DType.Float64 ? Tensor.From<double>(values, batch)
            : Tensor.From<float>(Array.ConvertAll(values, value => (float)value), batch); // beyond its range, infinity
    }

    /// <summary>Whether an order is made by an odd number of exchanges.</summary>
    static bool IsOdd(ReadOnlySpan<int> order)
    {
        var seen = new bool[order.Length];
        bool isOdd = false;
        for (int i = 0; i < order.Length; i++)
            for (int j = i; !seen[j]; j = order[j])
            {
                seen[j] = true;
                if (order[j] != i) isOdd = !isOdd;
            }
        return isOdd;
    }

    /// <summary>Refuses a matrix that has no inverse.</summary>
    internal void ThrowIfSingular(string operation)
    {
        _factors.ThrowIfNotSquare(operation);
        var pivots = _factors.Diagonal().To<double>().ToArray<double>();
        int size = Math.Max(_factors.Shape[-1], 1), zero = Array.IndexOf(pivots, 0);
        if (zero < 0) return;
        string which = _factors.Rank > 2 ? $" in batch {zero / size}" : "";
        throw new ArgumentException(
            $"{operation}: {_factors.Shape} is singular{which}: pivot {zero % size} is 0; LeastSquares gives the solution of least norm");
    }
}
