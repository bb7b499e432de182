using System.ComponentModel.DataAnnotations;

namespace Cairn.Trees;

/// <summary>
/// Gradient boosting of histogram trees: each tree is fitted to the gradient of the loss that the trees before it left, and adds a small
/// step. See <see cref="GradientBoostingRegressor"/> and <see cref="GradientBoostingClassifier"/>.
/// </summary>
/// <remarks>
/// <para>Values are first put into at most <see cref="MaxBins"/> bins, quantiles of the rows. A tree grows by the leaf whose question gains
/// most, gain = GL^2 / (HL + p) + GR^2 / (HR + p) - G^2 / (H + p) with G and H the sums of gradients and Hessians and p the
/// <see cref="LeafPenalty"/>; a leaf adds -<see cref="LearningRate"/> G / (H + p). Friedman 2001, Greedy function approximation; Chen and
/// Guestrin 2016, XGBoost; Ke et al. 2017, LightGBM.</para>
/// <para>Missing values go where they gain most. Categories are ordered by G / H and split as numbers are; more levels than bins share the
/// last one, the rarest first. Sums are of whole numbers, gradients in units of a power of two: exact, so that no order of adding, hence
/// no number of threads, changes a bit.</para>
/// </remarks>
public abstract record GradientBoosting : Recipe
{
    private protected GradientBoosting() { }

    /// <summary>The part of each tree's step that is taken; above 0, at most 1; 0.1 by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init => field = Share(value, nameof(LearningRate)); } = 0.1;

    /// <summary>The most rounds, each of one tree, or of one tree a class for three classes or more; at least 1, 100 by default.</summary>
    [Range(1, int.MaxValue)]
    public int Iterations { get; init => field = AtLeast(1, value, nameof(Iterations)); } = 100;

    /// <summary>The most leaves of a tree, at least 2; 31 by default.</summary>
    [Range(2, int.MaxValue)]
    public int MaxLeaves { get; init => field = AtLeast(2, value, nameof(MaxLeaves)); } = 31;

    /// <summary>The most questions from the root to a leaf, at least 1; without limit by default.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDepth { get; init => field = AtLeast(1, value, nameof(MaxDepth)); } = int.MaxValue;

    /// <summary>The fewest rows of a leaf, each counted by its weight; at least 1, 20 by default.</summary>
    [Range(1, int.MaxValue)]
    public int MinRowsPerLeaf { get; init => field = AtLeast(1, value, nameof(MinRowsPerLeaf)); } = 20;

    /// <summary>What is added to the Hessian of a leaf, which draws its value to 0 (L2); at least 0, the default.</summary>
    [Range(0.0, double.MaxValue)]
    public double LeafPenalty
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(LeafPenalty), value, "LeafPenalty is a number of at least 0");
    }

    /// <summary>The most bins of a column beside that of missing values, 2 to 255; 255 by default.</summary>
    [Range(2, 255)]
    public int MaxBins
    {
        get;
        init => field = value is >= 2 and <= 255 ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxBins), value, "MaxBins is from 2 to 255");
    } = 255;

    /// <summary>The share of the rows that a round learns from, drawn anew for each; above 0, at most 1, the default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double RowShare { get; init => field = Share(value, nameof(RowShare)); } = 1;

    /// <summary>The share of the columns that a round may ask for, drawn anew for each; above 0, at most 1, the default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ColumnShare { get; init => field = Share(value, nameof(ColumnShare)); } = 1;

    /// <summary>The share of the rows held back to judge each round, for early stopping; 0, the default, judges none. Below 1.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(ValidationShare), value, "ValidationShare is from 0 to below 1");
    }

    /// <summary>After how many rounds without a better loss on the rows held back boosting stops; the best round is kept. At least 1, 10 by
    /// default.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init => field = AtLeast(1, value, nameof(Patience)); } = 10;

    /// <summary>The features with which the score may only rise, by name (x0, x1, ... where they have none); none by default.</summary>
    public ValueList<string> Increasing { get; init; }

    /// <summary>The features with which the score may only fall, by name; none by default.</summary>
    public ValueList<string> Decreasing { get; init; }

    /// <summary>The seed of the rows held back and drawn; 0 by default.</summary>
    public long Seed { get; init; }

    static double Share(double value, string name) => value is > 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is above 0 and at most 1");

    static int AtLeast(int least, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }

    /// <summary>1 for features with which the score may only rise, -1 for those with which it may only fall, else 0; null when there is none.</summary>
    internal int[]? Directions(TreeInputs inputs, string learner)
    {
        if (Increasing.Count + Decreasing.Count == 0) return null;
        var directions = new int[inputs.Count];
        foreach (var (name, direction) in Increasing.Select(n => (n, 1)).Concat(Decreasing.Select(n => (n, -1))))
        {
            int feature = 0;
            while (feature < inputs.Count && inputs.Schema.NameOf(feature) != name) feature++;
            if (feature == inputs.Count)
                throw new ArgumentException($"{(direction > 0 ? nameof(Increasing) : nameof(Decreasing))}: {learner} finds no feature '{name}'");
            if (inputs.Levels(feature) is not null)
                throw new ArgumentException($"{(direction > 0 ? nameof(Increasing) : nameof(Decreasing))}: '{name}' holds categories, which have no order");
            if (directions[feature] == -direction)
                throw new ArgumentException($"{nameof(Increasing)}: '{name}' stands in {nameof(Decreasing)} too");
            directions[feature] = direction;
        }
        return directions;
    }
}
