namespace Cairn.Evaluation;

/// <summary>A metric of a classifier's answers.</summary>
public sealed class ClassificationMetric : IMetric<IClassifier>
{
    readonly Func<ClassifierAnswers, double> _formula;

    internal ClassificationMetric(string name, bool higherIsBetter, Func<ClassifierAnswers, double> formula)
    {
        (Name, HigherIsBetter, _formula) = (name, higherIsBetter, formula);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public double Evaluate(IClassifier model, Dataset data) => Compute(ClassifierAnswers.Of(model, data));

    /// <summary>The metric of answers that have been computed before, so that several metrics cost one prediction.</summary>
    public double Compute(ClassifierAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return _formula(answers);
    }

    /// <summary>The metric's name.</summary>
    public override string ToString() => Name;
}
