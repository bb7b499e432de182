using System.Diagnostics;
using System.Globalization;
using Cairn.Autograd;
using Cairn.Optimizers;
using Cairn.Training;

namespace Cairn;

/// <summary>Trains a module: batches, loss, gradients, steps, epochs.</summary>
/// <remarks>The same recipe, data and first parameters give the same bits for any number of threads. A loop of one's own is as short:
/// <c>loss = net.Forward(x)...; loss.Backward(); stepper.Step(); stepper.ZeroGradients();</c>.</remarks>
public sealed record Trainer
{
    /// <summary>What to make small; null, the default, means cross-entropy from logits for classes and the squared error for numbers.</summary>
    public Loss? Loss { get; init; }

    /// <summary>How parameters follow their gradients; Adam unless set.</summary>
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

    /// <summary>Trains on a data set of numbers.</summary>
    /// <param name="net">The module; parameters that are not drawn yet are drawn. It is changed.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">Rows to measure on after each epoch; never learned from.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <exception cref="ArgumentException">A column is no number, or the target is missing.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is no finite number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the parameters are those of the last step.</exception>
    public TrainingHistory Fit(Module net, Dataset train, Dataset? validation = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(train);
        bool hasClasses = train.Classes is not null;
        var trainer = Loss is null ? this with { Loss = hasClasses ? Loss.CrossEntropyFromLogits : Loss.MeanSquaredError } : this;
        return trainer.Fit(net, Loader(train, hasClasses), validation is null ? null : Loader(validation, hasClasses), context);
    }

    DataLoader Loader(Dataset data, bool hasClasses) => new(data.Features.ToNumbers(nameof(Trainer)).To(DType.Float32),
        hasClasses ? data.ClassTarget(nameof(Trainer)).Indices : data.NumericTarget(nameof(Trainer)).To(DType.Float32), data.Weights)
    {
        BatchSize = BatchSize,
        Seed = Seed,
    };

    /// <summary>Trains on batches.</summary>
    /// <param name="net">The module; parameters that are not drawn yet are drawn in the type of the rows. It is changed.</param>
    /// <param name="train">The rows to learn from; its batch size, order and seed count.</param>
    /// <param name="validation">Rows to measure on after each epoch; never learned from.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <exception cref="InvalidOperationException">No loss is set.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is no finite number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the parameters are those of the last step.</exception>
    public TrainingHistory Fit(Module net, DataLoader train, DataLoader? validation = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(train);
        var loss = Loss ?? throw new InvalidOperationException("Trainer: batches do not say what the targets are; set Loss");
        context ??= new FitContext();
        net.Place();
        net.InitializeRest(Seed, train.DType);
        var stepper = Optimizer.For(net.Parameters);
        var epochs = new List<EpochRecord>();
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            double sum = 0, rows = 0;
            foreach (var batch in train.Epoch(epoch))
            {
                context.ThrowIfCancelled();
                sum += Step(net, batch, loss, stepper) * batch.Rows;
                rows += batch.Rows;
                context.Report((epoch + rows / train.Rows) / Epochs,
                    string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1}, loss {sum / rows:G4}"));
            }
            double? measured = validation is null ? null : LossOn(net, validation, loss, context);
            epochs.Add(new EpochRecord(epoch + 1, sum / rows, measured, Optimizer.LearningRate, clock.Elapsed.TotalSeconds));
        }
        context.Report(1);
        return new TrainingHistory(epochs, $"all {Epochs} epochs done");
    }

    double Step(Module net, Batch batch, Loss loss, Stepper stepper)
    {
        using var mode = Mode.Training(Seed, stepper.Steps);
        var value = loss.Of(net.Forward(batch.X), batch.Y, batch.Weights);
        double number = (double)value;
        if (!double.IsFinite(number))
            throw new TrainingDivergedException($"The loss is {number.ToString(CultureInfo.InvariantCulture)} in step {stepper.Steps + 1}; "
                + "lower the learning rate, scale the inputs, or look for a logarithm of 0");
        value.Backward();
        stepper.Step();
        stepper.ZeroGradients();
        return number;
    }

    static double LossOn(Module net, DataLoader data, Loss loss, FitContext context)
    {
        using var off = Gradients.Off();
        double sum = 0;
        foreach (var batch in data.InOrder())
        {
            context.ThrowIfCancelled();
            sum += (double)loss.Of(net.Forward(batch.X), batch.Y, batch.Weights) * batch.Rows;
        }
        return sum / data.Rows;
    }
}
