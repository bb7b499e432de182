using Cairn.Conformal;
using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>Intervals and sets that hold the truth as often as they promise.</summary>
public class ConformalTests
{
    const int Seeds = 200, Asked = 100, Calibration = 99;

    /// <summary>
    /// The mean coverage over 200 seeds within three deviations of what theory says. With n rows of calibration and rank k = ceil(c (n + 1)) the
    /// coverage of one calibration is Beta(k, n + 1 - k), and of the rows asked a binomial share of it.
    /// </summary>
    static void HoldsItsPromise(double[] coverages, double coverage, bool exact)
    {
        int k = (int)Math.Ceiling(coverage * (Calibration + 1) - 1e-9);
        double expected = k / (Calibration + 1.0), beta = expected * (1 - expected) / (Calibration + 2);
        double deviation = Math.Sqrt((beta + (expected * (1 - expected) - beta) / Asked) / Seeds);
        Assert.InRange(coverages.Average(), expected - 3 * deviation, exact ? expected + 3 * deviation : 1);
    }

    /// <summary>Noise that grows with the first column, about a curve that a line cannot follow.</summary>
    static (double[][] X, double[] Y) Rows(int seed, string purpose, int n)
    {
        var random = Rng.Stream(seed, "conformal", purpose).Start();
        double[][] x = [.. Enumerable.Range(0, n).Select(_ => new[] { random.Uniform(0, 3), random.Normal() })];
        return (x, Array.ConvertAll(x, r => r[0] * r[0] - r[1] + (0.2 + r[0]) * random.Normal()));
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    [InlineData(0.75, false)]
    public void Intervals_hold_the_truth_as_often_as_they_promise(double coverage, bool normalised)
    {
        var recipe = new ConformalRegressor { Coverage = coverage, CalibrationShare = 0.66, Spread = normalised ? new LinearRegression() : null };
        double[] coverages = [.. Enumerable.Range(0, Seeds).Select(seed =>
        {
            var (x, y) = Rows(seed, "learn", 150);
            var (asked, truth) = Rows(seed, "ask", Asked);
            var model = (recipe with { Seed = seed }).Fit(new Dataset(x, y));
            Assert.Equal(Calibration, model.CalibrationRows);
            double[] ends = model.PredictIntervals(asked).ToArray<double>();
            return truth.Select((v, i) => ends[2 * i] <= v && v <= ends[2 * i + 1] ? 1.0 : 0).Average();
        })];
        HoldsItsPromise(coverages, coverage, exact: true);
    }

    [Theory]
    [InlineData(ClassScore.LeastAmbiguous)]
    [InlineData(ClassScore.Adaptive)]
    public void Sets_hold_the_truth_as_often_as_they_promise(ClassScore score)
    {
        static (double[][] X, double[] Y) Draw(int seed, string purpose, int n)
        {
            var (x, y) = Rows(seed, purpose, n);
            return (x, Array.ConvertAll(y, v => v < 1 ? 0.0 : v < 3 ? 1 : 2));
        }
        var recipe = new ConformalClassifier { Coverage = 0.9, CalibrationShare = 0.66, Score = score };
        double[] coverages = [.. Enumerable.Range(0, Seeds).Select(seed =>
        {
            var (x, y) = Draw(seed, "learn", 150);
            var (asked, truth) = Draw(seed, "ask", Asked);
            bool[] sets = (recipe with { Seed = seed }).Fit(new Dataset(x, y)).PredictSets(asked).ToArray<bool>();
            return truth.Select((k, i) => sets[3 * i + (int)k] ? 1.0 : 0).Average();
        })];
        HoldsItsPromise(coverages, 0.9, exact: score == ClassScore.LeastAmbiguous);
    }

    /// <summary>Of 9 rows at 0.9 the largest score, of 19 the 18th; a weight of 2 is the row twice; 8 rows are too few.</summary>
    [Fact]
    public void Rank_is_that_of_the_finite_sample()
    {
        double[] scores = [.. Enumerable.Range(1, 19).Select(i => 7.0 * i % 20)];
        double[] ones = [.. scores.Select(_ => 1.0)];
        Assert.Equal(18, ConformalRank.Quantile(scores, ones, 0.9, "a test"));
        Assert.Equal(9, ConformalRank.Quantile([.. Enumerable.Range(1, 9).Select(i => (double)i)], ones[..9], 0.9, "a test"));
        Assert.Equal(10, ConformalRank.Quantile(scores, ones, 0.5, "a test"));
        Assert.Equal(ConformalRank.Quantile([1, 1, 2, 3, 3], ones[..5], 0.6, "a test"), ConformalRank.Quantile([1, 2, 3], [2, 1, 2], 0.6, "a test"));
        var error = Assert.Throws<ArgumentException>(() => ConformalRank.Quantile([1, 2, 3, 4, 5, 6, 7, 8], ones[..8], 0.9, "Learner"));
        Assert.Contains("a coverage of 0.9 needs 9", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Where the noise grows, the intervals do.</summary>
    [Fact]
    public void Normalised_intervals_grow_with_the_noise()
    {
        var (x, y) = Rows(0, "learn", 600);
        var data = new Dataset(x, y);
        double[][] asked = [[0.1, 0], [2.9, 0]];
        double[] Widths(ConformalRegressor recipe) => [.. recipe.Fit(data).PredictIntervals(asked).ToArray<double>().Chunk(2).Select(e => e[1] - e[0])];
        double[] plain = Widths(new ConformalRegressor { Regressor = new GradientBoostingRegressor { Iterations = 30 } });
        Assert.Equal(plain[0], plain[1], 1e-12);
        double[] normalised = Widths(new ConformalRegressor
        {
            Regressor = new GradientBoostingRegressor { Iterations = 30 },
            Spread = new DecisionTreeRegressor { MinRowsPerLeaf = 40 }
        });
        Assert.True(normalised[1] > 2 * normalised[0]);
    }

    [Fact]
    public void A_loaded_model_gives_the_same_intervals_and_sets()
    {
        var (x, y) = Rows(1, "learn", 100);
        var regressor = new ConformalRegressor { Spread = new DecisionTreeRegressor { MaxDepth = 2 } }.Fit(new Dataset(x, y));
        var loaded = (ConformalRegressorModel)ModelFile.Load(ModelFile.ToBytes(regressor), LearningArtefacts.Readers);
        Assert.Equal(regressor.PredictIntervals(x).ToArray<double>(), loaded.PredictIntervals(x).ToArray<double>());
        var classifier = new ConformalClassifier { Score = ClassScore.Adaptive }.Fit(
            new Dataset(x, Tensor.From(Array.ConvertAll(y, v => v < 1 ? 0 : v < 3 ? 1 : 2)), ClassLabels.Of("high", "low", "middle")));
        var again = (ConformalClassifierModel)ModelFile.Load(ModelFile.ToBytes(classifier), LearningArtefacts.Readers);
        Assert.Equal(classifier.PredictSets(x).ToArray<bool>(), again.PredictSets(x).ToArray<bool>());
        Assert.All(again.PredictSetLabels(x), set => Assert.All(set, label => Assert.Contains(label, (string[])["high", "low", "middle"])));
    }
}
