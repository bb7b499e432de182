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

    /// <summary>Pulls the plug in a step.</summary>
    sealed record Cut(long Step) : Callback, ITrainingWatcher
    {
        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.StepEnded(TrainingRun run)
        {
            if (run.Stepper.Steps == Step) throw new OperationCanceledException();
        }
    }

    public static TheoryData<string> Spanning => [.. Open.Keys];

    static readonly Dictionary<string, (Schedule Open, Schedule Set)> Open = new() // 24 steps in all
    {
        ["one-cycle"] = (new OneCycleSchedule(), new OneCycleSchedule { Steps = 24 }),
        ["cosine"] = (new CosineSchedule { Lowest = 0.1 }, new CosineSchedule { Lowest = 0.1, Steps = 24 }),
        ["polynomial"] = (new PolynomialSchedule(), new PolynomialSchedule { Steps = 24 }),
        ["warm-up"] = (new WarmUpSchedule { Steps = 4, Next = new CosineSchedule() }, new WarmUpSchedule { Steps = 4, Next = new CosineSchedule { Steps = 20 } }),
    };

    [Theory, MemberData(nameof(Spanning))]
    public void A_schedule_without_steps_spans_the_training_and_is_found_again_after_resuming(string name)
    {
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Adam { LearningRate = 0.05, Schedule = Open[name].Open }, Epochs = 6 };
        Sequential whole = Net(), set = Net(), resumed = Net();
        var history = trainer.Fit(whole, Rows());
        var same = (trainer with { Optimizer = trainer.Optimizer with { Schedule = Open[name].Set } }).Fit(set, Rows());
        Assert.Equal(same.Epochs.Select(e => e.LearningRate), history.Epochs.Select(e => e.LearningRate));
        Assert.True(history.Epochs[^1].LearningRate < 0.01);

        string folder = Directory.CreateTempSubdirectory("cairn").FullName;
        try
        {
            var saving = new Checkpointing { Path = Path.Combine(folder, "half.cairn"), EverySteps = 3 };
            Assert.Throws<OperationCanceledException>(() => (trainer with { Callbacks = [new Cut(11), saving] }).Fit(Net(), Rows()));
            (trainer with { Callbacks = [new Cut(-1), saving] }).Resume(saving.Path, resumed, Rows());
        }
        finally { Directory.Delete(folder, recursive: true); }
        foreach (var ((a, b), c) in whole.Parameters.Zip(set.Parameters).Zip(resumed.Parameters))
            Assert.True(Tensor.EqualsExactly(a.Value, b.Value) && Tensor.EqualsExactly(a.Value, c.Value));
    }

    [Theory, MemberData(nameof(Spanning))]
    public void Steps_that_are_set_stay_and_steps_that_nobody_told_are_an_error(string name)
    {
        var (open, set) = Open[name];
        Assert.Equal(set, ((ISpanningSchedule)open).Over(24));
        Assert.Equal(set, ((ISpanningSchedule)set).Over(1000));
        var stepper = new Sgd { Schedule = open }.For(Net().Parameters);
        for (int i = 0; i < (open is WarmUpSchedule ? 4 : 0); i++) stepper.Step();
        Assert.Contains("set Steps", Assert.Throws<InvalidOperationException>(() => stepper.LearningRate).Message, StringComparison.Ordinal);
        var stream = new DataLoader(Rows().InOrder());
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Sgd { Schedule = open }, Epochs = 6 };
        Assert.Contains("set Steps", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Net(), stream)).Message, StringComparison.Ordinal);
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
