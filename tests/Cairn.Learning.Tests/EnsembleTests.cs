using System.Text.Json;
using Cairn.Baselines;
using Cairn.Data;
using Cairn.Ensembles;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>Bagging (S260), voting and stacking (S273), beside scikit-learn's (Fixtures/ensembles.py) and beside what is composed by hand.</summary>
public class EnsembleTests
{
    static readonly JsonElement Peer = RawData.Fixture("ensembles.json");

    static double[] Kept(string name) => [.. Peer.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    static double[][] Matrix(string name) => [.. Peer.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];

    static Dataset Of(double[] target) =>
        new(Matrix("x"), target, groups: Tensor.From(Array.ConvertAll(Kept("groups"), g => (int)g)));

    static Dataset Labels => Of(Kept("label"));

    static Dataset Pair => Of(Array.ConvertAll(Kept("label"), k => Math.Min(k, 1)));

    static Dataset Numbers => Of(Kept("number"));

    static readonly ValueList<IEstimator<IClassifier>> Classifiers =
        [Logistic(1), Logistic(100), new DecisionTreeClassifier { MaxDepth = 2 }];

    static readonly ValueList<IEstimator<IRegressor>> Regressors = [new LinearRegression(), new DecisionTreeRegressor { MaxDepth = 3 }];

    static LogisticRegression Logistic(double strength) => new() { Penalty = Penalty.L2(strength), Tolerance = 1e-12, MaxIterations = 1000 };

    static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        double[] own = actual.To(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, own.Length);
        for (int i = 0; i < own.Length; i++) Assert.Equal(expected[i], own[i], tolerance);
    }

    [Fact]
    public void Votes_are_those_of_the_peer() // S273
    {
        var recipe = new VotingClassifier { Classifiers = Classifiers, Weights = [.. Kept("weights")] };
        AssertClose(Kept("soft"), recipe.Fit(Labels).PredictProbabilities(Matrix("asked")), 1e-7);
        AssertClose(Kept("hard"), (recipe with { Vote = Vote.Hard }).Fit(Labels).Predict(Matrix("asked")), 0);
        AssertClose(Kept("mean"), new VotingRegressor { Regressors = Regressors, Weights = [1, 3] }.Fit(Numbers).Predict(Matrix("asked")), 1e-9);
    }

    [Fact]
    public void Stacks_are_those_of_the_peer() // S273: five groups are five folds, to both
    {
        AssertClose(Kept("stacked numbers"), new StackingRegressor { Regressors = Regressors }.Fit(Numbers).Predict(Matrix("asked")), 1e-8);
        var recipe = new StackingClassifier { Classifiers = Classifiers, Final = Logistic(1) };
        AssertClose(Kept("stacked labels"), recipe.Fit(Labels).PredictProbabilities(Matrix("asked")), 1e-7);
        AssertClose(Kept("stacked pair"), recipe.Fit(Pair).PredictProbabilities(Matrix("asked")), 1e-7);
    }

    [Fact]
    public void A_soft_vote_is_the_mean_of_the_probabilities_and_a_hard_one_counts()
    {
        var soft = new VotingClassifier { Classifiers = Classifiers }.Fit(Labels);
        double[][] each = [.. soft.Classifiers.Select(c => c.PredictProbabilities(Matrix("asked")).ToArray<double>())];
        AssertClose([.. Enumerable.Range(0, each[0].Length).Select(i => (each[0][i] + each[1][i] + each[2][i]) / 3)], soft.PredictProbabilities(Matrix("asked")), 1e-15);

        var hard = new VotingClassifier { Classifiers = Classifiers, Vote = Vote.Hard }.Fit(Labels);
        int[][] votes = [.. hard.Classifiers.Select(c => c.Predict(Matrix("asked")).ToArray<int>())];
        AssertClose([.. Enumerable.Range(0, 25).SelectMany(i => Enumerable.Range(0, 3).Select(k => votes.Count(v => v[i] == k) / 3.0))],
            hard.PredictProbabilities(Matrix("asked")), 1e-15);
    }

