using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>What a model pays for each coefficient when columns are chosen; the lowest sum of error and price wins.</summary>
public enum SelectionCriterion
{
    /// <summary>Akaike's information criterion, n ln(RSS / n) + 2 k for k coefficients.</summary>
    Aic,

    /// <summary>The Bayesian information criterion, n ln(RSS / n) + k ln n: fewer columns than AIC from 8 rows on.</summary>
    Bic,
}

/// <summary>Where a stepwise selection begins, and which steps it takes.</summary>
public enum SelectionDirection
{
    /// <summary>From no column: each step adds the best one.</summary>
    Forward,

    /// <summary>From all columns: each step drops the one that helps least.</summary>
    Backward,

    /// <summary>From no column: each step adds one or drops one, whichever is better.</summary>
    Both,
}

/// <summary>
/// Linear regression on columns that are chosen step by step: each step adds or drops the column that lowers the criterion most, until none
/// does. The columns that are left out have the coefficient 0.
/// </summary>
/// <remarks>
/// It does not find the best of all subsets, and the deviations of what it fits are too small, because the same rows chose the columns; a
/// <see cref="Lasso"/> in a cross-validation is often the better choice. The steps stand in <see cref="TrainingFacts.Notes"/>. Needs about
/// columns^4 operations at worst, so that it is for up to some hundred columns. Efroymson, in Mathematical Methods for Digital Computers,
/// 1960; Akaike, IEEE Trans. Automatic Control 19, 1974; Schwarz, Annals of Statistics 6, 1978.
/// </remarks>
public sealed record StepwiseRegression : Recipe, IEstimator<LinearModel>
{
    const double Floor = 1e-26; // of the whole error: rounding, and no reason to add another column

    /// <summary>Where it begins and which steps it takes; both by default.</summary>
    public SelectionDirection Direction
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Direction), value, "Direction is Forward, Backward or Both");
    } = SelectionDirection.Both;

    /// <summary>The price of a coefficient; AIC by default.</summary>
    public SelectionCriterion Criterion
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Criterion), value, "Criterion is Aic or Bic");
    } = SelectionCriterion.Aic;

    /// <summary>The most columns, at least 1; as many as the criterion wants by default.</summary>
    [Range(1, int.MaxValue)]
    public int MaxColumns
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxColumns), value, "MaxColumns is at least 1");
    } = int.MaxValue;

    /// <summary>Chooses the columns and fits their coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or no number.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public LinearModel Fit(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var rows = new RegressionRows(data, nameof(StepwiseRegression));
        int n = rows.Count, d = rows.Features;
        var scaled = ScaledColumns.Of(rows.X, d, rows.Weights, intercept: true);
        double[] roots = Array.ConvertAll(scaled.Weights, Math.Sqrt);
        var orthogonal = new OrthogonalColumns(n, Math.Min(n, d + 1));
        orthogonal.Add([.. roots]);
        var independent = new List<int>();
        for (int j = 0; j < d; j++)
        {
            context.ThrowIfCancelled();
            var column = new double[n];
            for (int i = 0; i < n; i++) column[i] = roots[i] * scaled.Values[i * scaled.Stride + j];
            if (orthogonal.Add(column)) independent.Add(j);
        }
        double[] target = rows.ScaledTarget(roots), z = orthogonal.TakeOut(target);
        // the mean is in every model: the first coordinate is no column's to explain
        var errors = new SubsetErrors([.. orthogonal.Coordinates.Skip(1).Select(c => c[1..])], z[1..], target.Sum(r => r * r));
        var (chosen, path, notes) = Choose(errors, independent, rows, context);

        var columns = new double[n * chosen.Count];
        for (int k = 0; k < chosen.Count; k++)
            for (int i = 0; i < n; i++) columns[k * n + i] = rows.X[i * d + chosen[k]];
        var solution = LeastSquares.Solve(columns, n, chosen.Count, rows.Y, rows.Weights, cancellation: context.Cancellation);
        var coefficients = new double[d];
        for (int k = 0; k < chosen.Count; k++) coefficients[chosen[k]] = solution.Coefficients[k];
        context.Report(1);
        return new LinearModel(rows.Schema, coefficients, [solution.Intercepts[0]], false, solution.Rank, solution.ConditionEstimate,
            [rows.Deviation(solution)], data.TargetName, new TrainingFacts
            {
                Recipe = RecipeText.Of(this),
                Rows = data.Rows,
                Iterations = path,
                Converged = true,
                StopReason = "no step lowers the criterion",
                Notes = [.. notes],
            });
    }

    (List<int> Chosen, int Steps, List<string> Notes) Choose(SubsetErrors errors, List<int> independent, RegressionRows rows, FitContext context)
    {
        double total = rows.Weights.Sum(), whole = errors.Of([]).Error, floor = Floor * whole;
        // by the error of the mean alone, whose cost is 0
        double Cost(double error, int columns) => total * SafeLog(Math.Max(error, floor) / whole)
            + (Criterion == SelectionCriterion.Aic ? 2 : SafeLog(total)) * columns;

        var chosen = Direction == SelectionDirection.Backward ? [.. independent] : new List<int>();
        var notes = new List<string>();
        int steps = 0;
        if (whole == 0) return ([], 0, ["the target is constant"]);
        while (true)
        {
            context.ThrowIfCancelled();
            var (error, changed) = errors.Of(chosen);
            double best = Cost(error, chosen.Count);
            if (chosen.Count > MaxColumns) best = double.PositiveInfinity; // on the way down from all
            int move = -1;
            for (int j = 0; j < changed.Length; j++)
            {
                bool leaves = chosen.Contains(j);
                if (double.IsNaN(changed[j]) || (leaves ? Direction == SelectionDirection.Forward : Direction == SelectionDirection.Backward)
                    || (!leaves && chosen.Count >= MaxColumns)) continue;
                double cost = Cost(changed[j], chosen.Count + (leaves ? -1 : 1));
                if (!(cost < best - 1e-9)) continue; // a tie, and steps that come back, change nothing
                (best, move) = (cost, j);
            }
            if (move < 0) break;
            bool left = chosen.Remove(move);
            if (!left) chosen = [.. chosen.Append(move).Order()];
            steps++;
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"step {steps}: {(left ? "without" : "with")} '{rows.Schema.NameOf(move)}', {Criterion.ToString().ToUpperInvariant()} {best:G6} (the mean alone: 0)"));
            context.Report((double)steps / (changed.Length + 1), notes[^1]);
        }
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} of {rows.Features} columns chosen"));
        return (chosen, steps, notes);
    }

    static double SafeLog(double value) => Kernels.SafeMath.Log(value);
}
