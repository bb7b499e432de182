namespace Cairn.Evaluation;

/// <summary>A classifier's answers beside the truth: what every metric of classification is computed from.</summary>
/// <remarks>The classes are the model's, followed by those that only the data has: such rows can never be answered rightly,
/// and their probability is 0.</remarks>
public sealed class ClassifierAnswers
{
    readonly int[] _truth;
    readonly int[] _predicted;
    readonly double[] _probabilities;
    readonly double[] _weights;

    ClassifierAnswers(IReadOnlyList<string> classes, int known, int[] truth, int[] predicted, double[] probabilities, double[] weights)
    {
        (Classes, KnownClasses, _truth, _predicted, _probabilities, _weights) = (classes, known, truth, predicted, probabilities, weights);
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How many of <see cref="Classes"/> the model knows; they come first.</summary>
    public int KnownClasses { get; }

    /// <summary>The index of the class that metrics of two classes speak of, such as precision and recall: the second, unless another was
    /// named.</summary>
    public int Positive { get; private init; } = 1;

    /// <summary>The number of rows.</summary>
    public int Rows => _truth.Length;

    /// <summary>The index in <see cref="Classes"/> of each row's true class.</summary>
    public ReadOnlySpan<int> Truth => _truth;

    /// <summary>The index in <see cref="Classes"/> of each row's predicted class.</summary>
    public ReadOnlySpan<int> Predicted => _predicted;

    /// <summary>The weight of each row.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The probability that the model gives to a class for a row.</summary>
    public double Probability(int row, int @class) => @class < KnownClasses ? _probabilities[row * KnownClasses + @class] : 0;

    /// <summary>Asks a classifier for its answers on the data.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="data">The rows, with their classes.</param>
    /// <param name="positive">The class that metrics of two classes speak of; null is the second one.</param>
    /// <exception cref="ArgumentException">The data has no rows or no target of classes, or the model does not know the positive class.</exception>
    public static ClassifierAnswers Of(IClassifier model, Dataset data, string? positive = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rows == 0) throw new ArgumentException("data: a metric needs at least one row", nameof(data));
        var (classes, target) = data.ClassTarget("a metric of classifiers");
        var names = new List<string>(model.Classes);
        var indexOf = new int[classes.Count];
        for (int k = 0; k < indexOf.Length; k++)
        {
            indexOf[k] = model.Classes.IndexOf(classes[k]);
            if (indexOf[k] >= 0) continue;
            indexOf[k] = names.Count;
            names.Add(classes[k]);
        }
        int[] truth = Array.ConvertAll(target.ToArray<int>(), k => indexOf[k]);
        return new ClassifierAnswers(names, model.Classes.Count, truth, model.Predict(data.Features).ToArray<int>(),
            model.PredictProbabilities(data.Features).ToArray<double>(), data.WeightsOrOnes())
        {
            Positive = positive is null ? 1 : model.Classes.IndexOf(positive) is int place and >= 0 ? place
                : throw new ArgumentException($"positive: the model knows no class '{positive}'; it knows {model.Classes}", nameof(positive)),
        };
    }
}
