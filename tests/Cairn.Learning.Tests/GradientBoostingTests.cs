using Cairn.Data;
using Cairn.Evaluation;
using Cairn.Persistence;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>What boosting promises beside its scores.</summary>
public class GradientBoostingTests
{
    static (double[][] X, double[] Y) Wave(int rows, double noise = 0.3)
    {
        var random = Rng.Stream(0, "boosting", "wave").Start();
        double[][] x = [.. Enumerable.Range(0, rows).Select(_ => new[] { random.Uniform(0, 6), random.Normal(), random.Normal() })];
        return (x, [.. x.Select(r => Math.Sin(r[0]) * 3 + r[1] + noise * random.Normal())]);
    }

    [Fact]
    public void One_round_of_one_question_is_a_newton_step()
    {
        double[][] x = [.. Enumerable.Range(0, 10).Select(i => new[] { (double)i })];
        double[] y = [0, 0, 0, 0, 0, 10, 10, 10, 10, 30];
        var model = new GradientBoostingRegressor { Iterations = 1, MaxLeaves = 2, MinRowsPerLeaf = 1, LearningRate = 0.5, LeafPenalty = 1 }.Fit(new Dataset(x, y));
        // mean 7; the right side misses 7 in sum 35 over 5 rows, and so does the left
        Assert.Equal(7 - 0.5 * 35 / 6, model.Predict(new double[][] { [0] }).ToArray<double>()[0], 1e-12);
        Assert.Equal(7 + 0.5 * 35 / 6, model.Predict(new double[][] { [9] }).ToArray<double>()[0], 1e-12);
    }

