using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Ensembles;

/// <summary>
/// Bagging (bootstrap aggregating): many models of one recipe, each learned from rows drawn anew, and the mean of their answers. See
/// <see cref="BaggingClassifier"/> and <see cref="BaggingRegressor"/>.
/// </summary>
/// <remarks>
/// <para>What varies from sample to sample is averaged out: the mean of m answers of variance v and correlation r has the variance
/// r v + (1 - r) v / m. It helps recipes that follow their rows closely, such as deep trees, and leaves stable ones as they are. Breiman, Bagging
/// predictors, Machine Learning 24, 1996.</para>
/// <para>A row that was drawn k times counts with k times its weight. Each draw takes every row with the same probability, whatever it
/// weighs. Members are fitted side by side; the result does not depend on the number of threads.</para>
/// </remarks>
public abstract record Bagging : Recipe
{
    private protected Bagging() { }

    /// <summary>The number of models, at least 1; 10 by default. More of them err no more, and take longer.</summary>
    [Range(1, int.MaxValue)]
    public int Members
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Members), value, "Members is at least 1");
    } = 10;

    /// <summary>How many rows are drawn for a member, as a share of all, at least one row; above 0, at most 1, the default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double SampleShare
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(SampleShare), value, "SampleShare is a share of the rows, above 0 and at most 1");
    } = 1;

    /// <summary>True, the default, draws with replacement: a row may come several times, and of many rows 37% stay out when as many are drawn as there
    /// are. False draws each row at most once (pasting); then <see cref="SampleShare"/> should be below 1.</summary>
    public bool Replacement { get; init; } = true;

    /// <summary>True, the default, to score the members on the rows that were not drawn for them, at the price of one answer for each.</summary>
    public bool ScoresOutOfBag { get; init; } = true;

    /// <summary>The seed by which rows are drawn; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>How often each row was drawn for a member.</summary>
    private protected int[] Drawn(int rows, int member, FitContext context)
    {
        var rng = Rng.Stream(Seed, context.Path, "bag").At(member).Start();
        int count = Math.Max(1, (int)Math.Round(SampleShare * rows));
        var times = new int[rows];
        if (Replacement)
            for (int i = 0; i < count; i++) times[rng.Index(rows)]++;
        else
            foreach (int row in rng.Permutation(rows).AsSpan(0, count)) times[row] = 1;
        return times;
    }

    /// <summary>The members, each learned from its own bag.</summary>
    private protected TModel[] FitMembers<TModel>(IEstimator<TModel> recipe, Dataset data, FitContext context) where TModel : class
    {
        const double share = 0.9; // of the work; the rest is for the rows that stayed out
        var models = new TModel[Members];
        int threads = context.Threads == 0 ? WorkTeam.Threads : Math.Min(context.Threads, WorkTeam.Threads);
        if (threads == 1 || Members < threads) // fewer members than threads: each has use for all
        {
            for (int m = 0; m < Members; m++)
            {
                context.ThrowIfCancelled();
                models[m] = recipe.Fit(Bag(data, m, context), context.Child(NameOf(m), share / Members));
            }
            return models;
        }
        int owner = Environment.CurrentManagedThreadId, done = 0;
        WorkTeam.For(Members, m =>
        {
            models[m] = recipe.Fit(Bag(data, m, context), context.Beside(NameOf(m)));
            int now = Interlocked.Increment(ref done);
            if (Environment.CurrentManagedThreadId == owner) context.Report(share * now / Members);
        }, context.Cancellation, threads);
        return models;
    }

    /// <summary>For every row the mean of what the members say that did not learn from it.</summary>
    /// <returns>The rows that have such members, and their means, one row of numbers each; null when there is no such row.</returns>
    private protected (int[] Rows, double[] Means)? OutOfBag(Dataset data, int width, Func<int, Features, Tensor> ask, FitContext context)
    {
        int n = data.Rows;
        var sums = new double[checked(n * width)];
        var voters = new int[n];
        for (int m = 0; m < Members; m++)
        {
            context.ThrowIfCancelled();
            int[] times = Drawn(n, m, context), rows = [.. Enumerable.Range(0, n).Where(i => times[i] == 0)];
            if (rows.Length == 0) continue;
            var answers = ask(m, data.Features.Take(rows)).Contiguous().AsReadOnlySpan<double>();
            for (int i = 0; i < rows.Length; i++)
            {
                voters[rows[i]]++;
                for (int j = 0; j < width; j++) sums[rows[i] * width + j] += answers[i * width + j];
            }
        }
        int[] heard = [.. Enumerable.Range(0, n).Where(i => voters[i] > 0)];
        return heard.Length == 0 ? null : (heard, [.. heard.SelectMany(i => Enumerable.Range(i * width, width).Select(at => sums[at] / voters[i]))]);
    }

    /// <summary>The score in a card; nothing without one.</summary>
    internal static string Words(string metric, double? score) =>
        score is { } value ? string.Create(CultureInfo.InvariantCulture, $", {metric} out of bag {value:0.0000}") : "";

    /// <summary>The rows drawn for a member, each once, their weights times how often they were drawn.</summary>
    Dataset Bag(Dataset data, int member, FitContext context)
    {
        int[] times = Drawn(data.Rows, member, context), rows = [.. Enumerable.Range(0, times.Length).Where(i => times[i] > 0)];
        var bag = data.Take(rows);
        if (!Replacement) return bag;
        double[] weights = bag.WeightsOrOnes();
        for (int i = 0; i < rows.Length; i++) weights[i] *= times[rows[i]];
        return new Dataset(bag.Features, bag.Target, bag.Classes, weights, bag.Groups, bag.TargetName);
    }

    static string NameOf(int member) => string.Create(CultureInfo.InvariantCulture, $"member {member}");
}
