using Cairn.Preprocessing;

namespace Cairn.Baselines;

/// <summary>Predicts the mean of the target whatever the features say: the regressor that every other one has to beat.</summary>
public sealed record MeanPredictor : Recipe, IEstimator<MeanModel>
{
    /// <summary>Learns sum w y / sum w of every target.</summary>
    /// <param name="data">The target, numbers <c>[n]</c> or <c>[n, k]</c>; the features may be anything.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row or no target, or a value of it is not finite.</exception>
    public MeanModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var target = data.NumericTarget(nameof(MeanPredictor));
        var counted = new Dataset(data.Features, target, weights: data.Weights).Counted(nameof(MeanPredictor));
        int targets = target.Rank == 2 ? target.Shape[1] : 1;
        var moments = ColumnMoments.Of(counted.Target!.AsReadOnlySpan<double>(), targets, counted.WeightsOrOnes());
        var means = new double[targets];
        for (int t = 0; t < targets; t++) means[t] = moments.Means[t] * moments.Units[t];
        context.Report(1);
        return new MeanModel(new FeatureSchema(data.Features), Tensor.Own(means, new Shape(target.Shape.AsSpan()[1..])), data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
