using Cairn.LinearModels;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>Classifiers of several kinds that learn from the same rows and vote.</summary>
/// <remarks>Those that err on different rows correct each other; one that errs everywhere drags the others down.</remarks>
public sealed record VotingClassifier : Recipe, IEstimator<VotingClassifierModel>
{
    /// <summary>The recipes of the voters, at least one; <see cref="LogisticRegression"/> and <see cref="DecisionTreeClassifier"/> by default.</summary>
    public ValueList<IEstimator<IClassifier>> Classifiers
    {
        get;
        init => field = value.Count > 0 && value.All(c => c is not null) ? value
            : throw new ArgumentException("Classifiers: name at least one, and none that is null", nameof(Classifiers));
    } = [new LogisticRegression(), new DecisionTreeClassifier { MinRowsPerLeaf = 5 }];

    /// <summary>Whether probabilities are averaged or votes counted; <see cref="Vote.Soft"/> by default.</summary>
    public Vote Vote
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Vote), value, "Vote is Soft or Hard");
    }

    /// <summary>How much each voter counts: finite, at least 0, not all 0; none, the default, for all alike.</summary>
    public ValueList<double> Weights { get; init => field = VoteWeights.Checked(value); }

    /// <summary>Fits the voters, one after the other.</summary>
    /// <param name="data">What all <see cref="Classifiers"/> take, and a target of classes.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from.</exception>
    /// <exception cref="InvalidOperationException">There are weights, but not one for each voter.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public VotingClassifierModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        double[] weights = VoteWeights.Of(Weights, Classifiers.Count, nameof(VotingClassifier));
        var (classes, target) = data.ClassTarget(nameof(VotingClassifier));
        var whole = new Dataset(data.Features, target, classes, data.Weights, data.Groups, data.TargetName);
        var voters = new IClassifier[weights.Length];
        for (int m = 0; m < voters.Length; m++) voters[m] = Classifiers[m].Fit(whole, context.Child($"classifier {m}", 1.0 / voters.Length));
        context.Report(1);
        return new VotingClassifierModel(classes, voters, Vote, weights, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
