namespace Cairn.Tests;

public class DataLoaderTests
{
    /// <summary>Rows whose number is their only feature; the class of row i is i % 10 == 0.</summary>
    static (Tensor X, Tensor Y) Numbered(int rows) => (Tensor.Arange(rows).To<float>().Reshape(rows, 1),
        Tensor.From([.. Enumerable.Range(0, rows).Select(i => i % 10 == 0 ? 1 : 0)]));

    static float[] RowsOf(IEnumerable<Batch> batches) => [.. batches.SelectMany(b => b.X.ToArray<float>())];

    static IEnumerable<Batch> Chunks(int rows, params int[] sizes)
    {
        var (x, y) = Numbered(rows);
        for (int at = 0, i = 0; at < rows; at += sizes[i++ % sizes.Length])
        {
            int end = Math.Min(rows, at + sizes[i % sizes.Length]);
            yield return new Batch(x[at..end], y[at..end], x[at..end, 0] + 1);
        }
    }

    [Fact]
    public void Weighted_rows_come_in_proportion() // S137
    {
        var (x, y) = Numbered(4);
        var loader = new DataLoader(x, y) { Sampling = new WeightedSampling { Weights = [1, 0, 2, 5], Rows = 8000 }, BatchSize = 100, Seed = 3 };
        Assert.Equal((8000, 80), (loader.Rows, loader.Batches));
        float[] rows = RowsOf(loader.Epoch(0));
        Assert.Equal(8000, rows.Length);
        double Share(int row) => rows.Count(r => r == row) / 8000.0;
        Assert.Equal(0, Share(1));
        foreach (var (row, share) in ((int, double)[])[(0, .125), (2, .25), (3, .625)])
            Assert.True(Math.Abs(Share(row) - share) < 4 * Math.Sqrt(share * (1 - share) / 8000), $"row {row}: {Share(row)}");
        Assert.NotEqual(rows, RowsOf(loader.Epoch(1)));
        Assert.Equal(rows, RowsOf(loader.Epoch(0)));
    }

    [Fact]
    public void Weighted_rows_without_replacement_come_once_the_heavier_sooner()
    {
        var (x, y) = Numbered(4);
        var loader = new DataLoader(x, y) { Sampling = new WeightedSampling { Weights = [1, 0, 2, 5], Replaces = false } };
        var firsts = new int[4];
        for (int epoch = 0; epoch < 4000; epoch++)
        {
            float[] rows = RowsOf(loader.Epoch(epoch));
            Assert.Equal([0f, 2, 3], rows.Order());
            firsts[(int)rows[0]]++;
        }
        foreach (var (row, share) in ((int, double)[])[(0, .125), (2, .25), (3, .625)]) // the first is drawn in proportion
            Assert.True(Math.Abs(firsts[row] / 4000.0 - share) < 4 * Math.Sqrt(share * (1 - share) / 4000), $"row {row}: {firsts[row]}");
        Assert.Equal(2, new DataLoader(x, y) { Sampling = new WeightedSampling { Weights = [1, 0, 2, 5], Replaces = false, Rows = 2 } }.Rows);
    }

    [Fact]
    public void Balanced_sampling_gives_every_class_as_often() // S137
    {
        var (x, y) = Numbered(1000);
        var loader = new DataLoader(x, y) { Sampling = new BalancedSampling(), BatchSize = 64 };
        Assert.Equal(1000, loader.Rows);
        double share = loader.Epoch(0).Average(b => b.Y.To<double>().ToArray<double>().Average());
        Assert.Equal(0.5, share, 0.07);

        var under = new DataLoader(x, y) { Sampling = new BalancedSampling { Replaces = false }, BatchSize = 64 };
        Assert.Equal((200, 4), (under.Rows, under.Batches));
        var batches = under.Epoch(0).ToList();
        float[] rows = RowsOf(batches);
        Assert.Equal(200, rows.Distinct().Count());
        Assert.Equal(100, batches.Sum(b => b.Y.ToArray<int>().Sum()));
        Assert.NotEqual(rows.Order(), RowsOf(under.Epoch(1)).Order());
        Assert.Equal(RowsOf(batches[2..]), RowsOf(under.Epoch(0, from: 2)));
    }

