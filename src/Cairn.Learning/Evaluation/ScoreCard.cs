using System.Globalization;

namespace Cairn.Evaluation;

/// <summary>The usual metrics of a model on some rows: those of regression or of classification, by the model's kind.</summary>
public sealed class ScoreCard
{
    readonly (string Name, double Value)[] _scores;

    ScoreCard((string, double)[] scores, ClassifierAnswers? answers) => (_scores, Answers) = (scores, answers);

    /// <summary>The names of the metrics, the most telling first.</summary>
    public IReadOnlyList<string> Names => [.. _scores.Select(s => s.Name)];

    /// <summary>The value of a metric.</summary>
    /// <exception cref="ArgumentException">The card has no such metric.</exception>
    public double this[string name]
    {
        get
        {
            foreach (var (known, value) in _scores)
                if (known == name) return value;
            throw new ArgumentException($"name: no metric '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        }
    }

    /// <summary>The answers the metrics were computed from, for a classifier.</summary>
    public ClassifierAnswers? Answers { get; }

    /// <summary>Scores a model on the data.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows, with what is true.</param>
    /// <param name="positive">The class that precision, recall and F1 of two classes speak of; null is the second one.</param>
    /// <exception cref="NotSupportedException">The model is neither a classifier nor a regressor.</exception>
    public static ScoreCard Of(IPredictor model, Dataset data, string? positive = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        switch (model)
        {
            case IClassifier classifier:
                var answers = ClassifierAnswers.Of(classifier, data, positive);
                return new ScoreCard([.. Metrics.Classification.Select(m => (m.Name, m.Compute(answers)))], answers);
            case IRegressor regressor:
                var prediction = regressor.Predict(data.Features);
                var truth = data.NumericTarget("a metric of regression");
                return new ScoreCard([.. Metrics.Regression.Select(m => (m.Name, m.Compute(truth, prediction, data.Weights)))], null);
            default:
                throw new NotSupportedException($"{model.GetType().Name} is neither a classifier nor a regressor");
        }
    }

    /// <summary>A line for each metric.</summary>
    public override string ToString() => string.Join(Environment.NewLine,
        _scores.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name,-10} {s.Value:0.0000}")));
}
