using System.Text;
using Cairn.Persistence;

namespace Cairn.Training;

/// <summary>Writes a page that plays the training, when it has ended: losses, weights and gradients of each layer, and what the network answers,
/// epoch by epoch. One HTML file, which loads nothing from elsewhere.</summary>
/// <remarks>Of rows of one or two features the page shows the moving curve or decision boundary; of more, predictions against targets, or
/// which class is taken for which. It shows at most 120 moments.</remarks>
public sealed record TrainingPage : Callback
{
    /// <summary>The file; replaced.</summary>
    public required string Path
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Path));
            field = value;
        }
    }

    /// <summary>The heading; "Training" unless set.</summary>
    public string Title { get; init; } = "Training";

    /// <inheritdoc/>
    public override ITrainingWatcher Watch() => new Watcher(this, new TrainingFilm());

    sealed class Watcher(TrainingPage recipe, TrainingFilm film) : ITrainingWatcher
    {
        public void Began(TrainingRun run) => film.Began(run);

        public void GradientsComputed(TrainingRun run) => film.GradientsComputed(run);

        public void EpochEnded(TrainingRun run) => film.EpochEnded(run);

        public void Ended(TrainingRun run)
        {
            film.Ended(run);
            byte[] page = Encoding.UTF8.GetBytes(FilmPage.Write(film, recipe.Title, run.StopReason ?? $"all {run.Recipe.Epochs} epochs done"));
            AtomicFile.Write(recipe.Path, stream => stream.Write(page));
        }
    }
}
