using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

public class NeuralModelTests
{
    static Dataset Waves(int rows, string purpose = "waves")
    {
        var rng = Rng.Stream(0, "neural models", purpose).Start();
        double[][] x = [.. Enumerable.Range(0, rows).Select(_ => new[] { rng.Uniform(-3, 3), rng.Uniform(-3, 3) })];
        return new Dataset(x, Array.ConvertAll(x, r => 1000 * (Math.Abs(r[0]) - Math.Abs(r[1])) + 5e5));
    }

    static Dataset Rings(int rows, string purpose = "rings")
    {
        var rng = Rng.Stream(0, "neural models", purpose).Start();
        double[][] x = [.. Enumerable.Range(0, rows).Select(_ => new[] { rng.Normal(), rng.Normal() })];
        return new Dataset(x, Array.ConvertAll(x, r => r[0] * r[0] + r[1] * r[1] < 1.3 ? 0.0 : 1));
    }

    sealed record RateSchedule : Schedules.Schedule
    {
        public override double Factor(long step, IReadOnlyList<double> losses) => step < 100 ? 1 : 1e30;
    }

    [Fact]
    public void The_digits_are_learned_by_the_default_recipe()
    {
        var (train, test) = BundledData.Load("digits").ToDataset("digit").Split(test: 0.25, seed: 1);
        var model = new NeuralClassifier { Epochs = 20 }.Fit(train);
        double accuracy = model.Score(test, Metrics.Accuracy);
        Assert.True(accuracy >= 0.96, $"accuracy {accuracy}");
    }

    [Fact]
    public void Numbers_of_any_size_are_learned_better_than_by_a_line()
    {
        var (train, test) = (Waves(600), Waves(200, "other waves"));
        var recipe = new NeuralRegressor { Hidden = [32, 16], Optimizer = new Adam { LearningRate = 0.01 } };
        double r2 = recipe.Fit(train).Score(test, Metrics.R2), line = new LinearRegression().Fit(train).Score(test, Metrics.R2);
        Assert.True(r2 > 0.97 && line < 0.1, $"R2 {r2}, of a line {line}");
    }

