using System.Globalization;
using System.Text;

namespace Cairn.Training;

/// <summary>Writes a line for every epoch: epoch, loss, validation loss, metrics, learning rate, seconds.</summary>
public sealed record CsvLog : Callback
{
    /// <summary>The file; written anew when a training begins.</summary>
    public required string Path
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Path));
            field = value;
        }
    }

    /// <inheritdoc/>
    public override ITrainingWatcher Watch() => new Watcher(Path);

    sealed class Watcher(string path) : ITrainingWatcher
    {
        public void Began(TrainingRun run)
        {
            File.WriteAllText(path, string.Join(',', ["epoch", "loss", "validation loss", .. run.Recipe.Metrics.Select(m => m.Name),
                "learning rate", "seconds"]) + "\n", Encoding.UTF8);
            foreach (var record in run.Epochs) Append(record);
        }

        public void EpochEnded(TrainingRun run) => Append(run.Epochs[^1]);

        void Append(EpochRecord e)
        {
            string[] cells = [Text(e.Epoch), Text(e.Loss), e.ValidationLoss is { } v ? Text(v) : "", .. e.Metrics.Select(Text),
                Text(e.LearningRate), Text(e.Seconds)];
            File.AppendAllText(path, string.Join(',', cells) + "\n", Encoding.UTF8);
        }

        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }
}
