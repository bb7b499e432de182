using Cairn.Classification;
using Cairn.Losses;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>A network that predicts a class: softmax of one output a class, by the cross-entropy.</summary>
/// <inheritdoc cref="NeuralEstimator" path="/remarks"/>
public sealed record NeuralClassifier : NeuralEstimator, IEstimator<NeuralClassifierModel>
{
    /// <summary>What is made small, from logits and class indices; null, the default, for
    /// <see cref="Loss.CrossEntropyFromLogits"/>.</summary>
    /// <exception cref="ArgumentException">It takes probabilities, and the network gives logits.</exception>
    public Loss? Loss
    {
        get;
        init => field = value is CrossEntropyFromProbabilities or BinaryCrossEntropyFromProbabilities
            ? throw new ArgumentException($"Loss: {value.GetType().Name} takes probabilities, and the network gives logits; "
                + $"use {nameof(CrossEntropyFromLogits)} and leave the softmax out", nameof(Loss))
            : value;
    }

    /// <summary>Trains the network; weights count as repetitions of a row.</summary>
    /// <param name="data">Features that are numbers, and a target of classes.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row or no column, a value is missing or no number, or <see cref="NeuralEstimator.Network"/>
    /// gives no output for each class.</exception>
    /// <exception cref="TrainingDivergedException">The loss was no finite number in the first epoch.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public NeuralClassifierModel Fit(Dataset data, FitContext? context = null) => Train(data, context, isWatched: false).Model;

    /// <summary>Trains the network and records it on the way, for a page that plays the training.</summary>
    /// <returns>The model that <see cref="Fit"/> gives, and the network's moments.</returns>
    /// <inheritdoc cref="Fit"/>
    public NetworkHistory<NeuralClassifierModel> Watch(Dataset data, FitContext? context = null)
    {
        var (model, film) = Train(data, context, isWatched: true);
        return new NetworkHistory<NeuralClassifierModel>(model, film!, model.TargetName);
    }

    (NeuralClassifierModel Model, TrainingFilm? Film) Train(Dataset data, FitContext? context, bool isWatched)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        const string learner = nameof(NeuralClassifier);
        var (classes, indices) = data.ClassTarget(learner);
        var rows = NetworkInputs.Numbers(data, indices, classes, learner);
        var (y, present) = PresentClasses.Of(rows.Target!);
        var fit = new NetworkFit(this, rows, data.Features, Tensor.From(y), present.Length, Loss ?? Loss.CrossEntropyFromLogits, learner, context);
        if (isWatched)
            fit.Film = fit.Filmed(rows, [.. y.Select(k => (double)k)], data.TargetName, [.. present.Select(k => classes[k])]);
        var (networks, facts) = fit.Run();
        return (new NeuralClassifierModel(fit.Inputs, classes, present, networks, data.TargetName,
            facts with { Rows = data.Rows, Notes = [.. PresentClasses.Notes(classes, present), .. facts.Notes] }), fit.Film);
    }
}
