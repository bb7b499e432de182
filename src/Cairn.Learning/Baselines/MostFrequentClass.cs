namespace Cairn.Baselines;

/// <summary>Predicts the most frequent class whatever the features say: the classifier that every other one has to beat.</summary>
public sealed record MostFrequentClass : Recipe, IEstimator<MostFrequentClassModel>
{
    /// <summary>Learns the share sum_{y = k} w / sum w of every class k; of equally frequent classes the first is predicted.</summary>
    /// <param name="data">The classes; the features may be anything.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row or no target, or the target holds no classes.</exception>
    public MostFrequentClassModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        if (data.Rows == 0) throw new ArgumentException("data: MostFrequentClass needs at least one row, and there is none", nameof(data));
        var (classes, target) = data.ClassTarget(nameof(MostFrequentClass));
        var indices = target.Contiguous().AsReadOnlySpan<int>();
        double[] weights = data.WeightsOrOnes();
        double heaviest = weights.Max(), total = 0;
        var shares = new double[classes.Count];
        for (int i = 0; i < indices.Length; i++) shares[indices[i]] += weights[i] / heaviest;
        foreach (double share in shares) total += share;
        for (int k = 0; k < shares.Length; k++) shares[k] /= total;
        context.Report(1);
        return new MostFrequentClassModel(new FeatureSchema(data.Features), classes, shares, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
