using Cairn.LinearModels;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>What keeps a network from learning by heart (S256-S274); penalties, constraints, dropout and noise also stand with their optimizers and layers.</summary>
public class RegularizationTests
{
    /// <summary>A few noisy points of a sine, and many without noise to measure on.</summary>
    static (DataLoader Train, DataLoader Test) Sine(int rows = 15, double noise = 0.3)
    {
        var rng = Rng.Stream(1, "test", "sine").Start();
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => rng.Uniform(-3, 3))], y = [.. x.Select(v => Math.Sin(v) + noise * rng.Normal())];
        var all = Tensor.Linspace(-3, 3, 200).Reshape(200, 1);
        return (new DataLoader(Tensor.From(x).Reshape(rows, 1), Tensor.From(y).Reshape(rows, 1)) { BatchSize = rows }, new DataLoader(all, all.Sin()) { BatchSize = 200 });
    }

    static Sequential Net() => new(new Linear(1, 40, activation: Activation.Tanh), new Linear(40, 40, activation: Activation.Tanh), new Linear(40, 1));

    static (TrainingHistory History, double Norm) Trained(double decay, int epochs = 600)
    {
        var (train, test) = Sine();
        var net = Net();
        var history = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new AdamW { LearningRate = 0.01, WeightDecay = decay }, Epochs = epochs }.Fit(net, train, test);
        return (history, Math.Sqrt(net.Parameters.Where(p => p.Shape.Rank == 2).Sum(p => (double)p.Value.Square().Sum())));
    }

    [Fact]
    public void More_decay_means_smaller_weights_and_too_much_or_too_little_is_worse() // S256, S271
    {
        var runs = ((double[])[0, 0.3, 30]).Select(d => Trained(d)).ToArray();
        Assert.True(runs[0].Norm > runs[1].Norm && runs[1].Norm > runs[2].Norm, string.Join(", ", runs.Select(r => r.Norm)));
        var last = runs.Select(r => r.History.Epochs[^1]).ToArray();
        Assert.True(last[0].Loss < last[1].Loss && last[1].Loss < last[2].Loss, string.Join(", ", last.Select(e => e.Loss))); // by heart ... not at all
        Assert.True(last[1].ValidationLoss < last[0].ValidationLoss && last[1].ValidationLoss < last[2].ValidationLoss,
            string.Join(", ", last.Select(e => e.ValidationLoss)));
        Assert.True(runs[0].History.OverfitGap > runs[1].History.OverfitGap);
        Assert.True(runs[0].History.BestEpoch < 600); // the number of epochs is such a knob too: S259
    }

    [Fact]
    public void A_network_of_few_units_cannot_learn_by_heart() // S270
    {
        TrainingHistory Of(int units)
        {
            var (train, test) = Sine();
            var net = new Sequential(new Linear(1, units, activation: Activation.Tanh), new Linear(units, units, activation: Activation.Tanh), new Linear(units, 1));
            return new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Adam { LearningRate = 0.01 }, Epochs = 600 }.Fit(net, train, test);
        }
        var (few, many) = (Of(1), Of(40));
        Assert.True(few.Epochs[^1].Loss > many.Epochs[^1].Loss, $"{few}; {many}");
        Assert.True(few.OverfitGap < many.OverfitGap, $"{few.OverfitGap}; {many.OverfitGap}");
    }

    [Fact]
    public void Many_stumps_beat_one() // S261: circles, which no single cut parts
    {
        var rng = Rng.Stream(3, "test", "circles").Start();
        Dataset Circles(int rows)
        {
            double[][] x = new double[rows][];
            int[] y = new int[rows];
            for (int i = 0; i < rows; i++)
            {
                y[i] = i % 2;
                double angle = rng.Uniform(0, 2 * Math.PI), radius = (y[i] == 0 ? 0.5 : 1) + 0.05 * rng.Normal();
                x[i] = [radius * Math.Cos(angle), radius * Math.Sin(angle)];
            }
            return new Dataset(x, y, ClassLabels.Of(0.0, 1));
        }
        Dataset train = Circles(400), test = Circles(400);
        double Accuracy(IClassifier model) => model.Predict(test.Features).ToArray<int>().Zip(test.Target!.ToArray<int>(), (p, t) => p == t ? 1.0 : 0).Average();
        double one = Accuracy(new DecisionTreeClassifier { MaxDepth = 1 }.Fit(train));
        double many = Accuracy(new GradientBoostingClassifier { MaxDepth = 1, Iterations = 200 }.Fit(train));
        Assert.True(many >= one + 0.1 && many > 0.95, $"one {one}, many {many}");
    }

    /// <summary>Errors as they stand in a list, one an epoch.</summary>
    sealed record Listed : TrainingMetric
    {
        int _at;

        internal double[] Errors { get; init; } = [];

        public override string Name => "listed";

        public override bool IsBetterWhenLarger => false;

        public override double Of(Tensor predictions, Tensor targets) => Errors[_at++];
    }

    [Fact]
    public void Stopping_early_by_the_listed_errors() // S258
    {
        var (train, test) = Sine();
        var errors = new Listed { Errors = [5, 4, 3, 3.5, 3.6, 3.7, 1] };
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Epochs = 100, Metrics = [errors], Callbacks = [new EarlyStopping { Patience = 3, Metric = errors }] };
        var net = Net();
        var history = trainer.Fit(net, train, test);
        Assert.Equal([5, 4, 3, 3.5, 3.6, 3.7], history.Epochs.Select(e => e.Metrics[0])); // six steps
        Assert.Equal("no better for 3 epochs after epoch 3", history.StopReason);
        var third = Net();
        (trainer with { Epochs = 3, Metrics = [], Callbacks = [] }).Fit(third, train); // S259: the best epoch out of one training
        foreach (var (a, b) in net.Parameters.Zip(third.Parameters)) Assert.Equal(b.Value.ToArray<double>(), a.Value.ToArray<double>());
    }

    [Fact]
    public void Errors_that_fall_for_ever_end_with_the_epochs() // S258: the listing of the text would never end
    {
        var (train, test) = Sine();
        var errors = new Listed { Errors = [.. Enumerable.Range(0, 50).Select(i => 1.0 / (i + 1))] };
        var history = new Trainer { Loss = Loss.MeanSquaredError, Epochs = 50, Metrics = [errors], Callbacks = [new EarlyStopping { Metric = errors }] }.Fit(Net(), train, test);
        Assert.Equal(50, history.Epochs.Count);
    }

    [Theory]
    [InlineData("noise on the inputs"), InlineData("noise on the weights"), InlineData("noise on the targets"), InlineData("dropout")]
    public void Noise_narrows_the_gap(string kind) // S262, S263, S264, S257
    {
        double Gap(string kind)
        {
            var (train, test) = Sine(12);
            Module inner = new Linear(1, 60, activation: Activation.Tanh);
            var net = kind switch
            {
                "noise on the inputs" => new Sequential(new GaussianNoise(0.3), inner, new Linear(60, 1)),
                "noise on the weights" => new Sequential(new WeightNoise(inner, 0.3), new Linear(60, 1)),
                "dropout" => new Sequential(inner, new Dropout(0.5), new Linear(60, 1)),
                _ => new Sequential(inner, new Linear(60, 1)),
            };
            if (kind == "noise on the targets")
                train = new DataLoader(train.InOrder().Single().X, train.InOrder().Single().Y) { BatchSize = 12, BatchAugmentations = [new LabelNoise { Deviation = 0.4 }] };
            new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Adam { LearningRate = 0.02 }, Epochs = 1500 }.Fit(net, train, test);
            double Error(DataLoader data) => (double)Loss.MeanSquaredError.Of(net.Forward(data.InOrder().Single().X), data.InOrder().Single().Y); // without noise
            return Error(test) - Error(Sine(12).Train);
        }
        Assert.True(Gap(kind) < Gap("none"), $"{Gap(kind)} and {Gap("none")}");
    }

    [Fact]
    public void Normalized_layers_bear_a_learning_rate_at_which_plain_ones_break() // S274
    {
        var data = Data.BundledData.Load("digits").ToDataset("digit");
        double Last(bool isNormalized)
        {
            Module[] Block(int from) => isNormalized ? [new Linear(from, 32), new BatchNorm(32), new Relu()] : [new Linear(from, 32), new Relu()];
            var net = new Sequential([.. Block(64), .. Block(32), .. Block(32), new Linear(32, 10)]);
            try
            {
                return new Trainer { Optimizer = new Sgd { LearningRate = 1 }, Epochs = 3 }.Fit(net, data).Epochs[^1].Loss;
            }
            catch (TrainingDivergedException) { return double.PositiveInfinity; }
        }
        Assert.True(Last(true) < 0.5);
        Assert.True(Last(false) > 2);
    }

    [Fact]
    public void A_lasso_chooses_among_equal_columns_and_a_ridge_shares() // S272
    {
        var rng = Rng.Stream(2, "test", "columns").Start();
        double[][] x = [.. Enumerable.Range(0, 80).Select(_ => { double a = rng.Normal(), b = rng.Normal(), c = rng.Normal(); return (double[])[a, a, b, c]; })];
        double[] y = [.. x.Select(r => 3 * r[0] + 0.1 * rng.Normal())];
        double[] lasso = new Lasso { Strength = 0.1 }.Fit(new Dataset(x, y)).Coefficients.ToArray<double>(), ridge = new Ridge { Strength = 1 }.Fit(new Dataset(x, y)).Coefficients.ToArray<double>();
        Assert.Equal(0, lasso[2]); // what says nothing is left out
        Assert.Equal(0, lasso[3]);
        Assert.Equal(1, ((double[])[lasso[0], lasso[1]]).Count(w => w == 0));
        Assert.Equal(ridge[0], ridge[1], 1e-9);
        Assert.All(ridge, w => Assert.NotEqual(0, w));
    }
}
