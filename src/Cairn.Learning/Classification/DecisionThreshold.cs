using System.ComponentModel.DataAnnotations;
using Cairn.LinearModels;

namespace Cairn.Classification;

/// <summary>
/// Any classifier with a threshold of its own for one class: that class is answered where its probability is at least the threshold, and the
/// most probable of the others elsewhere.
/// </summary>
/// <remarks>A threshold above a half asks for more certainty (spam at 0.9), one below finds more at the price of false alarms. It is saved with the
/// model. At equality the positive class is answered.</remarks>
public sealed record DecisionThreshold : Recipe, IEstimator<DecisionThresholdModel>
{
    /// <summary>The recipe of the classifier; <see cref="LogisticRegression"/> by default.</summary>
    public IEstimator<IClassifier> Classifier
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Classifier));
    } = new LogisticRegression();

    /// <summary>The least probability at which the positive class is answered; 0 to 1, 0.5 by default.</summary>
    [Range(0.0, 1.0)]
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Threshold), value, "Threshold is a probability, 0 to 1");
    } = 0.5;

    /// <summary>The class that the threshold is for; empty, the default, means the last, which of two is the second.</summary>
    public string Positive
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Positive));
    } = "";

    /// <summary>Fits the classifier.</summary>
    /// <param name="data">What <see cref="Classifier"/> takes.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from, or <see cref="Positive"/> is none of its classes.</exception>
    public DecisionThresholdModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (classes, _) = data.ClassTarget(nameof(DecisionThreshold));
        int positive = Positive.Length == 0 ? classes.Count - 1 : classes.IndexOf(Positive);
        if (positive < 0) throw new ArgumentException($"Positive: there is no class '{Positive}'; there are {classes}", nameof(data));
        var model = Classifier.Fit(data, context);
        var facts = model is Persistence.IArtefact artefact ? artefact.Facts : new TrainingFacts { Rows = data.Rows };
        return new DecisionThresholdModel(model, positive, Threshold, facts with { Recipe = RecipeText.Of(this) });
    }
}
