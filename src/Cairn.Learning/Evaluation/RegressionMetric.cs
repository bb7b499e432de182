namespace Cairn.Evaluation;

/// <summary>A metric of numbers against numbers, averaged over the columns when there are several targets.</summary>
public sealed class RegressionMetric : IMetric<IRegressor>
{
    /// <summary>The metric of one column: truth, prediction and weights of equal length.</summary>
    internal delegate double Formula(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, ReadOnlySpan<double> weights);

    readonly Formula _formula;

    internal RegressionMetric(string name, bool higherIsBetter, Formula formula)
    {
        (Name, HigherIsBetter, _formula) = (name, higherIsBetter, formula);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public double Evaluate(IRegressor model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return Compute(data.NumericTarget(Name), model.Predict(data.Features), data.Weights);
    }

    /// <summary>The metric of predictions against the truth.</summary>
    /// <param name="truth">What is right, <c>[n]</c> or <c>[n, k]</c>.</param>
    /// <param name="prediction">What was predicted, of the same shape.</param>
    /// <param name="weights">A weight for each row, or null for all 1.</param>
    /// <exception cref="ArgumentException">The shapes differ, there is no row, or a value is not finite.</exception>
    public double Compute(Tensor truth, Tensor prediction, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        if (truth.Shape != prediction.Shape)
            throw new ArgumentException($"prediction: shape {prediction.Shape}, and the truth has {truth.Shape}", nameof(prediction));
        var data = new Dataset(Features.From(AsMatrix(prediction)), truth, weights: weights);
        if (data.Rows == 0) throw new ArgumentException($"truth: {Name} needs at least one row", nameof(truth));
        var predicted = data.Features.ToNumbers(Name).AsReadOnlySpan<double>();
        var right = data.NumericTarget(Name).AsReadOnlySpan<double>();
        double[] w = data.WeightsOrOnes();
        int width = data.Features.Count;
        if (width == 1) return _formula(right, predicted, w);

        var column = new double[data.Rows];
        var columnTruth = new double[data.Rows];
        double sum = 0;
        for (int j = 0; j < width; j++)
        {
            for (int i = 0; i < column.Length; i++) (column[i], columnTruth[i]) = (predicted[i * width + j], right[i * width + j]);
            sum += _formula(columnTruth, column, w);
        }
        return sum / width;
    }

    static Tensor AsMatrix(Tensor t) => t.Rank == 2 ? t : Tensor.From<double>(Features.ToFloat64(t).AsReadOnlySpan<double>(), t.Length, 1);

    /// <summary>The metric's name.</summary>
    public override string ToString() => Name;
}