    [Fact]
    public void Sampling_that_cannot_be_done_is_refused()
    {
        var (x, y) = Numbered(4);
        Assert.Throws<ArgumentOutOfRangeException>("Weights", () => new WeightedSampling { Weights = [1, -1] });
        Assert.Throws<ArgumentOutOfRangeException>("Weights", () => new WeightedSampling { Weights = [1, double.NaN] });
        Assert.Throws<ArgumentOutOfRangeException>("Weights", () => new WeightedSampling { Weights = [0, 0] });
        Assert.Throws<ArgumentOutOfRangeException>("Rows", () => new BalancedSampling { Rows = 0 });
        Assert.Contains("2 weights for 4 rows", Assert.Throws<InvalidOperationException>(
            () => RowsOf(new DataLoader(x, y) { Sampling = new WeightedSampling { Weights = [1, 1] } }.Epoch(0))).Message, StringComparison.Ordinal);
        Assert.Contains("5 rows of 2", Assert.Throws<InvalidOperationException>(
            () => new DataLoader(x, y) { Sampling = new BalancedSampling { Replaces = false, Rows = 5 } }.Rows).Message, StringComparison.Ordinal);
        Assert.Contains("no classes", Assert.Throws<InvalidOperationException>(
            () => RowsOf(new DataLoader(x, x) { Sampling = new BalancedSampling() }.Epoch(0))).Message, StringComparison.Ordinal);
        Assert.Contains("stream", Assert.Throws<InvalidOperationException>(
            () => new DataLoader(Chunks(10, 3)) { Sampling = new BalancedSampling() }.Epoch(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_gives_all_its_rows_in_batches_of_another_size()
    {
        foreach (int[] sizes in (int[][])[[1], [7], [3, 5, 11], [200]])
        {
            var loader = new DataLoader(Chunks(100, sizes)) { BatchSize = 16, ShuffleBuffer = 20, Seed = 4 };
            Assert.Null(loader.Rows);
            Assert.Null(loader.Batches);
            Assert.Equal(DType.Float32, loader.DType);
            var ordered = loader.InOrder().ToList();
            Assert.Equal([16, 16, 16, 16, 16, 16, 4], ordered.Select(b => b.Rows));
            Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), RowsOf(ordered));
            Assert.All(ordered, b => Assert.Equal(b.X.ToArray<float>().Select(v => v + 1), b.Weights!.ToArray<float>()));
            Assert.All(ordered, b => Assert.Equal(b.X.ToArray<float>().Select(v => (int)v % 10 == 0 ? 1 : 0), b.Y.ToArray<int>()));

            float[] stirred = RowsOf(loader.Epoch(0));
            Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), stirred.Order());
            Assert.NotEqual(stirred.Order(), stirred);
            Assert.Equal(stirred, RowsOf(loader.Epoch(0)));
            Assert.NotEqual(stirred, RowsOf(loader.Epoch(1)));
            Assert.Equal(stirred[48..], RowsOf(loader.Epoch(0, from: 3)));
            Assert.Equal(RowsOf(new DataLoader(Chunks(100, 100)) { BatchSize = 16, ShuffleBuffer = 20, Seed = 4 }.Epoch(0)), stirred); // chunks mean nothing
            for (int i = 0; i < 50; i++) Assert.True(stirred[i] < i + 21); // what comes i-th was among the first i + 20
        }
        var samples = new DataLoader(Enumerable.Range(0, 10).Select(i => (Tensor.From([i * 1f, 1]), Tensor.Scalar(i)))) { BatchSize = 4, Shuffles = false };
        Assert.Equal("[4, 2]", samples.Epoch(0).First().X.Shape.ToString());
        Assert.Equal([8, 9], samples.Epoch(0).Last().Y.ToArray<int>());
    }

    [Fact]
    public void A_stream_whose_rows_are_not_alike_says_so()
    {
        var one = new Batch(Tensor.Zeros<float>(2, 3), Tensor.Zeros<int>(2));
        foreach (var other in (Batch[])[new(Tensor.Zeros<float>(2, 4), one.Y), new(Tensor.Zeros<double>(2, 3), one.Y), new(one.X, Tensor.Zeros<float>(2)),
            new(one.X, Tensor.Zeros<int>(3)), new(one.X, one.Y, Tensor.Ones<float>(2)), null!])
            Assert.Throws<InvalidOperationException>(() => new DataLoader((Batch[])[one, other]).Epoch(0).Count());
        Assert.Contains("no rows", Assert.Throws<InvalidOperationException>(() => new DataLoader((Batch[])[]).DType).Message, StringComparison.Ordinal);
    }

