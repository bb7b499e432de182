using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Cairn.ModelSelection;
using Cairn.RandomNumbers;

namespace Cairn.Ensembles;

/// <summary>
/// Stacking: a last recipe learns how to answer from the answers of others. See <see cref="StackingClassifier"/> and
/// <see cref="StackingRegressor"/>.
/// </summary>
/// <remarks>The rows are parted into folds; what a member says of a row, for the last recipe to learn from, it says after learning from the other folds, so that
/// a member that knows its rows by heart is not believed. Then each member learns from all rows, and these models answer new rows. Wolpert,
/// Stacked generalization, Neural Networks 5, 1992.</remarks>
public abstract record Stacking : Recipe
{
    private protected Stacking() { }

    /// <summary>The number of folds, at least 2; 5 by default. Fewer rows, or groups, than that make as many folds as there are.</summary>
    [Range(2, int.MaxValue)]
    public int Folds
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Folds), value, "Folds is at least 2");
    } = 5;

    /// <summary>The seed by which rows are dealt to the folds; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>For each row its fold: groups stay together, and without groups each class is spread over all folds.</summary>
    private protected int[] FoldOfRows(Dataset data, string learner)
    {
        int wholes = data.Groups is { } groups ? groups.ToArray<int>().Distinct().Count() : data.Rows;
        if (wholes < 2)
            throw new ArgumentException($"data: {learner} needs at least 2 {(data.Groups is null ? "rows" : "groups of rows")}, some to learn from and some to "
                + $"answer for; got {wholes}", nameof(data));
        int folds = Math.Min(Folds, wholes);
        var foldOf = new int[data.Rows];
        if (data.Groups is not null)
        {
            var parts = new KFold { Folds = folds, Seed = Seed }.Split(data);
            for (int f = 0; f < folds; f++)
                foreach (int row in parts[f].Test) foldOf[row] = f;
            return foldOf;
        }
        int[] order = Rng.Stream(Seed, "", "stacking").Permutation(data.Rows);
        if (data.Classes is not null)
        {
            // class after class, in the order in which they come up, so that their names and numbers do not matter
            int[] classOf = data.Target!.ToArray<int>(), first = new int[data.Classes.Count];
            for (int i = order.Length - 1; i >= 0; i--) first[classOf[order[i]]] = i;
            order = [.. order.OrderBy(row => first[classOf[row]])];
        }
        for (int i = 0; i < order.Length; i++) foldOf[order[i]] = i % folds;
        return foldOf;
    }

    /// <summary>What the members say of rows that they did not learn from, <c>[n, columns]</c>, and the members that learned from all.</summary>
    /// <param name="recipes">The recipes of the members.</param>
    /// <param name="data">The rows.</param>
    /// <param name="columns">How many numbers a member says of a row.</param>
    /// <param name="say">What a model says of rows: so many numbers for each.</param>
    /// <param name="learner">Who asks, to be named in messages.</param>
    /// <param name="context">The caller's; a little of its work is left for the last recipe.</param>
    private protected (TModel[] Members, Tensor Said) FitMembers<TModel>(ValueList<IEstimator<TModel>> recipes, Dataset data, int columns,
        Func<TModel, Features, double[]> say, string learner, FitContext context) where TModel : class
    {
        int[] foldOf = FoldOfRows(data, learner);
        int[][] held = RowLists.Of(foldOf, foldOf.Max() + 1);
        int all = recipes.Count * columns;
        double share = 0.95 / (recipes.Count * (held.Length + 1));
        var (models, said) = (new TModel[recipes.Count], new double[checked(data.Rows * all)]);
        for (int m = 0; m < models.Length; m++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"member {m}");
            for (int f = 0; f < held.Length; f++)
            {
                context.ThrowIfCancelled();
                int[] others = RowLists.Without(foldOf, f, data.Rows - held[f].Length);
                var model = recipes[m].Fit(data.Take(others), context.Child(string.Create(CultureInfo.InvariantCulture, $"{name}, fold {f}"), share));
                double[] own = say(model, data.Features.Take(held[f]));
                for (int i = 0; i < held[f].Length; i++) own.AsSpan(i * columns, columns).CopyTo(said.AsSpan(held[f][i] * all + m * columns));
            }
            models[m] = recipes[m].Fit(data, context.Child(name, share));
        }
        return (models, Tensor.Own(said, new Shape(data.Rows, all)));
    }

    /// <summary>What fitted members say of rows, side by side.</summary>
    internal static Tensor Said<TModel>(TModel[] members, Features x, int columns, Func<TModel, Features, double[]> say)
    {
        int all = members.Length * columns;
        var said = new double[checked(x.Rows * all)];
        for (int m = 0; m < members.Length; m++)
        {
            double[] own = say(members[m], x);
            for (int i = 0; i < x.Rows; i++) own.AsSpan(i * columns, columns).CopyTo(said.AsSpan(i * all + m * columns));
        }
        return Tensor.Own(said, new Shape(x.Rows, all));
    }
}
