using Cairn.Classification;
using Cairn.Data;
using Cairn.Layers;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>One model answers 32 threads at the same time: a million predictions of each kind are those that one thread gets.</summary>
public class SharedModelTests
{
    const int Threads = 32, Predictions = 1_000_000, Rows = 1_000;

    static readonly double[][] X = Numbers();
    static readonly double[] Target = [.. X.Select(r => 2 * r[0] - r[1] + r[2] * r[3])];
    static readonly double[] Classes = [.. Target.Select(y => y < -1 ? 0.0 : y < 1 ? 1 : 2)];
    static readonly Table Mixed = TableOf();

    /// <summary>For each kind of model what is asked, and how it answers.</summary>
    static readonly Dictionary<string, Func<(Features Questions, Func<Features, double[]> Ask)>> Models = new()
    {
        ["linear"] = () => Numbers(new LinearRegression()),
        ["logistic"] = () => Probabilities(new LogisticRegression()),
        ["regression tree"] = () => Numbers(new DecisionTreeRegressor()),
        ["classification tree"] = () => Probabilities(new DecisionTreeClassifier { MinRowsPerLeaf = 5 }),
        ["boosting"] = () => Numbers(new GradientBoostingRegressor()),
        ["boosting of classes"] = () => Probabilities(new GradientBoostingClassifier { Iterations = 20 }),
        ["ordinal"] = () => Probabilities(new OrdinalRegression()),
        ["one against the rest"] = () => Probabilities(new OneVsRest()),
        ["pipeline of numbers"] = () => Numbers(new StandardScaler().Then(new LinearRegression())),
        ["pipeline of a table"] = () =>
        {
            var model = new TablePreparation().Then(new LogisticRegression()).Fit(Mixed.ToDataset("grade"));
            return (Mixed.Drop("grade"), x => model.PredictProbabilities(x).ToArray<double>());
        },
        ["network"] = () =>
        {
            var net = new Sequential(new Linear(4, 16, activation: Activation.Relu), new Linear(16, 3));
            net.Initialize(1);
            return ((Tensor)X, x => [.. net.Forward(x.Dense!.To(DType.Float32)).ToArray<float>().Select(v => (double)v)]);
        },
    };

    public static TheoryData<string> Kinds => [.. Models.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void A_million_predictions_of_32_threads_are_those_of_one(string kind)
    {
        var (questions, ask) = Models[kind]();
        var batches = new List<(Features Rows, int Begin, int Length)>();
        int[] sizes = [1, 250, 7, 100, 1, 642]; // a row alone, a few, and more than a block
        for (int begin = 0, k = 0; begin < Rows; k++)
        {
            int length = Math.Min(sizes[k % sizes.Length], Rows - begin);
            batches.Add((questions.Take([.. Enumerable.Range(begin, length)]), begin, length));
            begin += length;
        }
        double[] alone = [.. batches.SelectMany(b => ask(b.Rows))];
        int width = alone.Length / Rows, wrong = 0;
        long made = 0;
        Exception? thrown = null;
        using var together = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            try
            {
                together.SignalAndWait();
                for (int done = 0, k = t; done < Predictions / Threads; k++)
                {
                    var (rows, begin, length) = batches[k % batches.Count];
                    if (!ask(rows).AsSpan().SequenceEqual(alone.AsSpan(begin * width, length * width))) Interlocked.Increment(ref wrong);
                    done += length;
                    Interlocked.Add(ref made, length);
                }
            }
            catch (Exception e)
            {
                thrown = e;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Null(thrown);
        Assert.Equal(0, wrong);
        Assert.InRange(made, Predictions, 2 * Predictions);
        Assert.True(alone.Distinct().Count() > 2, "all answers are alike");
    }

    static (Features, Func<Features, double[]>) Numbers<T>(IEstimator<T> recipe) where T : class, IRegressor
    {
        var model = recipe.Fit(new Dataset(X, Target));
        return (X, x => model.Predict(x).ToArray<double>());
    }

    static (Features, Func<Features, double[]>) Probabilities<T>(IEstimator<T> recipe) where T : class, IClassifier
    {
        var model = recipe.Fit(new Dataset(X, Classes));
        return (X, x => model.PredictProbabilities(x).ToArray<double>());
    }

    static double[][] Numbers()
    {
        var rng = Rng.Stream(0, "shared model", "x").Start();
        return [.. Enumerable.Range(0, Rows).Select(_ => new[] { rng.Normal(), rng.Normal(), rng.Normal(), rng.Normal() })];
    }

    static Table TableOf() => new(
        new NumberColumn("size", [.. X.Select((r, i) => i % 10 == 3 ? double.NaN : r[0])]),
        new CategoryColumn("kind", [.. X.Select((r, i) => i % 17 == 0 ? null : r[1] < 0 ? "old" : "new")]),
        new CategoryColumn("grade", [.. Classes.Select(c => c == 0 ? "low" : c == 1 ? "middle" : "high")]));
}
