using System.Globalization;
using System.Text;
using Cairn.Plotting;

namespace Cairn.LinearModels;

/// <summary>A descent from start to end: every place it came by, the model it came to, and the page that shows it moving.</summary>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class DescentHistory<TModel>
{
    const int MostSteps = 50_000;

    readonly DescentTask _task;
    readonly List<DescentPlace> _places;

    DescentHistory(DescentTask task, List<DescentPlace> places, TModel model, TrainingFacts facts)
    {
        (_task, _places, Model, Facts) = (task, places, model, facts);
        States = [.. places.Select(place => place.State(task.Columns))];
    }

    /// <summary>The start and the place after each step; after each pass alone when there would be more than 50,000 steps.</summary>
    public IReadOnlyList<DescentState> States { get; }

    /// <summary>The model at the end; the same as fitting gives.</summary>
    public TModel Model { get; }

    /// <summary>What happened.</summary>
    public TrainingFacts Facts { get; }

    internal static DescentHistory<TModel> Of(DescentTask task, FitContext context, Func<DescentPlace, TrainingFacts, TModel> fit)
    {
        bool everyStep = (double)task.Descent.StepsPerEpoch * task.Pace.Epochs <= MostSteps;
        var places = new List<DescentPlace>();
        var (end, facts) = task.Descent.Run(everyStep, places.Add);
        var model = fit(end, facts);
        context.Report(1);
        return new DescentHistory<TModel>(task, places, model, facts);
    }

    /// <summary>The cost after each step, as a line.</summary>
    public Chart CostCurve() => new Chart { Title = "Cost", XLabel = "step", YLabel = "cost" }
        .Line([.. States.Select(s => (double)s.Step)], [.. States.Select(s => s.Cost)]);

    /// <summary>
    /// The cost J over one weight, the other parameters as they are at the end, with the steps marked at what they did cost: on the curve where
    /// the weight is all that moves.
    /// </summary>
    /// <param name="feature">The place of the weight's feature; the first by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    /// <exception cref="InvalidOperationException">The weight does not move.</exception>
    public Chart CostAlong(int feature = 0) => DescentSlice.Cost(_task, _places, feature);

    /// <summary>The slope dJ / dw over one weight, as <see cref="CostAlong"/> shows J: each step goes against it, and it ends where the slope is 0.</summary>
    /// <param name="feature">The place of the weight's feature; the first by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    /// <exception cref="InvalidOperationException">The weight does not move.</exception>
    public Chart SlopeAlong(int feature = 0) => DescentSlice.Slope(_task, _places, feature);

    /// <summary>The path of two parameters on the contours of the cost, the others as they are at the end.</summary>
    /// <remarks>The parameters are those of the normalised columns that move the most; with one feature its weight and the intercept.</remarks>
    /// <exception cref="InvalidOperationException">There is one parameter only.</exception>
    public Chart CostSurface()
    {
        var surface = DescentSurface.Of(_task, _places)
            ?? throw new InvalidOperationException("CostSurface: a descent of one parameter has no surface; draw CostCurve");
        return surface.ToChart(_places);
    }

    /// <summary>
    /// Saves the descent as one page that plays and scrubs its steps: the fit and the cost curve, the path on the cost surface, the
    /// numbers of the step. It needs no network and no other file; <c>#step=20</c> opens it at a step.
    /// </summary>
    /// <param name="path">The file to make or to replace; its folder must exist.</param>
    /// <param name="title">The heading; the target's name by default.</param>
    /// <exception cref="IOException">The file cannot be written; what stood there before is untouched.</exception>
    public void SaveHtml(string path, string? title = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml(title));
        Persistence.AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page that <see cref="SaveHtml"/> saves.</summary>
    /// <param name="title">The heading; the target's name by default.</param>
    public string ToHtml(string? title = null) => DescentPage.Write(_task, _places, Facts, title);

    /// <summary>What is learned and how: the hypothesis, the cost, the way, and where it ended.</summary>
    public override string ToString()
    {
        var end = States[^1];
        return new StringBuilder()
            .Append("hypothesis  ").AppendLine(DescentWords.Hypothesis(_task))
            .Append("cost        ").AppendLine(_task.CostFormula)
            .Append("optimiser   ").AppendLine(DescentWords.Optimiser(_task))
            .Append(CultureInfo.InvariantCulture, $"ended       step {end.Step}, cost {end.Cost:G6}: {Facts.StopReason}")
            .ToString();
    }
}
