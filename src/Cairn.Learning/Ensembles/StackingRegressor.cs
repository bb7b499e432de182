using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>Regressors of several kinds, and a last one that learns from their answers how to answer.</summary>
/// <inheritdoc cref="Stacking" path="/remarks"/>
public sealed record StackingRegressor : Stacking, IEstimator<StackingRegressorModel>
{
    /// <summary>The recipes of the members, at least one; <see cref="LinearRegression"/> and <see cref="DecisionTreeRegressor"/> by default.</summary>
    public ValueList<IEstimator<IRegressor>> Regressors
    {
        get;
        init => field = value.Count > 0 && value.All(r => r is not null) ? value
            : throw new ArgumentException("Regressors: name at least one, and none that is null", nameof(Regressors));
    } = [new LinearRegression(), new DecisionTreeRegressor { MinRowsPerLeaf = 5 }];

    /// <summary>The recipe that learns from the members' answers; <see cref="LinearRegression"/> by default.</summary>
    public IEstimator<IRegressor> Final
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Final));
    } = new LinearRegression();

    /// <summary>Fits the members on all folds but one, for each fold, and on all rows, and the last recipe on what they say.</summary>
    /// <param name="data">What all <see cref="Regressors"/> take, and a target of numbers. Rows of one group are held out together.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from, or there is one row only.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public StackingRegressorModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var target = data.NumericTarget(nameof(StackingRegressor));
        var whole = new Dataset(data.Features, target, null, data.Weights, data.Groups, data.TargetName);
        int columns = target.Rank == 2 ? target.Shape[1] : 1;
        var checkers = new VotingRegressor { Regressors = Regressors };
        return CallersRows.Named(() =>
        {
            var counted = whole.Counted(nameof(StackingRegressor));
            var (members, said) = FitMembers(Regressors, counted, columns, StackingRegressorModel.Say, nameof(StackingRegressor), context);
            var last = Final.Fit(counted.With(StackingRegressorModel.Named(said, columns)), context.Child("final", 0.05));
            context.Report(1);
            return new StackingRegressorModel(members, last, columns, data.TargetName,
                new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
        }, checkers, whole, context);
    }
}
