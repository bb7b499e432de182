namespace Cairn.LinearModels;

/// <summary>
/// The squared error of least squares on subsets of columns, and what it becomes when one column joins or leaves: from the coordinates
/// of the columns and of the target, so that rows no longer count.
/// </summary>
/// <param name="columns">The coordinates of each column; those that are shorter end in zeros.</param>
/// <param name="target">The coordinates of the target.</param>
/// <param name="outside">The squared length of the part of the target outside all columns.</param>
sealed class SubsetErrors(IReadOnlyList<double[]> columns, double[] target, double outside)
{
    const double Least = 1e-16; // of its squared length, or a column depends on the others

    /// <summary>The error with the chosen columns, and with each other column in addition, or without one that is chosen; NaN for a column
    /// that depends on the chosen ones.</summary>
    internal (double Error, double[] Changed) Of(IReadOnlyList<int> chosen)
    {
        int m = target.Length, s = chosen.Count;
        double[][] rest = [.. columns.Select(c => Padded(c, m))];
        double[] left = [.. target], z = new double[s];
        var triangle = new double[s, s]; // R of the chosen columns
        for (int k = 0; k < s; k++)
        {
            double[] q = rest[chosen[k]];
            double length = Math.Sqrt(Dot(q, q));
            triangle[k, k] = length;
            if (length > 0)
                for (int r = 0; r < m; r++) q[r] /= length;
            for (int c = 0; c < rest.Length; c++)
            {
                int later = c == chosen[k] ? k : IndexOf(chosen, c);
                if (later >= 0 && later <= k) continue;
                double part = TakeOut(rest[c], q);
                if (later > k) triangle[k, later] = part;
            }
            z[k] = TakeOut(left, q);
        }
        double error = outside + Dot(left, left);
        var changed = new double[columns.Count];
        for (int c = 0; c < changed.Length; c++)
        {
            double length = Dot(rest[c], rest[c]), part = Dot(rest[c], left);
            changed[c] = length > Least * Dot(columns[c], columns[c]) ? Math.Max(error - part * part / length, outside) : double.NaN;
        }
        for (int k = 0; k < s; k++) changed[chosen[k]] = error + Loss(triangle, z, k);
        return (error, changed);
    }

    /// <summary>What leaving out column k adds: b_k^2 / |row k of the triangle's inverse|^2, with the coefficient b_k = row k times z.</summary>
    static double Loss(double[,] triangle, double[] z, int k)
    {
        int s = z.Length;
        var row = new double[s]; // row R = e_k
        row[k] = 1 / triangle[k, k];
        double coefficient = row[k] * z[k], squares = row[k] * row[k];
        for (int c = k + 1; c < s; c++)
        {
            double sum = 0;
            for (int r = k; r < c; r++) sum += row[r] * triangle[r, c];
            row[c] = -sum / triangle[c, c];
            coefficient += row[c] * z[c];
            squares += row[c] * row[c];
        }
        return coefficient * coefficient / squares;
    }

    static double[] Padded(double[] column, int length)
    {
        var padded = new double[length];
        column.CopyTo(padded, 0);
        return padded;
    }

    static int IndexOf(IReadOnlyList<int> chosen, int column)
    {
        for (int k = 0; k < chosen.Count; k++)
            if (chosen[k] == column) return k;
        return -1;
    }

    static double TakeOut(double[] column, double[] q)
    {
        double part = Dot(column, q);
        for (int r = 0; r < q.Length; r++) column[r] -= part * q[r];
        return part;
    }

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int r = 0; r < a.Length; r++) sum += a[r] * b[r];
        return sum;
    }
}
