using System.ComponentModel.DataAnnotations;

namespace Cairn.LinearModels;

/// <summary>
/// Linear regression by gradient descent, in the open: from a start, step by step against the gradient of the cost.
/// </summary>
/// <remarks>
/// <para>h(x) = b + w x; cost 1/(2n) sum (h - y)^2; every step w -= rate * 1/n X'(h - y), b -= rate * 1/n sum (h - y). Rows count by
/// their weights. <see cref="LinearRegression"/> finds the place where this ends at once and exactly; this recipe is there to
/// see the way, <see cref="Steps"/> and <see cref="Watch"/>, and to follow texts that teach it.</para>
/// <para>A learning rate too large for the columns makes the cost grow: the walk then stops, the cheapest place it came by is kept, and the
/// notes of <see cref="LinearModel.Facts"/> say so, as they do when the epochs end before the gradient has vanished.</para>
/// </remarks>
public sealed record GradientDescentRegression : Recipe, IEstimator<LinearModel>, IStepwise<DescentState>
{
    /// <summary>How far a step goes along the gradient; above 0, 0.1 by default.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init => field = DescentRules.Rate(value); } = 0.1;

    /// <summary>The rows of a step: 0, the default, takes all of them (batch), 1 one (stochastic), more a mini-batch; each pass in a new order.</summary>
    [Range(0, int.MaxValue)]
    public int BatchSize { get; init => field = DescentRules.Batch(value); }

    /// <summary>The most passes over the rows, at least 1; 1000 by default. With all rows in a step a pass is one step.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init => field = DescentRules.Passes(value); } = 1000;

    /// <summary>
    /// The walk has converged when no component of the gradient is larger than this part of the largest at the start; from 0, below 1, 1e-6 by
    /// default. With 0 it goes on until every row is met exactly or the epochs end.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Tolerance { get; init => field = DescentRules.Part(value); } = 1e-6;

    /// <summary>What is done to the columns first; <see cref="LinearModels.Normalization.Standard"/> by default.</summary>
    public Normalization Normalization { get; init => field = DescentRules.Known(value); } = Normalization.Standard;

    /// <summary>Whether the mean of the squares is walked down or half of it, the default; the gradients differ by the factor 2.</summary>
    public SquaredCost Cost { get; init => field = DescentRules.Known(value); } = SquaredCost.HalfMse;

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The weights of the normalised columns to start from; none, the default, means zeros.</summary>
    public ValueList<double> StartWeights { get; init => field = DescentRules.Finite(value); }

    /// <summary>The intercept to start from; 0 by default.</summary>
    [Range(double.MinValue, double.MaxValue)]
    public double StartIntercept { get; init => field = DescentRules.Finite(value); }

    /// <summary>Orders the rows of mini-batches; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Walks to the end; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or <see cref="StartWeights"/> do not fit.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public LinearModel Fit(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        var task = Prepare(data, context);
        var (end, facts) = task.Descent.Run();
        context.Report(1);
        return Model(task, end, facts);
    }

    /// <summary>The start and the place after every step, computed as they are asked for; costs and gradients are those of all rows.</summary>
    /// <exception cref="ArgumentException">As <see cref="Fit"/>.</exception>
    public IEnumerable<DescentState> Steps(Dataset data)
    {
        var task = Prepare(data, new FitContext());
        return task.Descent.Walk(everyStep: true).Select(place => place.State(task.Columns));
    }

    /// <summary>Walks to the end and keeps every place it came by: the history, to be looked at and saved as a page.</summary>
    /// <param name="data">As for <see cref="Fit"/>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">As <see cref="Fit"/>.</exception>
    public DescentHistory<LinearModel> Watch(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        var task = Prepare(data, context);
        return DescentHistory<LinearModel>.Of(task, context, (end, facts) => Model(task, end, facts));
    }

    DescentTask Prepare(Dataset data, FitContext context)
    {
        var task = DescentTask.Of(data, nameof(GradientDescentRegression), Normalization, FitIntercept, context);
        var y = task.Data.NumericTarget(nameof(GradientDescentRegression));
        if (y.Rank != 1)
            throw new ArgumentException($"target: {nameof(GradientDescentRegression)} predicts one target [n], got the shape {y.Shape}", nameof(data));
        int d = task.Columns.Features;
        if (StartWeights.Count > 0 && StartWeights.Count != d)
            throw new ArgumentException($"StartWeights: {StartWeights.Count} weights for {d} features; give {d}, or none for zeros", nameof(data));
        var start = new double[task.Columns.Width];
        StartWeights.AsSpan().CopyTo(start);
        if (FitIntercept) start[d] = StartIntercept;
        double[] numbers = y.ToArray<double>();
        return task.Along(new SquaredHypothesis(numbers, Cost), numbers, null, start, new(LearningRate, BatchSize, Epochs, Tolerance, Seed),
            Cost == SquaredCost.Mse ? "J = 1/n Σ (h − y)²" : "J = 1/(2n) Σ (h − y)²");
    }

    LinearModel Model(DescentTask task, DescentPlace end, TrainingFacts facts)
    {
        var (coefficients, intercepts) = task.Unscale(end);
        var x = task.Data.Features.Dense!.AsReadOnlySpan<double>();
        double[] predicted = LinearScores.Of(x, task.Columns.Rows, coefficients, intercepts), weights = task.Data.WeightsOrOnes();
        double squares = 0, total = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            double r = task.Target[i] - predicted[i];
            squares = Math.FusedMultiplyAdd(weights[i] * r, r, squares);
            total += weights[i];
        }
        double freedom = total - coefficients.Length - (FitIntercept ? 1 : 0);
        double deviation = freedom > 0 ? Math.Min(Math.Sqrt(squares / freedom), double.MaxValue) : 0;
        return new LinearModel(task.Schema, coefficients, intercepts, false, coefficients.Length, 0, [deviation], task.Data.TargetName,
            facts with { Recipe = RecipeText.Of(this), Rows = task.RowsGiven });
    }
}
