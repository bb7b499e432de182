using Cairn.Kernels;

namespace Cairn.LinearModels;

/// <summary>
/// F = sum_i w_i * -log P(y_i) + 1/2 sum_kj penalty_j theta_kj^2 of one vector theta a score, its gradient and its second derivative.
/// Two classes have one score, more have one each.
/// </summary>
/// <remarks>
/// Rows are cut into blocks, and Hessians into tiles within, by sizes alone; blocks run on the work team, their sums are added in
/// order. So the bits are the same for any number of threads, and each number of a sum sees its additions in one order at any vector width.
/// </remarks>
sealed class LogisticObjective
{
    const int LeastRowsPerBlock = 1024;
    const int MostBlocks = 32;
    const int RowsPerTile = 64;
    const int MostCurvatures = 8 << 20;

    readonly ScaledColumns _x;
    readonly int[] _y;
    readonly double[] _signs; // of two classes: 1 for the second, -1 for the first
    readonly double[] _penalties;
    readonly FitContext _context;
    readonly int _columns, _stride;

    /// <summary>Where F was last evaluated: two classes, the probability of the wrong one; more, that of each.</summary>
    readonly double[] _probabilities;

    /// <summary>X' diag(a) X of one score where F was last evaluated, if that was asked for.</summary>
    double[]? _curvatures;

    internal LogisticObjective(ScaledColumns x, int[] y, int classes, double[] penalties, FitContext context)
    {
        (_x, _y, _penalties, _context) = (x, y, penalties, context);
        (_columns, _stride) = (x.Columns, x.Stride);
        Scores = classes == 2 ? 1 : classes;
        _signs = Scores == 1 ? Array.ConvertAll(y, k => k == 1 ? 1.0 : -1.0) : [];
        _probabilities = new double[(long)x.Rows * Scores];
        foreach (double weight in x.Weights) TotalWeight += weight;
    }

    /// <summary>The number of scores of a row: 1 for two classes, else one a class.</summary>
    internal int Scores { get; }

    /// <summary>The length of theta: a stretch of the columns' stride for each score.</summary>
    internal int Length => Scores * _stride;

    /// <summary>The sum of the weights.</summary>
    internal double TotalWeight { get; }

    /// <summary>F at theta; writes its gradient and keeps the probabilities for the second derivative.</summary>
    /// <param name="theta">The coefficients.</param>
    /// <param name="gradient">Is given F'.</param>
    /// <param name="curved">Whether F'' will be asked for: of one score it is summed while the rows are at hand.</param>
    internal double Evaluate(double[] theta, double[] gradient, bool curved)
    {
        _curvatures = null;
        double loss = Scores == 1
            ? Pass(theta, gradient, new BinaryLoss(_signs, _x.Weights, _probabilities), curved && CurvatureBlocks(1) == MostBlocks)
            : Pass(theta, gradient, new MultinomialLoss(_y, _x.Weights, _probabilities, Scores));
        return loss + AddPenalty(theta, gradient) / 2;
    }

    /// <summary>result = F'' direction, where F was last evaluated.</summary>
    internal void Curve(double[] direction, double[] result)
    {
        if (Scores == 1) Pass(direction, result, new BinaryCurvature(_x.Weights, _probabilities));
        else Pass(direction, result, new MultinomialCurvature(_x.Weights, _probabilities, Scores));
        AddPenalty(direction, result);
    }

    /// <summary>True when every row's own class is the likeliest, where F was last evaluated.</summary>
    internal bool SeparatesAllRows()
    {
        for (int i = 0; i < _y.Length; i++)
        {
            if (Scores == 1)
            {
                if (_probabilities[i] >= 0.5) return false;
                continue;
            }
            var p = _probabilities.AsSpan(i * Scores, Scores);
            for (int k = 0; k < Scores; k++)
                if (k != _y[i] && p[k] >= p[_y[i]]) return false;
        }
        return true;
    }

