using System.ComponentModel.DataAnnotations;
using Cairn.Classification;

namespace Cairn.LinearModels;

/// <summary>
/// Logistic regression by gradient descent, in the open, and softmax regression where there are more than two classes.
/// </summary>
/// <remarks>
/// <para>Two classes: h(x) = 1 / (1 + e^-(b + w x)) is the probability of the second; the cost is the mean of -log h over its rows and
/// -log(1 - h) over the others. More classes: h_k = e^z_k / sum_l e^z_l with z_k = b_k + w_k x, and the mean of -log h of each row's own
/// class. Either way the gradient is 1/n X'(h - y), as in linear regression. The start is zeros.</para>
/// <para><see cref="LogisticRegression"/> finds the end of the walk in a few Newton steps and takes a penalty; this recipe is there to see the
/// way. Divergence and epochs that were too few are told in the notes of <see cref="LogisticModel.Facts"/>.</para>
/// </remarks>
public sealed record GradientDescentClassification : Recipe, IEstimator<LogisticModel>, IStepwise<DescentState>
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

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Orders the rows of mini-batches; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Walks to the end; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of classes.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or the target holds no classes.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public LogisticModel Fit(Dataset data, FitContext? context = null)
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
    public DescentHistory<LogisticModel> Watch(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        var task = Prepare(data, context);
        return DescentHistory<LogisticModel>.Of(task, context, (end, facts) => Model(task, end, facts));
    }

    DescentTask Prepare(Dataset data, FitContext context)
    {
        var task = DescentTask.Of(data, nameof(GradientDescentClassification), Normalization, FitIntercept, context);
        var (classes, target) = task.Data.ClassTarget(nameof(GradientDescentClassification));
        var (y, present) = PresentClasses.Of(target);
        Hypothesis hypothesis = present.Length <= 2 ? new LogisticHypothesis(present.Length == 2 ? y : Array.ConvertAll(y, _ => 1))
            : new SoftmaxHypothesis(y, present.Length);
        return task.Along(hypothesis, Array.ConvertAll(y, k => (double)k), [.. present.Select(k => classes[k])],
            new double[hypothesis.Scores * task.Columns.Width], new(LearningRate, BatchSize, Epochs, Tolerance, Seed),
            present.Length <= 2 ? "J = −1/n Σ [y log h + (1 − y) log(1 − h)]" : "J = −1/n Σ log h of the row's own class");
    }

    LogisticModel Model(DescentTask task, DescentPlace end, TrainingFacts facts)
    {
        var (classes, target) = task.Data.ClassTarget(nameof(GradientDescentClassification));
        var (_, present) = PresentClasses.Of(target);
        var (coefficients, intercepts) = task.Unscale(end);
        var notes = PresentClasses.Notes(classes, present);
        if (present.Length == 1) (coefficients, intercepts) = (new double[coefficients.Length], new double[1]);
        return new LogisticModel(task.Schema, classes, present, coefficients, intercepts, task.Data.TargetName, facts with
        {
            Recipe = RecipeText.Of(this),
            Rows = task.RowsGiven,
            Notes = [.. notes, .. present.Length == 1 ? [] : facts.Notes],
        });
    }
}
