using Cairn.Evaluation;
using Cairn.ModelSelection;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>Many regressors of one recipe, each learned from rows drawn anew; the answer is the mean of theirs.</summary>
/// <inheritdoc cref="Bagging" path="/remarks"/>
public sealed record BaggingRegressor : Bagging, IEstimator<BaggingRegressorModel>
{
    /// <summary>The recipe of the members; <see cref="DecisionTreeRegressor"/> by default.</summary>
    public IEstimator<IRegressor> Regressor
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Regressor));
    } = new DecisionTreeRegressor();

    /// <summary>Fits the members.</summary>
    /// <param name="data">What <see cref="Regressor"/> takes, and a target of numbers. Groups are not parted.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public BaggingRegressorModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var whole = new Dataset(data.Features, data.NumericTarget(nameof(BaggingRegressor)), null, data.Weights, data.Groups, data.TargetName);
        return CallersRows.Named(() =>
        {
            var counted = whole.Counted(nameof(BaggingRegressor));
            var members = FitMembers(Regressor, counted, context);
            double? score = ScoresOutOfBag ? Score(counted, members, context) : null;
            context.Report(1);
            return new BaggingRegressorModel(members, score, data.TargetName, new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
        }, Regressor, whole, context);
    }

    /// <summary>R2 of what the members say together of the rows that they did not learn from.</summary>
    double? Score(Dataset data, IRegressor[] members, FitContext context)
    {
        int width = data.Target!.Rank == 2 ? data.Target.Shape[1] : 1;
        if (OutOfBag(data, width, (m, x) => members[m].Predict(x), context) is not var (rows, means)) return null;
        if (!Array.TrueForAll(means, double.IsFinite)) return null; // a sum beyond float64
        var heard = data.Take(rows);
        double score = Metrics.R2.Compute(heard.Target!, Tensor.Own(means, heard.Target!.Shape), heard.Weights);
        return double.IsFinite(score) ? score : null;
    }
}
