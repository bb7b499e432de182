namespace Cairn.Tests;

/// <summary>What the trainer does with schedules, and with what layers ask to be made small.</summary>
public class TrainerScheduleTests
{
    static DataLoader Rows() => new(
        Tensor.From(Enumerable.Range(0, 80).Select(i => Math.Sin(i * 1.9)).ToArray()).Reshape(20, 4),
        Tensor.From(Enumerable.Range(0, 20).Select(i => Math.Cos(i * 0.7)).ToArray()).Reshape(20, 1))
    { BatchSize = 5 };

    static Sequential Net(double penalty = 0) => new(new Linear(4, 8), new Relu(), new ActivityPenalty(penalty), new Linear(8, 1));

    [Fact]
    public void The_rate_follows_the_schedule()
    {
        var trainer = new Trainer
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Adam { LearningRate = 0.1, Schedule = new PolynomialSchedule { Steps = 12 } },
            Epochs = 3,
        };
        double[] rates = [.. trainer.Fit(Net(), Rows()).Epochs.Select(e => e.LearningRate)];
        for (int epoch = 0; epoch < 3; epoch++) Assert.Equal(0.1 * (1 - (4 * epoch + 3) / 12.0), rates[epoch], 1e-12);
    }

    [Fact]
    public void A_plateau_lowers_the_rate_and_is_found_again_after_resuming()
    {
        string folder = Directory.CreateTempSubdirectory("cairn").FullName;
        try
        {
            var trainer = new Trainer
            {
                Loss = Loss.MeanSquaredError,
                Optimizer = new Sgd { LearningRate = 1e-9, Schedule = new PlateauSchedule { Patience = 1, Decay = 0.5 } },
                Epochs = 8,
            };
            var whole = Net();
            var history = trainer.Fit(whole, Rows());
            Assert.True(history.Epochs[^1].LearningRate < 0.3e-9, history.Epochs[^1].ToString());

            string path = Path.Combine(folder, "half.cairn");
            var half = Net();
            (trainer with { Epochs = 5, Callbacks = [new Checkpointing { Path = path }] }).Fit(half, Rows());
            var resumed = (trainer with { Callbacks = [new Checkpointing { Path = path }] }).Resume(path, half, Rows());
            Assert.Equal(history.Epochs.Select(e => e.LearningRate), resumed.Epochs.Select(e => e.LearningRate));
            foreach (var (a, b) in whole.Parameters.Zip(half.Parameters)) Assert.True(Tensor.EqualsExactly(a.Value, b.Value));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void What_layers_ask_for_joins_the_loss(int? computedRows) // S268
    {
        double FirstLoss(double penalty)
        {
            var trainer = new Trainer
            {
                Loss = Loss.MeanSquaredError,
                Optimizer = new Sgd { LearningRate = 1e-12 },
                Epochs = 1,
                ComputedRows = computedRows,
            };
            return trainer.Fit(Net(penalty), Rows()).Epochs[0].Loss;
        }
        var net = Net();
        net.Initialize(0, DType.Float64);
        double size = (double)net[1].Forward(net[0].Forward(Rows().InOrder().Aggregate((Tensor?)null,
            (all, b) => all is null ? b.X : Tensor.Concat([all, b.X]))!)).Sum() / 20;
        Assert.Equal(FirstLoss(0) + 0.3 * size, FirstLoss(0.3), 1e-9);
    }
}