    [Fact]
    public void A_stack_is_what_is_composed_by_hand()
    {
        var data = Numbers;
        var model = new StackingRegressor { Regressors = Regressors, Final = new Ridge { Strength = 0.1 } }.Fit(data);
        var said = new double[data.Rows][];
        for (int g = 0; g < 5; g++)
        {
            int[] held = [.. Enumerable.Range(0, data.Rows).Where(i => i % 5 == g)], others = [.. Enumerable.Range(0, data.Rows).Where(i => i % 5 != g)];
            double[][] answers = [.. Regressors.Select(r => r.Fit(data.Take(others)).Predict(data.Take(held).Features).ToArray<double>())];
            for (int i = 0; i < held.Length; i++) said[held[i]] = [answers[0][i], answers[1][i]];
        }
        var final = new Ridge { Strength = 0.1 }.Fit(new Dataset(said, data.Target));
        double[][] whole = [.. Regressors.Select(r => r.Fit(data).Predict(Matrix("asked")).ToArray<double>())];
        double[][] asked = [.. Enumerable.Range(0, 25).Select(i => new[] { whole[0][i], whole[1][i] })];
        AssertClose(final.Predict(asked).ToArray<double>(), model.Predict(Matrix("asked")), 0);
        Assert.Equal(["member 0", "member 1"], model.Said(Matrix("asked")).Names!);
    }

    [Fact]
    public void Every_row_is_answered_by_members_that_did_not_learn_from_it()
    {
        // the row's own number is a column: who learned from a row knows its class by heart, who did not knows nothing
        double[][] x = [.. Enumerable.Range(0, 60).Select(i => new[] { (double)i })];
        double[] y = [.. Enumerable.Range(0, 60).Select(i => (double)Rng.Stream(3, "ensembles", "coin").At(i).UniformAt(0) < 0.5 ? 0.0 : 1)];
        var byHeart = new DecisionTreeClassifier();
        var stack = new StackingClassifier { Classifiers = [byHeart], Final = new LogisticRegression() }.Fit(new Dataset(x, y));
        double own = Metrics.Accuracy.Evaluate(byHeart.Fit(new Dataset(x, y)), new Dataset(x, y));
        Assert.Equal(1, own);
        var coefficient = Math.Abs(((LogisticModel)stack.Final).Coefficients.ToArray<double>()[0]);
        Assert.InRange(coefficient, 0, 1.5); // not believed; fitted on what is known by heart it is above 3
        var believed = new LogisticRegression().Fit(new Dataset(Array.ConvertAll(y, v => new[] { v }), y));
        Assert.True(Math.Abs(believed.Coefficients.ToArray<double>()[0]) > 3);
        var bag = new BaggingClassifier { Members = 30 }.Fit(new Dataset(x, y));
        Assert.InRange(bag.OutOfBagScore!.Value, 0.2, 0.8);
        Assert.True(Metrics.Accuracy.Evaluate(bag, new Dataset(x, y)) > 0.95);
    }

    /// <summary>Rows of a wave with noise.</summary>
    static Dataset Wave(int seed, int rows = 80)
    {
        var rng = Rng.Stream(seed, "ensembles", "wave").Start();
        double[][] x = [.. Enumerable.Range(0, rows).Select(_ => new[] { rng.Uniform(-3, 3), rng.Uniform(-1, 1) })];
        return new Dataset(x, Array.ConvertAll(x, r => r[0] * r[0] - r[1] + rng.Normal()));
    }

    [Fact]
    public void Bagging_lowers_the_variance_over_samples() // S260
    {
        double[][] asked = [.. Enumerable.Range(0, 20).Select(i => new[] { -2.8 + 0.29 * i, 0.1 })];
        double Variance(IEstimator<IRegressor> recipe)
        {
            double[][] answers = [.. Enumerable.Range(0, 24).Select(sample => recipe.Fit(Wave(sample)).Predict(asked).ToArray<double>())];
            return Enumerable.Range(0, asked.Length).Average(i =>
            {
                double mean = answers.Average(a => a[i]);
                return answers.Average(a => (a[i] - mean) * (a[i] - mean));
            });
        }
        double alone = Variance(new DecisionTreeRegressor()), ten = Variance(new BaggingRegressor()), many = Variance(new BaggingRegressor { Members = 40 });
        Assert.True(ten < 0.6 * alone, $"{ten} is not below 0.6 of {alone}");
        Assert.True(many < ten, $"{many} is not below {ten}");
    }

