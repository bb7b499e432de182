using Cairn.Losses;

namespace Cairn.Training;

/// <summary>Records a training: a frame before the first step and after each epoch, every second one dropped when they become too
/// many.</summary>
sealed class TrainingFilm(FilmSubject? subject = null) : ITrainingWatcher
{
    const int MostFrames = 120, MostLayers = 12;

    readonly List<TrainingFrame> _frames = [];
    readonly Dictionary<string, NumberSpread> _gradients = [];
    FilmSubject? _subject = subject;
    TrainingFrame? _last, _kept;
    int _every = 1;
    double? _norm;

    internal IReadOnlyList<TrainingFrame> Frames => _frames;

    internal FilmSubject? Subject => _subject;

    /// <summary>The epochs, whole.</summary>
    internal IReadOnlyList<EpochRecord> Epochs { get; private set; } = [];

    internal string Words { get; private set; } = "";

    /// <summary>The epoch to whose parameters the network went back; null when it was left as the last step made it.</summary>
    internal int? KeptEpoch { get; private set; }

    public void Began(TrainingRun run)
    {
        _subject ??= FilmSubject.OfBatches(run);
        Epochs = run.Epochs;
        Words = run.Recipe.Optimizer.GetType().Name
            + (run.RowsAnEpoch is { } rows ? $"; {run.BatchesAnEpoch} batches of {Math.Min(run.Recipe.BatchSize, rows)} rows an epoch" : "");
        _frames.Add(_last = Frame(run, run.Epoch, null));
    }

    public void GradientsComputed(TrainingRun run)
    {
        if (run.Batch + 1 < run.BatchesAnEpoch) return;
        _norm = run.Stepper.GradientNorm;
        foreach (var parameter in run.Stepper.Parameters.Where(p => p.Shape.Rank >= 2).Take(MostLayers))
            if (parameter.Gradient is { } gradient) _gradients[parameter.Path] = NumberSpread.Of(gradient);
    }

    public void EpochEnded(TrainingRun run)
    {
        KeepIfKept(run); // who decides may come after the film: then it is the epoch before that was kept
        _last = Frame(run, run.Epoch + 1, run.Epochs[^1]);
        KeepIfKept(run);
        if ((run.Epoch + 1) % _every != 0) return;
        _frames.Add(_last);
        if (_frames.Count <= MostFrames) return;
        _every *= 2;
        _frames.RemoveAll(f => f.Epoch % _every != 0);
    }

    public void Ended(TrainingRun run)
    {
        if (_last is not null && !ReferenceEquals(_frames[^1], _last)) _frames.Add(_last);
        KeepIfKept(run);
        KeptEpoch = run.KeptEpoch;
        if (_kept is { } kept && kept.Epoch == KeptEpoch && !_frames.Contains(kept)) _frames.Insert(_frames.FindIndex(f => f.Epoch > kept.Epoch), kept);
    }

    void KeepIfKept(TrainingRun run)
    {
        if (_last is not null && _last.Epoch == run.KeptEpoch) _kept = _last;
    }

    TrainingFrame Frame(TrainingRun run, int epoch, EpochRecord? record) => new(epoch, run.Stepper.Steps, record?.Loss, record?.ValidationLoss,
        run.LearningRate, _norm)
    {
        Layers = [.. run.Net.NamedParameters.Where(p => !p.Parameter.IsRunning && p.Parameter.Shape.Rank >= 2).Take(MostLayers)
            .Select(p => new LayerFrame(p.Path, NumberSpread.Of(p.Parameter.Value), _gradients.GetValueOrDefault(p.Path)))],
        Answers = _subject?.Ask(run.Net, run.Recipe.Loss is CrossEntropyFromProbabilities or BinaryCrossEntropyFromProbabilities) ?? [],
    };
}
