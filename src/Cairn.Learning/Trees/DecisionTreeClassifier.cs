namespace Cairn.Trees;

/// <summary>A decision tree that predicts a class: the probabilities are the shares of the classes among the leaf's rows.</summary>
/// <inheritdoc cref="DecisionTree" path="/remarks"/>
public sealed record DecisionTreeClassifier : DecisionTree, IEstimator<ClassificationTree>
{
    /// <summary>What questions are to lower; Gini's impurity by default.</summary>
    public ClassImpurity Impurity
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Impurity), value, "Impurity is Gini or Entropy");
    } = ClassImpurity.Gini;

    /// <summary>Grows the tree; weights count as repetitions of a row.</summary>
    /// <param name="data">Features of numbers and categories, missing values among them, and a target of classes.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row, a column holds text, or the target holds no classes.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public ClassificationTree Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var (classes, _) = data.ClassTarget(nameof(DecisionTreeClassifier));
        var counted = data.Counted(nameof(DecisionTreeClassifier));
        var (inputs, columns) = TreeInputs.Of(counted.Features, nameof(DecisionTreeClassifier));
        int[] y = Indices(counted, classes);
        double[]? weights = counted.Weights?.ToArray<double>();
        int weightPower = weights is null ? 0 : PowerOfTwo.Near(weights);
        if (weights is not null) PowerOfTwo.Scale(weights, -weightPower);
        double total = weights?.Sum() ?? y.Length;
        var root = new TreeBuilder<ClassSums>(inputs, columns, y.Length,
            () => new ClassSums(y, classes.Count, weights, Impurity == ClassImpurity.Entropy), total,
            Limits(weightPower, MinImpurityDecrease), context).Grow();
        CostComplexity.Prune(root, PruningStrength, context);
        context.Report(1);
        return ClassificationTree.Of(inputs, root, classes, Impurity, weightPower, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }

    /// <summary>The class of each row as an index of the given classes, which those of fewer rows may be fewer than.</summary>
    internal static int[] Indices(Dataset counted, ClassLabels classes)
    {
        var (own, indices) = counted.ClassTarget(nameof(DecisionTreeClassifier));
        int[] y = indices.ToArray<int>();
        if (own.Equals(classes)) return y;
        int[] places = [.. own.Select(classes.IndexOf)];
        return Array.ConvertAll(y, k => places[k]);
    }
}

/// <summary>How mixed the classes of a node are.</summary>
public enum ClassImpurity
{
    /// <summary>1 - sum p_k^2.</summary>
    Gini,
    /// <summary>-sum p_k ln p_k.</summary>
    Entropy,
}
