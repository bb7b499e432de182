using System.Diagnostics;
using System.Globalization;

namespace Cairn.Training;

/// <summary>Prints how far the training is: a bar that moves on a terminal, a line an epoch where the output goes to a file.</summary>
public sealed record ProgressBar : Callback
{
    /// <summary>Where to print; standard error when null, the default.</summary>
    public TextWriter? Output { get; init; }

    /// <inheritdoc/>
    public override ITrainingWatcher Watch() => new Watcher(Output ?? Console.Error, Output is null && !Console.IsErrorRedirected);

    sealed class Watcher(TextWriter output, bool moves) : ITrainingWatcher
    {
        const int Width = 24;

        static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

        readonly Stopwatch _clock = Stopwatch.StartNew();
        TimeSpan _shown = TimeSpan.MinValue;
        long _rows, _counted; // since this run began, and of this epoch
        double _done;
        int _notes;

        public void Began(TrainingRun run) => (_done, _counted) = (run.Epoch, run.RowsDone);

        public void StepEnded(TrainingRun run)
        {
            _rows += run.RowsDone - _counted;
            _counted = run.RowsDone;
            for (; _notes < run.Notes.Count; _notes++) output.WriteLine("note: " + run.Notes[_notes]);
            if (!moves || _clock.Elapsed - _shown < Interval) return;
            _shown = _clock.Elapsed;
            output.Write("\r" + Line(run, run.Epoch + (run.BatchesAnEpoch is { } batches ? (double)run.Batch / batches : 0), run.Loss, null) + "\u001b[K");
        }

        public void EpochEnded(TrainingRun run)
        {
            _counted = 0;
            output.WriteLine((moves ? "\r" : "") + Line(run, run.Epoch + 1, run.Epochs[^1].Loss, run.Epochs[^1]) + (moves ? "\u001b[K" : ""));
        }

        string Line(TrainingRun run, double epochs, double loss, EpochRecord? record)
        {
            double share = epochs / run.Recipe.Epochs, seconds = _clock.Elapsed.TotalSeconds;
            int full = (int)Math.Round(share * Width);
            string bar = new string('█', full) + new string('░', Width - full);
            var left = TimeSpan.FromSeconds(Math.Round(seconds / Math.Max(epochs - _done, 1e-9) * (run.Recipe.Epochs - epochs)));
            string validation = record?.ValidationLoss is { } v ? string.Create(CultureInfo.InvariantCulture, $"  validation {v:G4}") : "";
            string metrics = record is null ? "" : string.Concat(run.Recipe.Metrics.Zip(record.Metrics,
                (m, value) => string.Create(CultureInfo.InvariantCulture, $"  {m.Name} {value:G4}")));
            return string.Create(CultureInfo.InvariantCulture,
                $"{bar} epoch {Math.Min((int)epochs + (record is null ? 1 : 0), run.Recipe.Epochs)}/{run.Recipe.Epochs}  loss {loss:G4}{validation}{metrics}  {_rows / seconds:F0} rows/s  {left:c} left");
        }
    }
}
