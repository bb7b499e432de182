using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>Classifiers of several kinds, and a last one that learns from their probabilities how to answer.</summary>
/// <inheritdoc cref="Stacking" path="/remarks"/>
public sealed record StackingClassifier : Stacking, IEstimator<StackingClassifierModel>
{
    /// <summary>The recipes of the members, at least one; <see cref="LogisticRegression"/> and <see cref="DecisionTreeClassifier"/> by default.</summary>
    public ValueList<IEstimator<IClassifier>> Classifiers
    {
        get;
        init => field = value.Count > 0 && value.All(c => c is not null) ? value
            : throw new ArgumentException("Classifiers: name at least one, and none that is null", nameof(Classifiers));
    } = [new LogisticRegression(), new DecisionTreeClassifier { MinRowsPerLeaf = 5 }];

    /// <summary>The recipe that learns from the members' probabilities: of two classes that of the second, of more those of all, member after member.
    /// <see cref="LogisticRegression"/> by default.</summary>
    public IEstimator<IClassifier> Final
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Final));
    } = new LogisticRegression();

    /// <summary>Fits the members on all folds but one, for each fold, and on all rows, and the last recipe on what they say.</summary>
    /// <param name="data">What all <see cref="Classifiers"/> take, and a target of classes. Rows of one group are held out together.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from, or there is one row only.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public StackingClassifierModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var (classes, target) = data.ClassTarget(nameof(StackingClassifier));
        var whole = new Dataset(data.Features, target, classes, data.Weights, data.Groups, data.TargetName);
        var checkers = new VotingClassifier { Classifiers = Classifiers };
        return CallersRows.Named(() =>
        {
            var counted = whole.Counted(nameof(StackingClassifier));
            var (members, said) = FitMembers(Classifiers, counted, StackingClassifierModel.Columns(classes), StackingClassifierModel.Say,
                nameof(StackingClassifier), context);
            var last = Final.Fit(counted.With(StackingClassifierModel.Named(said, classes)), context.Child("final", 0.05));
            context.Report(1);
            return new StackingClassifierModel(classes, members, last, data.TargetName,
                new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
        }, checkers, whole, context);
    }
}
