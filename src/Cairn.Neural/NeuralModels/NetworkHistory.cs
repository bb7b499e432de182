using System.Text;
using Cairn.Persistence;
using Cairn.Plotting;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>A training that was watched: the model it came to, the network's moments on the way, and the page that plays them.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <remarks>Of several networks it is the first.</remarks>
public sealed class NetworkHistory<TModel> where TModel : class, IArtefact
{
    readonly TrainingFilm _film;

    internal NetworkHistory(TModel model, TrainingFilm film, string target) => (Model, _film, Target) = (model, film, target);

    /// <summary>The model at the end; the same as fitting gives.</summary>
    public TModel Model { get; }

    /// <summary>The network before the first step and after each epoch; at most 120 moments, evenly chosen, and the last.</summary>
    public IReadOnlyList<TrainingFrame> Frames => _film.Frames;

    /// <summary>The losses over the epochs, the best epoch marked, and the overfit gap.</summary>
    public Chart LearningCurve() => LossCurve.Of(Model.Facts.History, Model.Facts.ValidationHistory);

    string Target { get; }

    /// <summary>Saves the page that plays the training: one HTML file, which loads nothing from elsewhere.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="title">The heading; the target's name by default.</param>
    /// <exception cref="IOException">The file cannot be written; what stood there before is untouched.</exception>
    public void SaveHtml(string path, string? title = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml(title));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page that <see cref="SaveHtml"/> saves.</summary>
    /// <param name="title">The heading; the target's name by default.</param>
    public string ToHtml(string? title = null) => FilmPage.Write(_film, title ?? Target, Model.Facts.StopReason);

    /// <summary>The model's card.</summary>
    public override string ToString() => Model.ToString() ?? "";
}
