using System.ComponentModel.DataAnnotations;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.RandomNumbers;

namespace Cairn.Classification;

/// <summary>
/// Any classifier with its probabilities mended: where it says 0.8, eight of ten shall be right.
/// </summary>
/// <remarks>
/// <para>The rows are parted into folds. For each, the classifier learns from the other folds and answers for this one, and a curve from its
/// log-odds to the classes that came true is fitted; the probabilities of all folds' classifiers are averaged. With
/// <see cref="HeldOutShare"/> one part is held out instead, and there is one classifier. The log-odds are those of the class against the
/// rest, with probabilities no nearer to 0 and 1 than 2^-52.</para>
/// <para>Of two classes the second has a curve; of more, each has one, and their sum is brought to 1.</para>
/// </remarks>
public sealed record CalibratedClassifier : Recipe, IEstimator<CalibratedClassifierModel>
{
    /// <summary>The recipe of the classifier; <see cref="LogisticRegression"/> by default.</summary>
    public IEstimator<IClassifier> Classifier
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Classifier));
    } = new LogisticRegression();

    /// <summary>The curve; <see cref="CalibrationMethod.Sigmoid"/> by default.</summary>
    public CalibrationMethod Method
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Method), value, "Method is Sigmoid or Isotonic");
    }

    /// <summary>The number of folds, at least 2; 5 by default. Fewer rows than that make as many folds as there are rows.</summary>
    [Range(2, int.MaxValue)]
    public int Folds
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Folds), value, "Folds is at least 2");
    } = 5;

    /// <summary>The share of the rows held out for the curve, below 1; 0, the default, takes <see cref="Folds"/>.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double HeldOutShare
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(HeldOutShare), value, "HeldOutShare is a share of the rows, 0 to below 1");
    }

    /// <summary>The seed by which rows are dealt to the folds; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Fits classifiers and curves.</summary>
    /// <param name="data">What <see cref="Classifier"/> takes, at least two rows, and a target of classes. Groups are not parted.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from, or cannot be parted.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public CalibratedClassifierModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var (classes, target) = data.ClassTarget(nameof(CalibratedClassifier));
        var whole = new Dataset(data.Features, target, classes, data.Weights, data.Groups, data.TargetName);
        return CallersRows.Named(() =>
        {
            var counted = whole.Counted(nameof(CalibratedClassifier));
            return Fit(counted, Parts(counted), data.Rows, context);
        }, Classifier, whole, context);
    }

    /// <summary>Fits with given parts: for each the rows of the classifier and those of the curve.</summary>
    internal CalibratedClassifierModel Fit(Dataset data, IReadOnlyList<(int[] Train, int[] Test)> parts, int rowsGiven, FitContext context)
    {
        var classes = data.Classes!;
        int[] present = [.. data.Target!.ToArray<int>().Distinct().Order()];
        var (classifiers, curves) = (new IClassifier[parts.Count], new ProbabilityCurve[parts.Count][]);
        for (int p = 0; p < parts.Count; p++)
        {
            context.ThrowIfCancelled();
            classifiers[p] = Classifier.Fit(data.Take(parts[p].Train), context.Child($"fold {p}", 1.0 / parts.Count));
            curves[p] = Curves(classifiers[p], data.Take(parts[p].Test), classes.Count);
        }
        context.Report(1);
        return new CalibratedClassifierModel(classes, present, Method, classifiers, curves, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = rowsGiven });
    }

    /// <summary>The curves of a classifier by rows it has not seen: one for the second of two classes, else one a class.</summary>
    ProbabilityCurve[] Curves(IClassifier classifier, Dataset held, int classes)
    {
        double[] p = classifier.PredictProbabilities(held.Features).ToArray<double>(), weights = held.WeightsOrOnes();
        int[] truth = held.Target!.ToArray<int>();
        int first = classes == 2 ? 1 : 0;
        return [.. Enumerable.Range(first, classes - first).Select(k =>
        {
            double[] scores = [.. Enumerable.Range(0, truth.Length).Select(i => ProbabilityCurve.LogOdds(p[i * classes + k]))];
            bool[] hits = Array.ConvertAll(truth, t => t == k);
            return Method == CalibrationMethod.Sigmoid ? ProbabilityCurve.Sigmoid(scores, hits, weights) : ProbabilityCurve.Isotonic(scores, hits, weights);
        })];
    }

    IReadOnlyList<(int[] Train, int[] Test)> Parts(Dataset data)
    {
        if (data.Rows < 2)
            throw new ArgumentException($"data: {nameof(CalibratedClassifier)} needs at least 2 rows, some to learn from and some for the curve; "
                + $"got {data.Rows}", nameof(data));
        if (HeldOutShare == 0 && data.Groups is not null) return new KFold { Folds = Folds, Seed = Seed }.Split(data);
        int[] order = Rng.Stream(Seed, "", "calibration").Permutation(data.Rows), truth = data.Target!.ToArray<int>();
        var foldOf = new int[data.Rows];
        int folds;
        if (HeldOutShare > 0)
        {
            if (data.Groups is not null) return [HeldGroups(data)];
            folds = 1;
            int held = Math.Clamp((int)Math.Round(data.Rows * HeldOutShare), 1, data.Rows - 1);
            for (int i = 0; i < order.Length; i++) foldOf[order[i]] = i < held ? 0 : 1;
        }
        else
        {
            folds = Math.Min(Folds, data.Rows);
            var dealt = new int[data.Classes!.Count]; // each class in turn to all folds, whatever the others do
            foreach (int row in order) foldOf[row] = dealt[truth[row]]++ % folds;
        }
        int[][] tests = RowLists.Of(foldOf, Math.Max(2, folds));
        (int[], int[])[] parts = [.. Enumerable.Range(0, folds).Where(f => tests[f].Length > 0 && tests[f].Length < data.Rows)
            .Select(f => (RowLists.Without(foldOf, f, data.Rows - tests[f].Length), tests[f]))];
        return parts.Length > 0 ? parts : [([.. order.Skip(1).Order()], [order[0]])]; // a row of each class, all dealt to one fold
    }

    /// <summary>Groups in random order until there are rows enough.</summary>
    (int[] Train, int[] Test) HeldGroups(Dataset data)
    {
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        var (train, test) = new Dataset(Array.ConvertAll(rows, r => new double[] { r }), groups: data.Groups).Split(HeldOutShare, Seed);
        return (Array.ConvertAll(train.Features.ToNumbers("a split").ToArray<double>(), r => (int)r),
            Array.ConvertAll(test.Features.ToNumbers("a split").ToArray<double>(), r => (int)r));
    }
}
