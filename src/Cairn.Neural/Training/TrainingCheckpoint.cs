using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Training;

/// <summary>The state of a training as a file: parameters, what the optimizer and the callbacks remember, the place in the epoch, the
/// history. Random numbers need no state: they are keyed by the step.</summary>
sealed class TrainingCheckpoint(TrainingRun run) : IArtefact
{
    static readonly ArtefactKind FileKind = new("training-checkpoint", 1), WatcherKind = new("training-watcher", 1);

    const int Columns = 5; // of the history, before the metrics

    ArtefactKind IArtefact.Kind => FileKind;

    TrainingFacts IArtefact.Facts => new();

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("epoch", run.Epoch + (run.IsBetweenEpochs ? 1 : 0));
        writer.Set("batch", run.IsBetweenEpochs ? 0 : run.Batch);
        writer.Set("loss-sum", run.IsBetweenEpochs ? 0 : run.LossSum);
        writer.Set("rows-done", run.IsBetweenEpochs ? 0 : run.RowsDone);
        writer.Set("steps", run.Stepper.Steps);
        writer.Set("batches-an-epoch", run.BatchesAnEpoch ?? 0); // 0 is a stream
        writer.Set("history", HistoryOf(run), allowNonFinite: true);

        var parameters = run.Net.NamedParameters;
        writer.Set("paths", [.. parameters.Select(p => p.Path)]);
        for (int i = 0; i < parameters.Count; i++) Set(writer, Field("value", i), parameters[i].Parameter.Value);
        var memory = run.Stepper.Memory.SelectMany(m => m).ToArray();
        writer.Set("slots", memory.Length);
        for (int i = 0; i < memory.Length; i++) Set(writer, Field("slot", i), memory[i]);
        writer.Set("watchers", [.. run.Watchers.Select(w => new Watching(w))]);
    }

    const string Callbacks = "it has other callbacks than the trainer; resume with those that it was saved with, in their order";

    /// <summary>Puts the state of a file into a run just begun; nothing is changed when the file does not fit.</summary>
    internal static void Read(string path, TrainingRun run)
    {
        int watcher = 0;
        ModelFile.Load(path,
        [
            ArtefactReaderEntry.Other(FileKind, reader => ReadInto(reader, run)),
            ArtefactReaderEntry.Other(WatcherKind, reader =>
            {
                if (watcher == run.Watchers.Count) throw reader.Fail(Callbacks);
                run.Watchers[watcher].Read(reader);
                return new Watching(run.Watchers[watcher++]);
            }),
        ]);
    }

    static TrainingCheckpoint ReadInto(ArtefactReader reader, TrainingRun run)
    {
        var parameters = run.Net.NamedParameters;
        var paths = reader.Texts("paths");
        if (!paths.SequenceEqual(parameters.Select(p => p.Path), StringComparer.Ordinal))
            throw reader.Fail($"its parameters are not those of the network: {string.Join(", ", paths.Take(8))} there, "
                + $"{string.Join(", ", parameters.Take(8).Select(p => p.Path))} here; resume with a network made by the same code");
        if (reader.Integer("batches-an-epoch", 0) is var batches && batches != (run.BatchesAnEpoch ?? 0))
            throw reader.Fail($"its epochs have {batches} batches and those of the loader {run.BatchesAnEpoch ?? 0} (0 for a stream); give the same rows "
                + "and batch size");
        int epoch = (int)reader.Integer("epoch", 0, int.MaxValue), batch = (int)reader.Integer("batch", 0, run.BatchesAnEpoch ?? int.MaxValue);
        double lossSum = reader.Number("loss-sum");
        long rows = reader.Integer("rows-done", 0), steps = reader.Integer("steps", 0);
        var history = reader.Tensor("history", DType.Float64, allowNonFinite: true, -1, -1);
        if (history.Shape[1] < Columns) throw reader.Fail("its history has too few columns");

        var values = new Tensor[parameters.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = Sized(reader, Field("value", i), parameters[i].Parameter.Shape);
        Tensor[] slots = [.. run.Stepper.Memory.SelectMany(m => m)], memory = new Tensor[slots.Length];
        if (reader.Integer("slots") != slots.Length) throw reader.Fail("it is of another optimizer; resume with the one that it was saved with");
        for (int i = 0; i < memory.Length; i++) memory[i] = Sized(reader, Field("slot", i), slots[i].Shape);
        if (reader.Children<Watching>("watchers").Count != run.Watchers.Count) throw reader.Fail(Callbacks);

        for (int i = 0; i < values.Length; i++) parameters[i].Parameter.Overwrite(values[i]);
        run.Stepper.Restore(steps, memory);
        (run.Epoch, run.Batch, run.LossSum, run.RowsDone) = (epoch, batch, lossSum, rows);
        ReadHistory(history, run);
        return new TrainingCheckpoint(run);
    }

    static Tensor HistoryOf(TrainingRun run)
    {
        int metrics = run.Recipe.Metrics.Count, columns = Columns + metrics;
        var numbers = new double[run.Epochs.Count * columns];
        for (int i = 0; i < run.Epochs.Count; i++)
        {
            var e = run.Epochs[i];
            var row = numbers.AsSpan(i * columns, columns);
            (row[0], row[1], row[2], row[3], row[4]) = (e.Epoch, e.Loss, e.ValidationLoss ?? double.NaN, e.LearningRate, e.Seconds);
            for (int m = 0; m < metrics; m++) row[Columns + m] = e.Metrics.Count == 0 ? double.NaN : e.Metrics[m];
        }
        return Tensor.From<double>(numbers, run.Epochs.Count, columns);
    }

    static void ReadHistory(Tensor history, TrainingRun run)
    {
        double[] numbers = history.ToArray<double>();
        int columns = history.Shape[1];
        for (int i = 0; i < history.Shape[0]; i++)
        {
            var row = numbers.AsSpan(i * columns, columns);
            bool isMeasured = !double.IsNaN(row[2]);
            run.Add(new EpochRecord((int)row[0], row[1], isMeasured ? row[2] : null, row[3], row[4])
            {
                Metrics = isMeasured ? [.. row[Columns..].ToArray()] : [],
            });
        }
    }

    internal static string Field(string name, int place) => string.Create(CultureInfo.InvariantCulture, $"{name}-{place}");

    /// <summary>Writes a tensor as a row of numbers, its type in the name.</summary>
    internal static void Set(ArtefactWriter writer, string name, Tensor value) =>
        writer.Set(name + (value.DType == DType.Float64 ? "-float64" : "-float32"), value.Detach().Reshape(value.Length));

    /// <summary>A tensor as <see cref="Set"/> wrote it, a row of numbers.</summary>
    internal static Tensor Flat(ArtefactReader reader, string name) => reader.Has(name + "-float64")
        ? reader.Tensor(name + "-float64", DType.Float64, -1)
        : reader.Tensor(name + "-float32", DType.Float32, -1);

    static Tensor Sized(ArtefactReader reader, string name, Shape shape)
    {
        var flat = Flat(reader, name);
        return flat.Length == shape.Elements
            ? flat.Reshape(shape.AsSpan())
            : throw reader.Fail($"its tensor '{name}' has {flat.Length} elements where {shape} are expected");
    }

    sealed class Watching(ITrainingWatcher watcher) : IArtefact
    {
        ArtefactKind IArtefact.Kind => WatcherKind;

        TrainingFacts IArtefact.Facts => new();

        void IArtefact.Write(ArtefactWriter writer) => watcher.Write(writer);
    }
}
