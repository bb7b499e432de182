namespace Cairn.LinearModels;

/// <summary>
/// Columns made orthonormal as they come (Gram-Schmidt, what is there taken out twice): column = Q coordinates. A column that depends on
/// those before it adds nothing to Q, and has coordinates too.
/// </summary>
sealed class OrthogonalColumns(int rows, int most)
{
    /// <summary>A column of which less than this share of its length is new counts as dependent.</summary>
    const double Least = 1e-8;

    readonly List<double[]> _coordinates = [];

    /// <summary>The orthonormal columns, row by row, <see cref="Stride"/> apart.</summary>
    internal double[] Q { get; } = new double[checked((int)((long)rows * most))];

    internal int Stride => most;

    /// <summary>The number of orthonormal columns.</summary>
    internal int Count { get; private set; }

    /// <summary>The coordinates of every column given, as long as Q had columns then.</summary>
    internal IReadOnlyList<double[]> Coordinates => _coordinates;

    /// <summary>Takes a column, which is spoiled; false where it depends on those before it.</summary>
    internal bool Add(double[] column)
    {
        double whole = Norm(column);
        double[] at = TakeOut(column), again = TakeOut(column);
        for (int k = 0; k < at.Length; k++) at[k] += again[k];
        double rest = Norm(column);
        if (Count == most || !(rest > Least * whole))
        {
            _coordinates.Add(at);
            return false;
        }
        for (int i = 0; i < column.Length; i++) Q[i * most + Count] = column[i] / rest;
        _coordinates.Add([.. at, rest]);
        Count++;
        return true;
    }

    /// <summary>The coordinates of a column, which keeps what is orthogonal to all.</summary>
    internal double[] TakeOut(double[] column)
    {
        var at = new double[Count];
        for (int i = 0; i < column.Length; i++)
        {
            double value = column[i];
            var q = Q.AsSpan(i * most, at.Length);
            for (int k = 0; k < at.Length; k++) at[k] += q[k] * value;
        }
        for (int i = 0; i < column.Length; i++)
        {
            var q = Q.AsSpan(i * most, at.Length);
            double part = 0;
            for (int k = 0; k < at.Length; k++) part += q[k] * at[k];
            column[i] -= part;
        }
        return at;
    }

    static double Norm(double[] column)
    {
        double squares = 0;
        foreach (double value in column) squares += value * value;
        return Math.Sqrt(squares);
    }
}
