using Cairn.Persistence;

namespace Cairn.Training;

/// <summary>Stops when the validation loss (or a metric, or the training loss without validation rows) has not got better for some
/// epochs, and goes back to the parameters of the best one.</summary>
public sealed record EarlyStopping : Callback
{
    /// <summary>How many epochs without getting better are borne, at least 1; 3 unless set.</summary>
    public int Patience
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Patience), value, "Patience is at least 1");
    } = 3;

    /// <summary>By how much a figure must be better to count, at least 0; 0 unless set.</summary>
    public double MinimalGain
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(MinimalGain), value, "MinimalGain is at least 0 and finite");
    }

    /// <summary>The metric to go by, one of the trainer's; null, the default, for the loss.</summary>
    public TrainingMetric? Metric { get; init; }

    /// <summary>True, unless set, to end with the parameters of the best epoch; false for those of the last.</summary>
    public bool RestoresBest { get; init; } = true;

    /// <inheritdoc/>
    public override ITrainingWatcher Watch() => new Watcher(this);

    sealed class Watcher(EarlyStopping recipe) : ITrainingWatcher
    {
        double _best = double.PositiveInfinity;
        int _bestEpoch = -1, _waited;
        Tensor[] _kept = [];

        public void Began(TrainingRun run) => Tell(run); // of what a checkpoint kept

        public void EpochEnded(TrainingRun run)
        {
            double figure = FigureOf(run);
            if (figure < _best - recipe.MinimalGain || _bestEpoch < 0)
            {
                (_best, _bestEpoch, _waited) = (figure, run.Epoch, 0);
                if (recipe.RestoresBest) _kept = [.. run.Net.Parameters.Select(p => p.Value.Detach().Copy())];
            }
            else if (++_waited >= recipe.Patience)
                run.Stop($"no better for {_waited} epochs after epoch {_bestEpoch + 1}");
            Tell(run);
        }

        void Tell(TrainingRun run)
        {
            if (_kept.Length > 0) run.KeptEpoch = _bestEpoch + 1;
        }

        public void Ended(TrainingRun run)
        {
            if (_kept.Length == 0) return;
            var parameters = run.Net.Parameters;
            for (int i = 0; i < _kept.Length; i++) parameters[i].Set(_kept[i].Reshape(parameters[i].Shape.AsSpan()));
        }

        double FigureOf(TrainingRun run)
        {
            var record = run.Epochs[^1];
            if (recipe.Metric is not { } metric) return record.ValidationLoss ?? record.Loss;
            int at = run.Recipe.Metrics.ToList().IndexOf(metric);
            if (at < 0 || record.Metrics.Count == 0)
                throw new InvalidOperationException($"EarlyStopping: the metric '{metric.Name}' is not measured; "
                    + "name it among the trainer's Metrics and give validation rows");
            return metric.IsBetterWhenLarger ? -record.Metrics[at] : record.Metrics[at];
        }

        public void Write(ArtefactWriter writer)
        {
            writer.Set("best", Tensor.Scalar(_best), allowNonFinite: true);
            writer.Set("best-epoch", _bestEpoch);
            writer.Set("waited", _waited);
            writer.Set("kept", _kept.Length);
            for (int i = 0; i < _kept.Length; i++) TrainingCheckpoint.Set(writer, TrainingCheckpoint.Field("kept", i), _kept[i]);
        }

        public void Read(ArtefactReader reader)
        {
            _best = (double)reader.Tensor("best", DType.Float64, allowNonFinite: true);
            _bestEpoch = (int)reader.Integer("best-epoch", -1, int.MaxValue);
            _waited = (int)reader.Integer("waited", 0, int.MaxValue);
            _kept = new Tensor[reader.Integer("kept", 0, int.MaxValue)];
            for (int i = 0; i < _kept.Length; i++) _kept[i] = TrainingCheckpoint.Flat(reader, TrainingCheckpoint.Field("kept", i));
        }
    }
}
