using System.ComponentModel.DataAnnotations;

namespace Cairn.Trees;

/// <summary>
/// A decision tree (CART): questions of one feature each, found greedily, that part the rows until those of a leaf are alike. See
/// <see cref="DecisionTreeRegressor"/> and <see cref="DecisionTreeClassifier"/>.
/// </summary>
/// <remarks>
/// <para>A question of a number is whether it is at most a threshold, the middle of two neighbouring values; of a category, whether it is
/// one of a set of levels. Missing values go where they lower the impurity most; where a node had none, with the heavier side. Levels
/// without rows and unknown ones go with the missing values.</para>
/// <para>The best question is the one that most lowers the weighted impurity; of equally good ones the one whose threshold lies in the
/// widest gap beside the spread of the column's values, then the first. Breiman, Friedman, Olshen, Stone, Classification and Regression Trees, 1984.</para>
/// </remarks>
public abstract record DecisionTree : Recipe
{
    private protected DecisionTree() { }

    /// <summary>The most questions from the root to a leaf, at least 1; without limit by default.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDepth { get; init => field = AtLeast(1, value, nameof(MaxDepth)); } = int.MaxValue;

    /// <summary>The fewest rows of a leaf, each counted by its weight; 1, the default, sets no limit.</summary>
    [Range(1, int.MaxValue)]
    public int MinRowsPerLeaf { get; init => field = AtLeast(1, value, nameof(MinRowsPerLeaf)); } = 1;

    /// <summary>The fewest rows of a node that may be split, each counted by its weight; 2, the default, sets no limit.</summary>
    [Range(2, int.MaxValue)]
    public int MinRowsToSplit { get; init => field = AtLeast(2, value, nameof(MinRowsToSplit)); } = 2;

    /// <summary>The least decrease of impurity by a question, times the share of the weight that comes to it; at least 0, the default.</summary>
    [Range(0.0, double.MaxValue)]
    public double MinImpurityDecrease { get; init => field = NotNegative(value, nameof(MinImpurityDecrease)); }

    /// <summary>What a leaf costs in impurity when the grown tree is pruned (minimal cost-complexity pruning); at least 0, the default,
    /// which prunes nothing.</summary>
    [Range(0.0, double.MaxValue)]
    public double PruningStrength { get; init => field = NotNegative(value, nameof(PruningStrength)); }

    /// <summary>The limits where weights and impurities are counted in the given units.</summary>
    internal TreeLimits Limits(int weightPower, double decrease) => new(MaxDepth,
        MinRowsPerLeaf == 1 ? 0 : Math.ScaleB(MinRowsPerLeaf, -weightPower),
        MinRowsToSplit == 2 ? 0 : Math.ScaleB(MinRowsToSplit, -weightPower), decrease);

    static int AtLeast(int least, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }

    static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number of at least 0");
}
