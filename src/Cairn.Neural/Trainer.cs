using System.Diagnostics;
using System.Globalization;
using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.Optimizers;
using Cairn.Schedules;
using Cairn.Training;

namespace Cairn;

/// <summary>Trains a module: batches, loss, gradients, steps, epochs.</summary>
/// <remarks>The same recipe, data and first parameters give the same bits for any number of threads. A loop of one's own is as short:
/// <c>loss = net.Forward(x)...; loss.Backward(); stepper.Step(); stepper.ZeroGradients();</c>.</remarks>
public sealed record Trainer : Recipe
{
    /// <summary>What to make small; null, the default, means cross-entropy from logits for classes and the squared error for numbers.</summary>
    public Loss? Loss { get; init; }

    /// <summary>How parameters follow their gradients; Adam unless set. A schedule that does not say over how many steps it goes, goes over all
    /// steps of the training.</summary>
    public Optimizer Optimizer
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Optimizer));
            field = value;
        }
    } = new Adam();

    /// <summary>The rows of a batch, at least 1; 32 unless set.</summary>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "BatchSize is at least 1");
    } = 32;

    /// <summary>How often all rows are seen, at least 1; 10 unless set.</summary>
    public int Epochs
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Epochs), value, "Epochs is at least 1");
    } = 10;

    /// <summary>The seed of the first parameters, of the order of the rows and of what layers draw; 0 unless set.</summary>
    public long Seed { get; init; }

    /// <summary>How many rows are computed at once: larger batches are taken in pieces whose gradients add up to the same as the whole batch's, for
    /// what does not fit into memory; null, the default, means the whole batch. Layers that mix rows (batch normalization) see the pieces.</summary>
    public int? ComputedRows
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(ComputedRows), value, "ComputedRows is at least 1");
    }

    /// <summary>What is measured on the validation rows after each epoch, beside the loss.</summary>
    public ValueList<TrainingMetric> Metrics { get; init; }

    /// <summary>What else is done while training: progress, early stopping, checkpoints, logs.</summary>
    public ValueList<Callback> Callbacks { get; init; }

    /// <summary>Trains on a data set of numbers.</summary>
    /// <param name="net">The module; parameters that are not drawn yet are drawn. It is changed.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">Rows to measure on after each epoch; never learned from.</param>
    /// <param name="context">Progress, cancellation, and the most threads; the bits do not depend on their number.</param>
    /// <exception cref="ArgumentException">A column is no number, or the target is missing.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is no finite number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the parameters are those of the last step.</exception>
    public TrainingHistory Fit(Module net, Dataset train, Dataset? validation = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(train);
        bool hasClasses = train.Classes is not null;
        var trainer = this with { Loss = Loss ?? DefaultLoss(hasClasses) };
        return trainer.Fit(net, Loader(train, hasClasses), validation is null ? null : Loader(validation, hasClasses), context);
    }

    DataLoader Loader(Dataset data, bool hasClasses) => new(data.Features.ToSingles(nameof(Trainer)),
        hasClasses ? data.ClassTarget(nameof(Trainer)).Indices : data.NumericTarget(nameof(Trainer)).To(DType.Float32), data.Weights)
    {
        BatchSize = BatchSize,
        Seed = Seed,
    };

    /// <summary>Trains on batches.</summary>
    /// <param name="net">The module; parameters that are not drawn yet are drawn in the type of the rows, float32 where these are whole numbers. It
    /// is changed.</param>
    /// <param name="train">The rows to learn from; its batch size, order and seed count.</param>
    /// <param name="validation">Rows to measure on after each epoch; never learned from.</param>
    /// <param name="context">Progress, cancellation, and the most threads; the bits do not depend on their number.</param>
    /// <exception cref="InvalidOperationException">No loss is set.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is no finite number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the parameters are those of the last step.</exception>
    public TrainingHistory Fit(Module net, DataLoader train, DataLoader? validation = null, FitContext? context = null) =>
        Run(net, train, validation, context, null);

    /// <summary>Goes on with a training that a <see cref="Checkpointing"/> saved, with the bits of never having stopped.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="net">A module of the same parameters; its numbers are replaced.</param>
    /// <param name="train">The same rows.</param>
    /// <param name="validation">The same rows to measure on.</param>
    /// <param name="context">Progress, cancellation, and the most threads; the bits do not depend on their number.</param>
    /// <exception cref="CairnFormatException">The file is damaged, or of another network, optimizer or loader.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <inheritdoc cref="Fit(Module, DataLoader, DataLoader?, FitContext?)"/>
    public TrainingHistory Resume(string checkpoint, Module net, DataLoader train, DataLoader? validation = null, FitContext? context = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpoint);
        return Run(net, train, validation, context, checkpoint);
    }

    /// <summary>Tries learning rates: a step at each, from the lowest to the highest, until the loss runs away; then the network is what it was
    /// before.</summary>
    /// <param name="net">The module; parameters that are not drawn yet are drawn.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="lowest">The first rate, above 0.</param>
    /// <param name="highest">The last rate.</param>
    /// <param name="steps">How many rates, at least 10.</param>
    /// <param name="context">Progress, cancellation, and the most threads; the bits do not depend on their number.</param>
    /// <exception cref="InvalidOperationException">No loss is set.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no finite number from the start.</exception>
    public LearningRateCurve FindLearningRate(Module net, DataLoader train, double lowest = 1e-6, double highest = 10, int steps = 100,
        FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(train);
        if (!(lowest > 0 && double.IsFinite(lowest))) throw new ArgumentOutOfRangeException(nameof(lowest), lowest, "The lowest rate is above 0 and finite");
        if (!(highest > lowest && double.IsFinite(highest)))
            throw new ArgumentOutOfRangeException(nameof(highest), highest, $"The highest rate is finite and above the lowest");
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        var loss = Loss ?? throw new InvalidOperationException("Trainer: batches do not say what the targets are; set Loss");
        context ??= new FitContext();
        using var limit = WorkTeam.Limit(context.Threads);
        net.Place();
        net.InitializeRest(Seed, train.DType.IsFloating() ? train.DType : DType.Float32);
        var kept = net.Parameters.Select(p => p.Value.Detach().Copy()).ToArray();
        var rising = this with { Optimizer = Optimizer with { Schedule = new RisingSchedule(lowest, highest, steps, Optimizer.LearningRate) } };
        var run = new TrainingRun(rising, net, rising.Optimizer.For(net.Parameters), train);
        List<double> rates = [], losses = [];
        try
        {
            double mean = 0, weight = 0;
            foreach (var batch in Enumerable.Range(0, int.MaxValue).SelectMany(epoch => train.Epoch(epoch)).Take(steps))
            {
                context.ThrowIfCancelled();
                (mean, weight) = (0.9 * mean + 0.1 * rising.Step(run, batch, loss), 0.9 * weight + 0.1);
                if (losses.Count > 0 && mean / weight > 4 * losses.Min()) break;
                rates.Add(run.LearningRate);
                losses.Add(mean / weight);
                context.Report((double)rates.Count / steps, $"rate {rates[^1].ToString("G3", CultureInfo.InvariantCulture)}");
            }
        }
        catch (TrainingDivergedException) when (rates.Count > 0)
        {
            // far enough
        }
        finally
        {
            for (int i = 0; i < kept.Length; i++) net.Parameters[i].Overwrite(kept[i]);
        }
        context.Report(1);
        return new LearningRateCurve([.. rates], [.. losses]);
    }

    /// <summary>Tries learning rates on a data set of numbers.</summary>
    /// <inheritdoc cref="FindLearningRate(Module, DataLoader, double, double, int, FitContext?)"/>
    public LearningRateCurve FindLearningRate(Module net, Dataset train, double lowest = 1e-6, double highest = 10, int steps = 100,
        FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        bool hasClasses = train.Classes is not null;
        return (this with { Loss = Loss ?? DefaultLoss(hasClasses) }).FindLearningRate(net, Loader(train, hasClasses), lowest, highest, steps, context);
    }

    static Loss DefaultLoss(bool hasClasses) => hasClasses ? Loss.CrossEntropyFromLogits : Loss.MeanSquaredError;

    TrainingHistory Run(Module net, DataLoader train, DataLoader? validation, FitContext? context, string? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(train);
        var loss = Loss ?? throw new InvalidOperationException("Trainer: batches do not say what the targets are; set Loss");
        context ??= new FitContext();
        using var limit = WorkTeam.Limit(context.Threads);
        net.Place();
        net.InitializeRest(Seed, train.DType.IsFloating() ? train.DType : DType.Float32);
        // what saves the whole state comes last, so that it saves what the others have just learned
        ITrainingWatcher[] watchers = [.. Callbacks.OrderBy(c => c is Checkpointing).Select(c => c.Watch())];
        var run = new TrainingRun(this, net, OptimizerOver(train).For(net.Parameters), train) { Watchers = watchers, LearningRate = Optimizer.LearningRate };
        if (checkpoint is not null) TrainingCheckpoint.Read(checkpoint, run);
        foreach (var watcher in watchers) watcher.Began(run);
        while (run.Epoch < Epochs && run.StopReason is null)
        {
            RunEpoch(run, train, validation, loss, context);
            run.Epoch++;
            (run.Batch, run.LossSum, run.RowsDone, run.IsBetweenEpochs) = (0, 0, 0, false);
        }
        foreach (var watcher in watchers) watcher.Ended(run);
        context.Report(1);
        return new TrainingHistory(run.Epochs, run.StopReason ?? $"all {Epochs} epochs done") { Notes = run.Notes, KeptEpoch = run.KeptEpoch };
    }

    /// <summary>The optimizer, its schedule told how many steps there are.</summary>
    Optimizer OptimizerOver(DataLoader train) => Optimizer.Schedule is ISpanningSchedule schedule && train.Batches is { } batches
        ? Optimizer with { Schedule = schedule.Over((long)Epochs * batches) }
        : Optimizer;

    void RunEpoch(TrainingRun run, DataLoader train, DataLoader? validation, Loss loss, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        foreach (var batch in train.Epoch(run.Epoch, run.Batch, context.Cancellation))
        {
            context.ThrowIfCancelled();
            run.BatchLoss = Step(run, batch, loss);
            run.LossSum += run.BatchLoss * batch.Rows;
            run.RowsDone += batch.Rows;
            run.Batch++;
            foreach (var watcher in run.Watchers) watcher.StepEnded(run);
            context.Report((run.Epoch + (train.Rows is { } rows ? (double)run.RowsDone / rows : 0)) / Epochs,
                string.Create(CultureInfo.InvariantCulture, $"epoch {run.Epoch + 1}, loss {run.Loss:G4}"));
            if (run.StopReason is not null) return;
        }
        var (measured, metrics) = validation is null ? (null, []) : Measure(run.Net, validation, loss, context);
        run.Add(new EpochRecord(run.Epoch + 1, run.Loss, measured, run.LearningRate, clock.Elapsed.TotalSeconds) { Metrics = metrics });
        run.IsBetweenEpochs = true;
        foreach (var watcher in run.Watchers) watcher.EpochEnded(run);
    }

    double Step(TrainingRun run, Batch batch, Loss loss)
    {
        var stepper = run.Stepper;
        using var mode = Mode.Training(Seed, stepper.Steps);
        double sum = 0, whole = WeightOf(batch);
        foreach (var part in Parts(batch))
        {
            var y = run.Net.Forward(part.X);
            var value = loss.Of(y, part.Y, part.Weights);
            run.Look(y, loss);
            if (batch.Weights is not null) value *= whole / (batch.Rows * run.MeanWeight); // a row counts as much in any batch
            if (Mode.TakePenalty() is { } penalty) value += penalty;
            double share = WeightOf(part) / whole;
            sum += CheckFinite((double)value.To(DType.Float64), "loss", stepper) * share;
            (share == 1 ? value : value * share).Backward();
        }
        foreach (var parameter in stepper.Parameters)
            if (parameter.Gradient is { } gradient) CheckFinite((double)gradient.Square().Sum().To(DType.Float64), $"gradient of {parameter.Path}", stepper);
        foreach (var watcher in run.Watchers) watcher.GradientsComputed(run);
        run.LearningRate = stepper.LearningRate;
        stepper.Step(run.LearningRate);
        stepper.ZeroGradients();
        return sum;
    }

    /// <summary>A batch in the pieces that are computed one after the other, their gradients added up.</summary>
    IEnumerable<Batch> Parts(Batch batch)
    {
        if (ComputedRows is not { } rows || rows >= batch.Rows) return [batch];
        return Enumerable.Range(0, (batch.Rows - 1) / rows + 1).Select(i =>
        {
            Slice part = (i * rows)..Math.Min((i + 1) * rows, batch.Rows);
            return new Batch(batch.X[part], batch.Y[part], batch.Weights?[part]);
        });
    }

    static double WeightOf(Batch batch) => batch.Weights is { } w ? (double)w.To(DType.Float64).Sum() : batch.Rows;

    static double CheckFinite(double number, string what, Stepper stepper) => double.IsFinite(number)
        ? number
        : throw new TrainingDivergedException($"The {what} is {number.ToString(CultureInfo.InvariantCulture)} in step {stepper.Steps + 1}; "
            + "lower the learning rate, scale the inputs, or look for a logarithm of 0. The parameters are those before the step");

    (double? Loss, ValueList<double> Metrics) Measure(Module net, DataLoader data, Loss loss, FitContext context)
    {
        using var off = Gradients.Off();
        double sum = 0, weights = 0;
        List<Tensor> predictions = [], targets = [];
        foreach (var batch in data.InOrder())
        {
            context.ThrowIfCancelled();
            var y = net.Forward(batch.X);
            double weight = WeightOf(batch);
            sum += (double)loss.Of(y, batch.Y, batch.Weights).To(DType.Float64) * weight;
            weights += weight;
            if (Metrics.Count == 0) continue;
            predictions.Add(y);
            targets.Add(batch.Y);
        }
        return (sum / weights, [.. Metrics.Select(m => m.Of(Tensor.Concat(predictions.ToArray()), Tensor.Concat(targets.ToArray())))]);
    }
}
