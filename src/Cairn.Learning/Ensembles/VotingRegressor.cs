using Cairn.LinearModels;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>Regressors of several kinds that learn from the same rows; the answer is the weighted mean of theirs.</summary>
/// <remarks>Those that err on different rows correct each other; one that errs everywhere drags the others down.</remarks>
public sealed record VotingRegressor : Recipe, IEstimator<VotingRegressorModel>
{
    /// <summary>The recipes of the members, at least one; <see cref="LinearRegression"/> and <see cref="DecisionTreeRegressor"/> by default.</summary>
    public ValueList<IEstimator<IRegressor>> Regressors
    {
        get;
        init => field = value.Count > 0 && value.All(r => r is not null) ? value
            : throw new ArgumentException("Regressors: name at least one, and none that is null", nameof(Regressors));
    } = [new LinearRegression(), new DecisionTreeRegressor { MinRowsPerLeaf = 5 }];

    /// <summary>How much each member counts: finite, at least 0, not all 0; none, the default, for all alike.</summary>
    public ValueList<double> Weights { get; init => field = VoteWeights.Checked(value); }

    /// <summary>Fits the members, one after the other.</summary>
    /// <param name="data">What all <see cref="Regressors"/> take, and a target of numbers.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from.</exception>
    /// <exception cref="InvalidOperationException">There are weights, but not one for each member.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public VotingRegressorModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        double[] weights = VoteWeights.Of(Weights, Regressors.Count, nameof(VotingRegressor));
        var members = new IRegressor[weights.Length];
        for (int m = 0; m < members.Length; m++) members[m] = Regressors[m].Fit(data, context.Child($"regressor {m}", 1.0 / members.Length));
        context.Report(1);
        return new VotingRegressorModel(members, weights, data.TargetName, new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