    static DataLoader Rich(int prefetch, IEnumerable<Batch>? stream = null)
    {
        var x = Tensor.From<float>([.. Enumerable.Range(0, 40 * 2 * 6 * 5).Select(i => i * 7919 % 1000 / 1000f)], 40, 2, 6, 5);
        var y = Tensor.From([.. Enumerable.Range(0, 40).Select(i => i % 3)]);
        return stream is null
            ? new DataLoader(x, y)
            {
                BatchSize = 7,
                Seed = 9,
                Prefetch = prefetch,
                Sampling = new BalancedSampling(),
                Transform = (sample, rng) => sample * (float)(1 + rng.Uniform()),
                Augmentations = [new RandomCrop { Padding = 2 }, new HorizontalFlip(), new Rotation(), new Zoom { Stretches = true }, new Noise(), new Cutout { Side = 2 }],
                BatchAugmentations = [new LabelNoise { Probability = 0.2, Classes = 3 }, new Mixup { Classes = 3 }],
            }
            : new DataLoader(stream) { BatchSize = 7, Seed = 9, Prefetch = prefetch, ShuffleBuffer = 5 };
    }

    static float[] Bits(IEnumerable<Batch> batches) => [.. batches.SelectMany(b => (float[])[.. b.X.To<float>().ToArray<float>(), .. b.Y.To<float>().ToArray<float>()])];

    [Fact]
    public void Prefetching_changes_no_bit_and_any_batch_can_be_had_again()
    {
        foreach (int epoch in (int[])[0, 3])
        {
            float[] plain = Bits(Rich(0).Epoch(epoch));
            Assert.Equal(plain, Bits(Rich(1).Epoch(epoch)));
            Assert.Equal(plain, Bits(Rich(4).Epoch(epoch)));
            Assert.Equal(Bits(Rich(0).Epoch(epoch).Skip(2)), Bits(Rich(3).Epoch(epoch, from: 2)));
            Assert.Equal(Bits(Rich(0, Chunks(50, 4, 9)).Epoch(epoch)), Bits(Rich(2, Chunks(50, 4, 9)).Epoch(epoch)));
        }
        Assert.NotEqual(Bits(Rich(0).Epoch(0)), Bits(Rich(0).Epoch(1)));
        float[] alone = Bits(Rich(2).Epoch(5)); // and with other work on all threads
        Parallel.For(0, 6, i => Assert.Equal(alone, Bits(Rich(i % 3).Epoch(5))));
    }

    /// <summary>Rows made one by one, which notes what becomes of it.</summary>
    sealed class Source(int failsAt = int.MaxValue, int waitsAt = int.MaxValue)
    {
        internal int Made, Open;

        internal ManualResetEventSlim Gate { get; } = new();

        internal IEnumerable<Batch> Batches()
        {
            Interlocked.Increment(ref Open);
            try
            {
                for (int i = 0; i < 1000; i++)
                {
                    if (i == failsAt) throw new IOException("the disk is gone");
                    if (i == waitsAt) Gate.Wait();
                    Interlocked.Increment(ref Made);
                    yield return new Batch(Tensor.Full((float)i, 1, 1), Tensor.Zeros<int>(1));
                }
            }
            finally { Interlocked.Decrement(ref Open); }
        }

        internal DataLoader Loader(int prefetch) => new(Batches()) { BatchSize = 1, Shuffles = false, Prefetch = prefetch };
    }

    [Fact]
    public void What_the_source_throws_comes_where_its_batch_would_have()
    {
        var source = new Source(failsAt: 5);
        var seen = new List<float>();
        var e = Assert.Throws<IOException>(() => { foreach (var batch in source.Loader(3).Epoch(0)) seen.Add((float)batch.X[0, 0]); });
        Assert.Equal("the disk is gone", e.Message);
        Assert.Equal([0, 1, 2, 3, 4], seen);
        Assert.Equal(0, source.Open);
    }

    [Fact]
    public void An_enumeration_that_is_left_makes_no_more_and_closes_its_source()
    {
        var source = new Source();
        foreach (var batch in source.Loader(3).Epoch(0))
            if ((float)batch.X[0, 0] == 4) break;
        Assert.Equal(0, source.Open);
        Assert.InRange(source.Made, 5, 8); // five that were taken, and three beforehand
        int made = source.Made;
        Thread.Sleep(30);
        Assert.Equal(made, source.Made);

        // one that is never disposed makes as many as may wait, and no thread waits for it
        var left = new Source();
        var batches = left.Loader(3).Epoch(0).GetEnumerator();
        Assert.True(batches.MoveNext());
        SpinWait.SpinUntil(() => left.Made == 4, 5000);
        Thread.Sleep(30);
        Assert.Equal(4, left.Made);
        batches.Dispose();
        Assert.Equal(0, left.Open);
    }