    [Fact]
    public void Out_of_bag_the_score_is_that_of_new_rows() // S260
    {
        var (data, others) = (Wave(1, 400), Wave(2, 2000));
        var bag = new BaggingRegressor { Members = 40 }.Fit(data);
        double fresh = Metrics.R2.Evaluate(bag, others), own = Metrics.R2.Evaluate(bag, data);
        Assert.InRange(bag.OutOfBagScore!.Value, fresh - 0.05, fresh + 0.05);
        Assert.True(own > fresh + 0.1);
        Assert.Null(new BaggingRegressor { ScoresOutOfBag = false }.Fit(data).OutOfBagScore);
        Assert.Null(new BaggingRegressor { Replacement = false, Members = 2 }.Fit(data).OutOfBagScore); // nothing stays out
    }

    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(true, 0.4)]
    [InlineData(false, 0.4)]
    public void Members_learn_from_the_rows_that_were_drawn(bool replacement, double share)
    {
        var data = new Dataset(Tensor.Arange(0.0, 500).Reshape(500, 1), Tensor.Arange(0.0, 500));
        var bag = new BaggingRegressor { Members = 20, Replacement = replacement, SampleShare = share }.Fit(data);
        foreach (var tree in bag.Regressors.Cast<RegressionTree>())
        {
            // a tree of one row a leaf: a leaf for every row that was drawn
            double expected = replacement ? 500 * (1 - Math.Pow(1 - 1 / 500.0, 500 * share)) : 500 * share;
            Assert.InRange(tree.LeafCount, expected - (replacement ? 40 : 0), expected + (replacement ? 40 : 0));
        }
        Assert.Equal(20, bag.Regressors.Select(t => string.Join(" ", t.Predict(data.Features).ToArray<double>())).Distinct().Count());
    }

    [Fact]
    public void A_row_drawn_twice_weighs_twice()
    {
        // the mean of a bag is that of its draws: whole numbers over the number drawn
        var data = new Dataset(Tensor.Zeros<double>(8, 1), Tensor.From([.. Enumerable.Range(0, 8).Select(i => Math.ScaleB(1, 4 * i))]));
        var bag = new BaggingRegressor { Regressor = new MeanPredictor(), Members = 12 }.Fit(data);
        double[][] nothing = [[0.0]];
        foreach (var member in bag.Regressors)
        {
            long sum = (long)Math.Round(8 * (double)member.Predict(nothing)[0]);
            int drawn = 0;
            for (; sum > 0; sum >>= 4) drawn += (int)(sum & 15);
            Assert.Equal(8, drawn);
        }
        Assert.Equal(bag.Regressors.Average(m => (double)m.Predict(nothing)[0]), (double)bag.Predict(nothing)[0], 1e-6);
    }

    [Fact]
    public void Members_side_by_side_or_one_after_the_other_have_the_same_bits()
    {
        var recipe = new BaggingClassifier { Members = 7, Classifier = new GradientBoostingClassifier { Iterations = 5, MinRowsPerLeaf = 2 } };
        byte[] alone = Persistence.ModelFile.ToBytes(recipe.Fit(Labels, new FitContext { Threads = 1 }));
        foreach (int threads in (int[])[2, 5, 8, 0])
            Assert.Equal(alone, Persistence.ModelFile.ToBytes(recipe.Fit(Labels, new FitContext { Threads = threads })));
        Assert.NotEqual(alone, Persistence.ModelFile.ToBytes((recipe with { Seed = 1 }).Fit(Labels)));
    }

    [Fact]
    public void Importances_are_the_mean_of_the_trees()
    {
        var bag = new BaggingClassifier { Members = 4 }.Fit(Labels);
        double[][] each = [.. bag.Classifiers.Select(t => ((ClassificationTree)t).Importances().ToArray<double>())];
        AssertClose([.. Enumerable.Range(0, 3).Select(j => each.Average(e => e[j]))], bag.Importances(), 1e-15);
        Assert.Equal(1, bag.Importances(Importance.Count).ToArray<double>().Sum(), 1e-12);
        var error = Assert.Throws<NotSupportedException>(() => new BaggingRegressor { Regressor = new LinearRegression() }.Fit(Numbers).Importances());
        Assert.Contains("PermutationImportance", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_weight_silences_a_voter_and_several_targets_are_averaged()
    {
        var silent = new VotingRegressor { Regressors = [new LinearRegression(), new MeanPredictor()], Weights = [1, 0] }.Fit(Numbers);
        AssertClose(new LinearRegression().Fit(Numbers).Predict(Matrix("asked")).ToArray<double>(), silent.Predict(Matrix("asked")), 0);

        double[][] targets = Array.ConvertAll(Kept("number"), v => new[] { v, -2 * v });
        var both = new StackingRegressor { Regressors = [new LinearRegression(), new MeanPredictor()] }.Fit(new Dataset(Matrix("x"), (Tensor)targets));
        double[] answers = both.Predict(Matrix("asked")).ToArray<double>();
        for (int i = 0; i < 25; i++) Assert.Equal(-2 * answers[2 * i], answers[2 * i + 1], 1e-9);
        Assert.Equal(4, both.Said(Matrix("asked")).Count);
    }

    [Fact]
    public void Words_and_blanks_reach_members_that_take_them()
    {
        var table = Table.ParseCsv("colour,size,price\n" + string.Join('\n', Enumerable.Range(0, 90).Select(i => $"{(i % 3 == 0 ? "red" : "blue")},{(i % 7 == 0 ? "" : i % 10)},{(i % 3 == 0 ? 50 : 10) + i % 10}")) + "\n");
        var data = table.ToDataset("price");
        var model = new StackingRegressor
        {
            Regressors = [new DecisionTreeRegressor { MinRowsPerLeaf = 3 }, new TablePreparation().Then(new LinearRegression())],
            Final = new BaggingRegressor { Members = 5 },
        }.Fit(data);
        Assert.True(Metrics.R2.Evaluate(model, data) > 0.9);
        using var folder = new TemporaryFolder();
        model.Save(folder["stack.cairn"]);
        var again = Assert.IsType<StackingRegressorModel>(Model.Load(folder["stack.cairn"]));
        AssertClose(model.Predict(data.Features).ToArray<double>(), again.Predict(data.Features), 0);
    }

    [Fact]
    public void It_is_cross_validated_and_beats_its_parts()
    {
        var data = Wave(5, 300);
        var line = new LinearRegression();
        var tree = new DecisionTreeRegressor { MinRowsPerLeaf = 5 };
        double Score(IEstimator<IRegressor> recipe) => recipe.CrossValidate(data, new KFold(), Metrics.R2).Mean("r2");
        Assert.True(Score(new BaggingRegressor { Regressor = tree, Members = 30 }) > Score(tree));
        Assert.True(Score(new StackingRegressor { Regressors = [line, tree] }) > Score(line));
    }

    [Fact]
    public void The_guide_s_ensembles_are_compared()
    {
        var data = RawData.Classes("cancer");
        #region several
        var tree = new DecisionTreeClassifier();
        var line = new StandardScaler().Then(new LogisticRegression());
        var bag = new BaggingClassifier { Classifier = tree, Members = 30 };
        var vote = new VotingClassifier { Classifiers = [line, bag] };
        var stack = new StackingClassifier { Classifiers = [line, bag, new GradientBoostingClassifier()] };

        double treeAlone = tree.CrossValidate(data, new KFold(), Metrics.LogLoss).Mean("logLoss");
        double bagged = bag.CrossValidate(data, new KFold(), Metrics.LogLoss).Mean("logLoss");
        double voted = vote.CrossValidate(data, new KFold(), Metrics.LogLoss).Mean("logLoss");
        double accuracy = bag.Fit(data).OutOfBagScore!.Value;       // on rows that members had not seen, without another fit
        #endregion
        Assert.True(bagged < 0.5 * treeAlone && voted < bagged, $"{treeAlone}, {bagged}, {voted}");
        Assert.InRange(accuracy, 0.94, 0.98);
        Assert.True(stack.CrossValidate(data, new KFold { Folds = 2 }, Metrics.Accuracy).Mean("accuracy") > 0.94);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BaggingClassifier { Members = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BaggingClassifier { SampleShare = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BaggingRegressor { SampleShare = double.NaN });
        Assert.Throws<ArgumentNullException>(() => new BaggingRegressor { Regressor = null! });
        Assert.Throws<ArgumentException>(() => new VotingClassifier { Classifiers = [] });
        Assert.Throws<ArgumentException>(() => new VotingRegressor { Regressors = [null!] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VotingRegressor { Weights = [1, -1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VotingRegressor { Weights = [0, 0] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VotingClassifier { Vote = (Vote)7 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StackingClassifier { Folds = 1 });
        Assert.Throws<ArgumentNullException>(() => new StackingRegressor { Final = null! });
        var error = Assert.Throws<InvalidOperationException>(() => new VotingClassifier { Weights = [1, 2, 3] }.Fit(Labels));
        Assert.Contains("3 weights for 2 members", error.Message, StringComparison.Ordinal);
        var one = new Dataset(Matrix("x"), Kept("number"), groups: Tensor.From(new int[120]));
        Assert.Contains("at least 2 groups", Assert.Throws<ArgumentException>(() => new StackingRegressor().Fit(one)).Message, StringComparison.Ordinal);
        Assert.Equal(new VotingClassifier { Classifiers = Classifiers, Weights = [1, 2, 3] }, new VotingClassifier { Classifiers = Classifiers, Weights = [1, 2, 3] });
    }
}
