using System.ComponentModel.DataAnnotations;
using Cairn.Classification;

namespace Cairn.LinearModels;

/// <summary>
/// The perceptron: row by row, a row that is missed pulls the weights of its class towards it and pushes those it was taken for away.
/// </summary>
/// <remarks>
/// <para>Two classes: w += rate * x where a row of the second is missed, w -= rate * x where one of the first is. More classes: the row's
/// own class and those that score highest beside it move so. Where a plane separates the classes it ends without a miss
/// (Rosenblatt, 1958; Novikoff, 1962); where none does it goes round until the epochs end, and a note says so.</para>
/// <para>It knows no probabilities: those of its model are 1 for the class it predicts.</para>
/// </remarks>
public sealed record Perceptron : Recipe, IEstimator<PerceptronModel>, IStepwise<DescentState>
{
    /// <summary>How far a missed row moves the weights; above 0, 1 by default. From zeros it scales the weights and changes no answer.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init => field = DescentRules.Rate(value); } = 1;

    /// <summary>The most passes over the rows, at least 1; 100 by default.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init => field = DescentRules.Passes(value); } = 100;

    /// <summary>What is done to the columns first; <see cref="LinearModels.Normalization.Standard"/> by default.</summary>
    public Normalization Normalization { get; init => field = DescentRules.Known(value); } = Normalization.Standard;

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Orders the rows of each pass; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Learns until no row is missed, or the epochs end.</summary>
    /// <param name="data">Numeric features and a target of classes.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or the target holds no classes.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public PerceptronModel Fit(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        var task = Prepare(data, context);
        var (end, facts) = task.Descent.Run();
        var (coefficients, intercepts) = task.Unscale(end);
        var (classes, target) = task.Data.ClassTarget(nameof(Perceptron));
        var (_, present) = PresentClasses.Of(target);
        context.Report(1);
        bool done = facts.Converged == true || present.Length == 1;
        return new PerceptronModel(task.Schema, classes, present, coefficients, intercepts, data.TargetName, facts with
        {
            Recipe = RecipeText.Of(this),
            Rows = data.Rows,
            Converged = done,
            StopReason = done ? "no row is missed" : facts.StopReason,
            Notes = [.. PresentClasses.Notes(classes, present),
                .. done ? [] : (string[])["rows are still missed after the last epoch; perhaps no plane separates the classes"]],
        });
    }

    /// <summary>The start and the place after every row, computed as they are asked for; costs and gradients are those of all rows.</summary>
    /// <exception cref="ArgumentException">As <see cref="Fit"/>.</exception>
    public IEnumerable<DescentState> Steps(Dataset data)
    {
        var task = Prepare(data, new FitContext());
        return task.Descent.Walk(everyStep: true).Select(place => place.State(task.Columns));
    }

    DescentTask Prepare(Dataset data, FitContext context)
    {
        var task = DescentTask.Of(data, nameof(Perceptron), Normalization, FitIntercept, context);
        var (classes, target) = task.Data.ClassTarget(nameof(Perceptron));
        var (y, present) = PresentClasses.Of(target);
        var hypothesis = new PerceptronHypothesis(y, present.Length);
        return task.Along(hypothesis, Array.ConvertAll(y, k => (double)k), [.. present.Select(k => classes[k])],
            new double[hypothesis.Scores * task.Columns.Width], new(LearningRate, 1, Epochs, 0, Seed), "J = 1/n Σ max(0, by how much a row is missed)");
    }
}