    [Fact]
    public void Waiting_for_a_batch_can_be_cancelled()
    {
        var source = new Source(waitsAt: 2);
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in source.Loader(2).Epoch(0, cancellation: cancel.Token))
                if (++seen == 2) cancel.CancelAfter(20); // while the third never comes
        });
        Assert.Equal((2, 1), (seen, source.Open));
        source.Gate.Set();
        Assert.True(SpinWait.SpinUntil(() => source.Open == 0, 5000)); // closed when what was being made is done
    }

    [Fact]
    public void A_data_set_keeps_its_axes_classes_and_weights()
    {
        var pictures = new Dataset(Tensor.From<byte>([.. Enumerable.Range(0, 24).Select(i => (byte)i)], 3, 2, 2, 2), new[] { 1, 0, 1 }, ClassLabels.Of("a", "b"),
            weights: new double[] { 1, 2, 3 });
        var batch = new DataLoader(pictures) { Shuffles = false }.Epoch(0).Single();
        Assert.Equal("float32 [3, 2, 2, 2]", $"{batch.X.DType.Name()} {batch.X.Shape}");
        Assert.Equal([1, 0, 1], batch.Y.ToArray<int>());
        Assert.Equal([1, 2, 3], batch.Weights!.ToArray<double>());
        Assert.Equal(DType.Float32, new DataLoader(new Dataset(new double[,] { { 1 }, { 2 } }, new[] { 1.5, 2 })).Epoch(0).Single().Y.DType);
        Assert.Throws<ArgumentException>(() => new DataLoader(new Dataset(new double[,] { { 1 }, { 2 } })));
    }

    [Fact]
    public void A_trainer_takes_pictures_and_streams()
    {
        Sequential Net() => new(new Flatten(), new Linear(4, 2));
        var x = Tensor.From<float>([.. Enumerable.Range(0, 120 * 4).Select(i => (i / 4 % 2 == 0) == (i % 4 < 2) ? 1f : 0f)], 120, 1, 2, 2);
        int[] y = [.. Enumerable.Range(0, 120).Select(i => i % 2)];
        var data = new Dataset(x, y, ClassLabels.Of("left", "right"));
        var trainer = new Trainer { Epochs = 8, Optimizer = new Adam { LearningRate = 0.05 }, Metrics = [TrainingMetric.Accuracy] };
        Assert.Equal(1, trainer.Fit(Net(), data, data).Epochs[^1].Metrics[0]);

        Tensor targets = Tensor.From(y);
        var stream = new DataLoader(Enumerable.Range(0, 12).Select(i => new Batch(x[(10 * i)..(10 * i + 10)], targets[(10 * i)..(10 * i + 10)]))) { Prefetch = 2 };
        var history = (trainer with { Loss = Loss.CrossEntropyFromLogits, Callbacks = [new ProgressBar { Output = new StringWriter() }] }).Fit(Net(), stream, stream);
        Assert.Equal(1, history.Epochs[^1].Metrics[0]);
    }

    [Fact]
    public void The_recipe_is_checked()
    {
        var (x, y) = Numbered(4);
        Assert.Throws<ArgumentOutOfRangeException>("Prefetch", () => new DataLoader(x, y) { Prefetch = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("ShuffleBuffer", () => new DataLoader(x, y) { ShuffleBuffer = 0 });
        Assert.Throws<ArgumentNullException>(() => new DataLoader((IEnumerable<Batch>)null!));
        Assert.Throws<ArgumentNullException>(() => new DataLoader((Dataset)null!));
        Assert.Contains("[4, 1]", Assert.Throws<InvalidOperationException>(
            () => new DataLoader(x, y) { Augmentations = [new HorizontalFlip()] }.Epoch(0).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_progress_bar_counts_the_rows_that_the_loader_gave()
    {
        var output = new StringWriter();
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Epochs = 2, Callbacks = [new ProgressBar { Output = output }] };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        trainer.Fit(new Linear(1, 1), new DataLoader(Tensor.Ones<float>(50_000, 1), Tensor.Ones<float>(50_000, 1)) { BatchSize = 10_000 });
        double least = 100_000 / clock.Elapsed.TotalSeconds;
        string last = output.ToString().Trim().Split('\n')[^1];
        double shown = double.Parse(System.Text.RegularExpressions.Regex.Match(last, @"(\d+) rows/s").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(shown >= least - 1, $"{last}: {least} rows a second at least");
    }
}
