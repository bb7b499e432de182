namespace Cairn.Tests;

public sealed class CheckpointTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    static readonly Trainer Recipe = new()
    {
        Loss = Loss.MeanSquaredError,
        Epochs = 5,
        Seed = 2,
        Metrics = [TrainingMetric.MeanAbsoluteError],
        Callbacks = [new EarlyStopping { Patience = 4 }],
    };

    static DataLoader Rows(int from, int count) => new(
        Tensor.From<float>([.. Enumerable.Range(from, count * 3).Select(i => (float)(i * 37 % 19 - 9) / 9)], count, 3),
        Tensor.From<float>([.. Enumerable.Range(from, count).Select(i => (float)(i * 11 % 7 - 3) / 3)]))
    { BatchSize = 8, Seed = 2 };

    static Sequential Network() => new(new Linear(3, 5, activation: Activation.Tanh), new Linear(5, 1));

    sealed record Interrupt : Callback, ITrainingWatcher
    {
        public required int Step { get; init; }

        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.StepEnded(TrainingRun run)
        {
            if (run.Stepper.Steps == Step) throw new OperationCanceledException("interrupted");
        }
    }

    /// <summary>Pictures, changed in every way that a loader can, some batches beforehand; from memory, or as they come.</summary>
    static DataLoader Pictures(bool isStream, int prefetch)
    {
        var x = Tensor.From<float>([.. Enumerable.Range(0, 40 * 36).Select(i => i * 7919 % 1000 / 1000f)], 40, 1, 6, 6);
        var y = Tensor.From([.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? 1 : 0)]);
        ValueList<Augmentation> changes = [new RandomCrop { Padding = 1 }, new HorizontalFlip(), new Rotation(), new Noise()];
        return isStream
            ? new DataLoader(Enumerable.Range(0, 8).Select(i => new Batch(x[(5 * i)..(5 * i + 5)], y[(5 * i)..(5 * i + 5)])))
            { BatchSize = 7, Seed = 3, Prefetch = prefetch, ShuffleBuffer = 9, Augmentations = changes }
            : new DataLoader(x, y)
            {
                BatchSize = 7,
                Seed = 3,
                Prefetch = prefetch,
                Sampling = new BalancedSampling(),
                Transform = (picture, rng) => picture * (float)(1 + rng.Uniform()),
                Augmentations = changes,
                BatchAugmentations = [new LabelNoise { Probability = 0.1, Classes = 2 }, new Mixup { Classes = 2 }],
            };
    }

    [Theory]
    [InlineData(false, 1, 0, 2), InlineData(false, 8, 2, 0), InlineData(false, 13, 3, 1), InlineData(true, 4, 0, 2), InlineData(true, 11, 2, 0)]
    public void Resuming_keeps_the_bits_with_sampling_prefetch_and_augmentation(bool isStream, int step, int prefetch, int prefetchAfter)
    {
        Sequential Net() => new(new Flatten(), new Linear(36, 8, activation: Activation.Relu), new Dropout(0.3), new Linear(8, 2));
        var trainer = new Trainer { Loss = Loss.CrossEntropyFromLogits, Epochs = 3, Seed = 5 };
        var whole = Net();
        trainer.Fit(whole, Pictures(isStream, prefetch: 0));

        ValueList<Callback> saving = [new Checkpointing { Path = _path, EverySteps = 1 }];
        Assert.Throws<OperationCanceledException>(() => (trainer with { Callbacks = saving.Add(new Interrupt { Step = step + 1 }) }).Fit(Net(), Pictures(isStream, prefetch)));
        var resumed = Net();
        (trainer with { Callbacks = saving.Add(new Silent()) }).Resume(_path, resumed, Pictures(isStream, prefetchAfter));
        for (int i = 0; i < whole.Parameters.Count; i++)
            Assert.Equal(whole.Parameters[i].Value.ToArray<float>(), resumed.Parameters[i].Value.ToArray<float>());
    }

    [Theory]
    [InlineData(1, 1), InlineData(7, 1), InlineData(6, 3), InlineData(12, 5), InlineData(23, 4)]
    public void Resuming_gives_the_bits_of_never_having_stopped(int step, int every)
    {
        var whole = Network();
        var history = Recipe.Fit(whole, Rows(0, 43), Rows(50, 20));

        var saving = Recipe with { Callbacks = Recipe.Callbacks.Add(new Checkpointing { Path = _path, EverySteps = every }) };
        var first = saving with { Callbacks = saving.Callbacks.Add(new Interrupt { Step = step + 1 }) };
        Assert.Throws<OperationCanceledException>(() => first.Fit(Network(), Rows(0, 43), Rows(50, 20)));
        if (!File.Exists(_path)) return; // stopped before the first checkpoint

        var resumed = Network();
        var rest = (saving with { Callbacks = [saving.Callbacks[0], saving.Callbacks[1], new Silent()] }).Resume(_path, resumed, Rows(0, 43), Rows(50, 20));
        for (int i = 0; i < whole.Parameters.Count; i++)
            Assert.Equal(whole.Parameters[i].Value.ToArray<float>(), resumed.Parameters[i].Value.ToArray<float>());
        Assert.Equal(history.Epochs.Select(e => e with { Seconds = 0 }), rest.Epochs.Select(e => e with { Seconds = 0 }));
    }

    sealed record Silent : Callback, ITrainingWatcher
    {
        public override ITrainingWatcher Watch() => this;
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_and_changes_nothing()
    {
        (Recipe with { Epochs = 1, Callbacks = [new Checkpointing { Path = _path }] }).Fit(Network(), Rows(0, 43));
        var other = new Sequential(new Linear(3, 4), new Linear(4, 1));
        other.Initialize(5);
        float[] before = other.Parameters[0].Value.ToArray<float>();
        var error = Assert.Throws<CairnFormatException>(() => (Recipe with { Callbacks = [new Checkpointing { Path = _path }] })
            .Resume(_path, other, Rows(0, 43)));
        Assert.Contains("15 elements", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Parameters[0].Value.ToArray<float>());
    }

    [Fact]
    public void Pieces_of_a_batch_add_up_to_the_batch() // S185
    {
        Sequential One(int? rows)
        {
            var net = Network();
            net.Initialize(1, DType.Float64);
            var x = Tensor.From<double>([.. Enumerable.Range(0, 60).Select(i => i * 37 % 19 / 9.0 - 1)], 20, 3);
            (Recipe with { Epochs = 1, Callbacks = [], ComputedRows = rows, Optimizer = new Sgd { LearningRate = 0.1 } })
                .Fit(net, new DataLoader(x, x[.., 0].Copy()) { BatchSize = 20 });
            return net;
        }
        Sequential whole = One(null), pieces = One(6);
        for (int i = 0; i < whole.Parameters.Count; i++)
            Assert.All(whole.Parameters[i].Value.ToArray<double>().Zip(pieces.Parameters[i].Value.ToArray<double>()), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void Early_stopping_ends_with_the_best_parameters()
    {
        var net = Network();
        var losses = new List<double>();
        var trainer = Recipe with { Epochs = 60, Optimizer = new Sgd { LearningRate = 1.2 }, Callbacks = [new EarlyStopping { Patience = 2 }] };
        var history = trainer.Fit(net, Rows(0, 43), Rows(50, 20));
        Assert.True(history.Epochs.Count < 60, history.ToString());
        Assert.Equal(history.Epochs.Count - 2, history.BestEpoch);
        var again = (trainer with { Epochs = history.BestEpoch, Callbacks = [] });
        var expected = Network();
        again.Fit(expected, Rows(0, 43));
        Assert.Equal(expected.Parameters[0].Value.ToArray<float>(), net.Parameters[0].Value.ToArray<float>());
    }

    sealed record Faulty : Callback, ITrainingWatcher
    {
        public required int Step { get; init; }

        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.StepEnded(TrainingRun run)
        {
            if (run.Stepper.Steps == Step) run.Net.Parameters[0].Set(run.Net.Parameters[0].Value * float.PositiveInfinity);
        }
    }

    [Fact]
    public void A_divergence_leaves_the_last_finite_checkpoint()
    {
        var saving = Recipe with { Callbacks = [new Checkpointing { Path = _path, EverySteps = 1 }] };
        var whole = Network();
        (saving with { Epochs = 1, Callbacks = [] }).Fit(whole, Rows(0, 40));
        // the sixth step ends in infinite weights: the checkpoint after it cannot be written, that after the fifth stays
        Assert.ThrowsAny<Exception>(() => (saving with { Callbacks = saving.Callbacks.Add(new Faulty { Step = 6 }) }).Fit(Network(), Rows(0, 40)));
        var resumed = Network();
        (saving with { Epochs = 1, Callbacks = saving.Callbacks.Add(new Faulty { Step = 1000 }) }).Resume(_path, resumed, Rows(0, 40));
        for (int i = 0; i < whole.Parameters.Count; i++)
            Assert.Equal(whole.Parameters[i].Value.ToArray<float>(), resumed.Parameters[i].Value.ToArray<float>());
    }
}