    [Fact]
    public void Early_stopping_keeps_the_best_round()
    {
        var (x, y) = Wave(600, noise: 2);
        var recipe = new GradientBoostingRegressor { Iterations = 500, ValidationShare = 0.3, Patience = 7, MinRowsPerLeaf = 5 };
        var model = recipe.Fit(new Dataset(x, y));
        var history = model.Facts.History;
        int best = Enumerable.Range(0, history.Count).MinBy(i => history[i]) + 1;
        Assert.Equal((best, best + 7, true), (model.TreeCount, history.Count, model.Facts.Converged));
        Assert.True(best < 500 - 7);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Quantiles_cover_their_share(double quantile)
    {
        var (x, y) = Wave(2000, noise: 1);
        var model = new GradientBoostingRegressor { Loss = BoostingLoss.Quantile(quantile), MaxLeaves = 8 }.Fit(new Dataset(x, y));
        double below = model.Predict(x).ToArray<double>().Zip(y).Count(p => p.Second <= p.First) / 2000.0;
        Assert.Equal(quantile, below, 0.05);
    }

    [Fact]
    public void Outliers_pull_least_on_absolute_and_Huber()
    {
        var (x, clean) = Wave(1000);
        double[] y = [.. clean.Select((v, i) => i % 50 == 0 ? v + 500 : v)];
        double Miss(BoostingLoss loss) => new GradientBoostingRegressor { Loss = loss }.Fit(new Dataset(x, y)).Predict(x).ToArray<double>()
            .Zip(clean).Average(p => Math.Abs(p.First - p.Second));
        double squared = Miss(BoostingLoss.Squared);
        Assert.InRange(Miss(BoostingLoss.Absolute), 0, 0.6);
        Assert.InRange(Miss(BoostingLoss.Huber(1)), 0, 0.6);
        Assert.InRange(squared, 1.5, 100);
    }

    [Fact]
    public void Counts_are_predicted_by_their_mean()
    {
        var random = Rng.Stream(0, "boosting", "counts").Start();
        double[][] x = [.. Enumerable.Range(0, 2000).Select(_ => new[] { random.Uniform(0, 3) })];
        double[] y = [.. x.Select(r => (double)Enumerable.Range(0, 100).Count(_ => random.Uniform() < Math.Exp(r[0]) / 100))];
        var recipe = new GradientBoostingRegressor { Loss = BoostingLoss.Poisson };
        var model = recipe.Fit(new Dataset(x, y));
        Assert.InRange(model.Predict(new double[][] { [2.5] }).ToArray<double>()[0], 10, 14.5);
        Assert.Equal(y.Average(), model.Predict(x).ToArray<double>().Average(), 0.1);
        var error = Assert.Throws<ArgumentException>(() => recipe.Fit(new Dataset(x, Array.ConvertAll(y, v => v - 1))));
        Assert.Contains("row", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_with_which_the_score_may_only_rise_never_lowers_it()
    {
        var (x, y) = Wave(800);
        double[][] asked = [.. Enumerable.Range(0, 601).Select(i => new[] { i / 100.0, 0.2, -0.3 })];
        double Falls(GradientBoostingRegressor recipe, double sign)
        {
            double[] p = recipe.Fit(new Dataset(x, y)).Predict(asked).ToArray<double>();
            return p.Zip(p.Skip(1)).Max(s => sign * (s.First - s.Second));
        }
        Assert.True(Falls(new GradientBoostingRegressor(), 1) > 0.1);
        Assert.True(Falls(new GradientBoostingRegressor { Increasing = ["x0"] }, 1) <= 1e-12);
        Assert.True(Falls(new GradientBoostingRegressor { Decreasing = ["x0"] }, -1) <= 1e-12);
        Assert.Contains("'x7'", Assert.Throws<ArgumentException>(() => new GradientBoostingRegressor { Increasing = ["x7"] }.Fit(new Dataset(x, y))).Message,
            StringComparison.Ordinal);
    }

    sealed record Asymmetric : BoostingLoss
    {
        public override double Start(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights) => 0;

        public override void Derivatives(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> hessians)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                hessians[i] = scores[i] < targets[i] ? 9 : 1; // too low is nine times as bad
                gradients[i] = hessians[i] * (scores[i] - targets[i]);
            }
        }

        public override double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
        {
            double sum = 0;
            for (int i = 0; i < targets.Length; i++) sum += (scores[i] < targets[i] ? 9 : 1) * (scores[i] - targets[i]) * (scores[i] - targets[i]) / 2;
            return sum / targets.Length;
        }
    }

    [Fact]
    public void A_loss_of_one_s_own_is_lowered()
    {
        var (x, y) = Wave(1000, noise: 1);
        var loss = new Asymmetric();
        double Of(IRegressor model) => loss.Mean(y, model.Predict(x).ToArray<double>(), []);
        var own = new GradientBoostingRegressor { Loss = loss, MaxLeaves = 6 }.Fit(new Dataset(x, y));
        Assert.True(Of(own) < 0.75 * Of(new GradientBoostingRegressor { MaxLeaves = 6 }.Fit(new Dataset(x, y))));
        var loaded = (BoostedRegressor)ModelFile.Load(ModelFile.ToBytes(own), LearningArtefacts.Readers);
        Assert.Equal(own.Predict(x).ToArray<double>(), loaded.Predict(x).ToArray<double>());
    }

    [Fact]
    public void Rows_and_columns_are_drawn_by_the_seed()
    {
        var (x, y) = Wave(500);
        double[] Ask(GradientBoostingRegressor recipe, int threads = 0) =>
            recipe.Fit(new Dataset(x, y), new FitContext { Threads = threads }).Predict(x).ToArray<double>();
        var recipe = new GradientBoostingRegressor { RowShare = 0.5, ColumnShare = 0.6, Iterations = 20, ValidationShare = 0.2 };
        Assert.Equal(Ask(recipe), Ask(recipe, threads: 1));
        Assert.NotEqual(Ask(recipe), Ask(recipe with { Seed = 1 }));
        Assert.True(new GradientBoostingRegressor { RowShare = 0.5, ColumnShare = 0.6 }.Fit(new Dataset(x, y)).Score(new Dataset(x, y), Metrics.R2) > 0.9);
    }

    [Fact]
    public void Many_rows_give_the_same_bits_on_any_number_of_threads()
    {
        var (x, y) = Wave(30_000);
        var data = new Dataset(x, y.Select(v => v > 0 ? 1.0 : 0).ToArray());
        var recipe = new GradientBoostingClassifier { Iterations = 5 };
        byte[] one = ModelFile.ToBytes(recipe.Fit(data, new FitContext { Threads = 1 }));
        Assert.Equal(one, ModelFile.ToBytes(recipe.Fit(data, new FitContext { Threads = 2 })));
        Assert.Equal(one, ModelFile.ToBytes(recipe.Fit(data)));
    }

    [Fact]
    public void Categories_and_blanks_are_taken_as_they_are()
    {
        var random = Rng.Stream(0, "boosting", "categories").Start();
        string?[] words = [.. Enumerable.Range(0, 3000).Select(_ => random.Uniform() < 0.1 ? null : "w" + random.Index(400))];
        double[] other = [.. words.Select(_ => random.Normal())];
        double Worth(string? word) => word is null ? 7 : word.Length % 2 == 0 ? -3 : 3;
        var table = new Table([new CategoryColumn("word", words), new NumberColumn("other", other)]);
        var model = new GradientBoostingRegressor().Fit(new Dataset(table, words.Select((w, i) => Worth(w) + 0.1 * random.Normal()).ToArray()));
        double[] p = model.Predict(table).ToArray<double>();
        Assert.InRange(p.Zip(words).Average(v => Math.Abs(v.First - Worth(v.Second))), 0, 0.5);
        Assert.True(model.Importances().ToArray<double>()[0] > 0.95);
        Assert.Equal(1, model.Importances(Importance.Count).ToArray<double>().Sum(), 1e-12);
        var error = Assert.Throws<ArgumentException>(() => model.Predict(new double[][] { [1, 2] }));
        Assert.Contains("'word'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_weight_for_a_leaf_is_noted()
    {
        var (x, y) = Wave(100);
        var model = new GradientBoostingRegressor().Fit(new Dataset(x, y, weights: Enumerable.Repeat(0.01, 100).ToArray()));
        Assert.Contains("MinRowsPerLeaf", Assert.Single(model.Facts.Notes), StringComparison.Ordinal);
        Assert.Equal("no question gains anything", model.Facts.StopReason);
    }
}