    /// <summary>result_j += penalty_j theta_j; gives sum_j penalty_j theta_j^2.</summary>
    double AddPenalty(double[] theta, double[] result)
    {
        double squares = 0;
        for (int k = 0; k < Scores; k++)
        {
            for (int j = 0; j < _columns; j++)
            {
                double v = theta[k * _stride + j], pull = _penalties[j] * v;
                result[k * _stride + j] += pull;
                squares = Math.FusedMultiplyAdd(pull, v, squares);
            }
        }
        return squares;
    }

    /// <summary>
    /// result_k = sum_i factor_ik x_i, where the rule turns the products x_i theta_k of a row into its factors; gives the sum of what
    /// the rule returns.
    /// </summary>
    double Pass<TRule>(double[] theta, double[] result, TRule rule, bool curved = false) where TRule : struct, IRowRule
    {
        var blocks = new Blocks(_x.Rows, MostBlocks);
        var sums = new double[blocks.Count];
        var results = new double[blocks.Count][];
        var curvatures = curved ? new double[blocks.Count][] : null;
        var pass = new RowPass<TRule>(this, blocks, theta, sums, results, rule, curvatures);
        WorkTeam.For(blocks.Count, pass, _context.Cancellation, _context.Threads);
        Array.Clear(result);
        double sum = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            sum += sums[b];
            for (int j = 0; j < result.Length; j++) result[j] += results[b][j];
        }
        if (curvatures is not null) _curvatures = Sum(curvatures);
        return sum;
    }

    static double[] Sum(double[][] parts)
    {
        var sum = parts[0];
        for (int b = 1; b < parts.Length; b++)
            for (int j = 0; j < sum.Length; j++) sum[j] += parts[b][j];
        return sum;
    }

    readonly struct RowPass<TRule>(LogisticObjective f, Blocks blocks, double[] theta, double[] sums, double[][] results, TRule rule,
        double[][]? curvatures) : IChunkJob where TRule : struct, IRowRule
    {
        public void Run(int block)
        {
            int stride = f._stride, scores = f.Scores, atOnce = RowsPerTile;
            var result = new double[theta.Length];
            double[] z = new double[atOnce * scores], work = new double[atOnce * (scores + 1)];
            double[]? curvature = curvatures is null ? null : new double[stride * stride], scaled = new double[atOnce * ScaledColumns.Lanes];
            double sum = 0;
            for (int i = blocks.First(block); i < blocks.End(block); i += atOnce)
            {
                f._context.ThrowIfCancelled();
                int rows = Math.Min(atOnce, blocks.End(block) - i);
                var x = f._x.Values.AsSpan(i * stride, rows * stride);
                RowTiles.Scores(x, rows, stride, theta, scores, z);
                sum = rule.Apply(i, rows, z, work, sum);
                RowTiles.Gather(z, x, rows, stride, scores, result);
                if (curvature is null) continue;
                for (int r = 0; r < rows; r++) z[r] = f.Curvature(i + r, 0, 0);
                RowTiles.AddSquares(x, z.AsSpan(0, rows), scaled, stride, curvature);
            }
            (sums[block], results[block]) = (sum, result);
            if (curvature is not null) curvatures![block] = curvature;
        }
    }

    /// <summary>
    /// F'' where F was last evaluated, as a dense matrix of the columns without padding, score by score, lower triangle. With several
    /// scores, all may be shifted alike without changing F; (sum_k theta_kj)^2 is added there, which keeps the sum as it is.
    /// </summary>
    internal double[] Hessian()
    {
        int m = _columns, size = Scores * m, square = _stride * _stride;
        double[] h = _curvatures ?? Curvatures(Scores * (Scores + 1) / 2, Curvature);
        var hessian = new double[size * size];
        for (int k = 0, pair = 0; k < Scores; k++)
            for (int l = 0; l <= k; l++, pair++)
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < m; j++)
                        hessian[(k * m + i) * size + l * m + j] = h[pair * square + Math.Max(i, j) * _stride + Math.Min(i, j)];
        for (int j = 0; j < m; j++)
        {
            double shift = 0;
            for (int k = 0; k < Scores; k++) shift += hessian[(k * m + j) * (size + 1)] / (Scores * Scores);
            for (int k = 0; k < Scores; k++)
            {
                for (int l = 0; Scores > 1 && l <= k; l++) hessian[(k * m + j) * size + l * m + j] += shift;
                ref double diagonal = ref hessian[(k * m + j) * (size + 1)];
                diagonal += _penalties[j];
                if (diagonal == 0) diagonal = 1; // a column of zeros: any number does, its gradient is 0
            }
        }
        return hessian;
    }

    /// <summary>X' diag(w) X, lower triangle, columns without padding.</summary>
    internal double[] Gram()
    {
        double[] h = Curvatures(1, (row, _, _) => _x.Weights[row]);
        var gram = new double[_columns * _columns];
        for (int i = 0; i < _columns; i++) h.AsSpan(i * _stride, i + 1).CopyTo(gram.AsSpan(i * _columns));
        return gram;
    }

    /// <summary>sum_i w x_ij^2 for every column.</summary>
    internal double[] Squares()
    {
        var squares = new double[_columns];
        for (int i = 0; i < _x.Rows; i++)
            for (int j = 0; j < _columns; j++)
            {
                double v = _x.Values[i * _stride + j];
                squares[j] = Math.FusedMultiplyAdd(_x.Weights[i] * v, v, squares[j]);
            }
        return squares;
    }

    double Curvature(int row, int k, int l)
    {
        if (Scores == 1) return _x.Weights[row] * _probabilities[row] * (1 - _probabilities[row]);
        double p = _probabilities[row * Scores + k];
        return _x.Weights[row] * p * ((k == l ? 1 : 0) - _probabilities[row * Scores + l]);
    }

    /// <summary>X' diag(a_kl) X for every pair of scores l &lt;= k, lower triangles.</summary>
    double[] Curvatures(int pairs, Func<int, int, int, double> a)
    {
        var blocks = new Blocks(_x.Rows, CurvatureBlocks(pairs));
        var parts = new double[blocks.Count][];
        WorkTeam.For(blocks.Count, new CurvaturePass(this, blocks, parts, pairs, a), _context.Cancellation, _context.Threads);
        return Sum(parts);
    }

    int CurvatureBlocks(int pairs) => (int)Math.Clamp(MostCurvatures / ((long)pairs * _stride * _stride), 1, MostBlocks);

    readonly struct CurvaturePass(LogisticObjective f, Blocks blocks, double[][] parts, int pairs, Func<int, int, int, double> a)
        : IChunkJob
    {
        public void Run(int block)
        {
            int stride = f._stride, square = stride * stride;
            var part = new double[pairs * square];
            double[] factors = new double[RowsPerTile], scaled = new double[RowsPerTile * ScaledColumns.Lanes];
            for (int first = blocks.First(block); first < blocks.End(block); first += RowsPerTile)
            {
                f._context.ThrowIfCancelled();
                int rows = Math.Min(RowsPerTile, blocks.End(block) - first);
                var x = f._x.Values.AsSpan(first * stride, rows * stride);
                for (int k = 0, pair = 0; pair < pairs; k++)
                    for (int l = 0; l <= k; l++, pair++)
                    {
                        for (int r = 0; r < rows; r++) factors[r] = a(first + r, k, l);
                        RowTiles.AddSquares(x, factors.AsSpan(0, rows), scaled, stride, part.AsSpan(pair * square, square));
                    }
            }
            parts[block] = part;
        }
    }

    /// <summary>How rows are cut into blocks: by their number alone.</summary>
    readonly struct Blocks(int rows, int most)
    {
        internal int Count { get; } = Math.Clamp(rows / LeastRowsPerBlock, 1, most);

        internal int First(int block) => (int)((long)rows * block / Count);

        internal int End(int block) => First(block + 1);
    }
}