    [Fact]
    public void A_model_is_what_the_trainer_makes_by_hand()
    {
        var data = Rings(100);
        var recipe = new NeuralClassifier { Hidden = [5], ValidationShare = 0, Epochs = 4, Seed = 6, Patience = 50, StandardizesInputs = false };
        var model = recipe.Fit(data);

        long seed = (long)Rng.Stream(6, "network 0", "network").UInt64At(0);
        var net = new Sequential(new Linear(2, 5, activation: Activation.Relu), new Linear(5, 2));
        new Trainer { Epochs = 4, Seed = seed, Loss = Loss.CrossEntropyFromLogits, Callbacks = [new EarlyStopping { Patience = 50 }] }.Fit(net,
            new DataLoader(data.Features.Dense!.To(DType.Float32), data.ClassTarget("test").Indices) { BatchSize = 32, Seed = seed });
        double[] expected = net.Forward(data.Features.Dense!.To(DType.Float32)).To(DType.Float64).Softmax(-1).ToArray<double>();
        Assert.All(model.PredictProbabilities(data.Features).ToArray<double>().Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-15));
    }

    [Fact]
    public void Several_networks_are_averaged()
    {
        var data = Rings(100);
        var model = new NeuralClassifier { Hidden = [5], Epochs = 4, Networks = 3, ValidationShare = 0, StandardizesInputs = false }.Fit(data);
        var x = data.Features.Dense!.To(DType.Float32);
        double[][] each = [.. model.Networks.Select(net => net.Forward(x).To(DType.Float64).Softmax(-1).ToArray<double>())];
        Assert.NotEqual(each[0], each[1]);
        double[] averaged = model.PredictProbabilities(data.Features).ToArray<double>();
        for (int i = 0; i < averaged.Length; i++) Assert.Equal((each[0][i] + each[1][i] + each[2][i]) / 3, averaged[i], 1e-15);
        Assert.Equal(12, model.Facts.Iterations);
    }

    [Fact]
    public void The_best_epoch_on_the_rows_held_back_is_kept() // S258
    {
        var recipe = new NeuralRegressor { Hidden = [64], Patience = 3, Optimizer = new Adam { LearningRate = 0.05 }, ValidationShare = 0.3, Seed = 4 };
        var model = recipe.Fit(Waves(80));
        var judged = model.Facts.ValidationHistory;
        Assert.Equal(judged.Count, model.Facts.History.Count);
        Assert.True(judged.Count < recipe.Epochs && model.Facts.Converged == true, model.ToString());
        int best = judged.ToList().IndexOf(judged.Min());
        Assert.Equal(best + 1 + 3, judged.Count);
        var again = (recipe with { Epochs = best + 1 }).Fit(Waves(80));
        Assert.Equal(again.Predict(Waves(80).Features).ToArray<double>(), model.Predict(Waves(80).Features).ToArray<double>());
        Assert.Contains($"best epoch, {best + 1}", model.LearningCurve().ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_divergence_ends_with_the_best_epoch_before_it_and_says_so()
    {
        var model = new NeuralRegressor { Hidden = [4], BatchSize = 8, Optimizer = new Sgd { LearningRate = 0.01, Schedule = new RateSchedule() } }.Fit(Waves(100));
        Assert.Contains("diverged in epoch", model.Facts.StopReason, StringComparison.Ordinal);
        Assert.NotEmpty(model.Facts.Notes);
        Assert.False(model.Facts.Converged);
        Assert.All(model.Networks[0].Parameters, p => Assert.All(p.Value.ToArray<float>(), v => Assert.True(Math.Abs(v) < 100)));
    }

    [Fact]
    public void Divergence_in_the_first_epoch_is_an_error() => Assert.Throws<TrainingDivergedException>(() =>
        new NeuralRegressor { Hidden = [4], Optimizer = new Sgd { LearningRate = 1e30 } }.Fit(Waves(100)));

    sealed record Cancels(CancellationTokenSource Source, int Epoch) : Callback, ITrainingWatcher
    {
        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.StepEnded(TrainingRun run)
        {
            if (run.Epoch == Epoch && run.Batch == 1) Source.Cancel();
        }
    }

    [Theory]
    [InlineData(3, true), InlineData(3, false), InlineData(0, true)]
    public void Cancelling_keeps_the_best_epoch_where_that_was_asked_for(int epoch, bool keeps)
    {
        using var source = new CancellationTokenSource();
        var recipe = new NeuralClassifier { Hidden = [5], KeepsBestWhenCancelled = keeps, Callbacks = [new Cancels(source, epoch)] };
        var context = new FitContext { Cancellation = source.Token };
        if (!keeps || epoch == 0)
        {
            Assert.Throws<OperationCanceledException>(() => recipe.Fit(Rings(100), context));
            return;
        }
        var model = recipe.Fit(Rings(100), context);
        Assert.Equal(epoch, model.Facts.Iterations);
        Assert.Equal($"cancelled in epoch {epoch + 1}", model.Facts.StopReason);
    }

    [Fact]
    public void A_fitted_network_is_not_changed_any_more()
    {
        var model = new NeuralClassifier { Hidden = [5], Epochs = 1 }.Fit(Rings(60));
        var net = model.Networks[0];
        Assert.Throws<InvalidOperationException>(net.Unfreeze);
        Assert.Throws<InvalidOperationException>(() => net.Parameters[0].Set(net.Parameters[0].Value));
        Assert.Throws<InvalidOperationException>(() => net.Initialize(3));
        Assert.Throws<InvalidOperationException>(() => net.To(DType.Float64));
        Assert.Throws<InvalidOperationException>(() => net.Parameters[0].Value.Fill(1));
        Assert.ThrowsAny<ArgumentException>(() => new Trainer().Fit(net, Rings(60)));
        var error = Assert.Throws<ArgumentException>(() => new NeuralClassifier { Network = (_, _) => net }.Fit(Rings(60)));
        Assert.Contains("belongs to a fitted model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_came_with_its_weights_starts_from_them()
    {
        var first = new NeuralClassifier { Hidden = [5], Epochs = 30 }.Fit(Rings(300));
        Module Again(int inputs, int outputs)
        {
            var net = new Sequential(new Linear(inputs, 5, activation: Activation.Relu), new Linear(5, outputs));
            foreach (var (mine, its) in net.Parameters.Zip(first.Networks[0].Parameters)) mine.Set(its.Value);
            return net;
        }
        var second = new NeuralClassifier { Network = Again, Epochs = 1 }.Fit(Rings(300));
        Assert.True(second.Facts.History[0] < first.Facts.History[0] * 0.8, $"{second.Facts.History[0]} after {first.Facts.History[0]}");
    }

    [Fact]
    public void Wrong_networks_and_losses_are_refused_by_name()
    {
        var wide = Assert.Throws<ArgumentException>(() => new NeuralClassifier { Network = (i, _) => new Linear(i, 7) }.Fit(Rings(60)));
        Assert.Contains("[1, 7] for one row where NeuralClassifier needs [1, 2]", wide.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NeuralClassifier { Network = (_, _) => null! }.Fit(Rings(60)));
        Assert.Throws<ArgumentException>(() => new NeuralClassifier { Loss = Loss.CrossEntropyFromProbabilities });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NeuralClassifier { Hidden = [5, 0] });
    }

    [Fact]
    public void Groups_are_not_parted_between_training_and_the_rows_held_back()
    {
        var data = Rings(90);
        int[] groups = [.. Enumerable.Range(0, 90).Select(i => i / 30)];
        var grouped = new Dataset(data.Features, data.Target, groups: groups);
        Assert.Empty(new NeuralClassifier { Epochs = 1, ValidationShare = 0.1 }.Fit(grouped).Facts.ValidationHistory); // no group is small enough
        Assert.Single(new NeuralClassifier { Epochs = 1, ValidationShare = 0.4 }.Fit(grouped).Facts.ValidationHistory);
    }

    [Fact]
    public void A_row_counts_by_its_weight_in_any_batch()
    {
        var x = Tensor.Ones<float>(2, 1);
        var y = Tensor.From<float>([1, -1]);
        float After(int batch, float weight)
        {
            var net = new Linear(1, 1, bias: false);
            net.Initialize(0);
            net.Weight.Set(Tensor.Zeros<float>(1, 1));
            new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Sgd { LearningRate = 1e-4 }, Epochs = 1 }
                .Fit(net, new DataLoader(x, y, Tensor.From<float>([weight, 1])) { BatchSize = batch, Shuffles = false });
            return net.Weight.Value.ToArray<float>()[0];
        }
        Assert.Equal(0, After(1, 1), 1e-6f);
        Assert.Equal(2e-4f * (1.5f - 0.5f), After(1, 3), 1e-6f);
        Assert.Equal(1e-4f, After(2, 3), 1e-6f);
    }

    [Fact]
    public void It_stands_in_pipelines_and_is_cross_validated()
    {
        var recipe = new TablePreparation().Then(new NeuralClassifier { Hidden = [8], Epochs = 30, LearningRate = 0.02 });
        var scores = recipe.CrossValidate(BundledData.Load("iris").ToDataset("species"), new KFold { Folds = 3 }, Metrics.Accuracy);
        Assert.True(scores.Mean("accuracy") > 0.9, scores.ToString());
    }
}
