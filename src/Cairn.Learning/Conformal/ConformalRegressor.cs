using System.ComponentModel.DataAnnotations;
using Cairn.LinearModels;
using Cairn.ModelSelection;

namespace Cairn.Conformal;

/// <summary>
/// Any regressor with intervals that keep their promise: the truth of a new row lies within with a probability of at least
/// <see cref="Coverage"/>, whatever the regressor and the distribution, as long as the rows are exchangeable.
/// </summary>
/// <remarks>
/// <para>Split conformal prediction. A share of the rows is kept back; the regressor learns from the others. With the n rows kept back, q is the
/// ceil(coverage (n + 1))-th smallest |y - prediction|, and the interval is prediction -+ q. The probability, over rows of calibration and new
/// rows, is at least the coverage and at most coverage + 1 / (n + 1) where no two residuals are equal. It speaks of the mean over all
/// rows: some kinds of rows may be covered more, others less.</para>
/// <para>With <see cref="Spread"/> the intervals differ from row to row: that recipe learns the absolute residuals s(x), and q is of
/// |y - prediction| / s(x). Vovk, Gammerman and Shafer, 2005; Lei et al., JASA 113, 2018.</para>
/// </remarks>
public sealed record ConformalRegressor : Recipe, IEstimator<ConformalRegressorModel>
{
    /// <summary>The recipe of the regressor, of one target; <see cref="LinearRegression"/> by default.</summary>
    public IEstimator<IRegressor> Regressor
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Regressor));
    } = new LinearRegression();

    /// <summary>The recipe of the size of the residuals; null, the default, gives all intervals one width.</summary>
    public IEstimator<IRegressor>? Spread { get; init; }

    /// <summary>The least probability that an interval holds the truth; between 0 and 1, 0.9 by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Coverage { get; init => field = ConformalRules.Coverage(value); } = 0.9;

    /// <summary>The share of the rows that is kept back to calibrate on; between 0 and 1, 0.25 by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double CalibrationShare { get; init => field = ConformalRules.Share(value); } = 0.25;

    /// <summary>The seed by which rows are kept back; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Fits the regressor and calibrates its intervals; weights count as repetitions of a row.</summary>
    /// <param name="data">What <see cref="Regressor"/> takes, and a target of numbers, <c>[n]</c>. Groups are not parted.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from, or there are too few rows for the coverage.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public ConformalRegressorModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var y = data.NumericTarget(nameof(ConformalRegressor));
        if (y.Rank != 1)
            throw new ArgumentException($"target: {nameof(ConformalRegressor)} predicts one target [n], got the shape {y.Shape}", nameof(data));
        return CallersRows.Named(() => FitParts(data, context), Regressor, data, context);
    }

    ConformalRegressorModel FitParts(Dataset data, FitContext context)
    {
        var (learn, calibrate) = ConformalRules.Parted(data.Counted(nameof(ConformalRegressor)), CalibrationShare, Seed, nameof(ConformalRegressor));
        var regressor = Regressor.Fit(learn, context.Child("regressor", Spread is null ? 0.95 : 0.5));
        var (misses, _) = Misses(regressor, learn);
        double least = 0;
        IRegressor? spread = null;
        if (Spread is not null)
        {
            double largest = misses.Max();
            least = Math.Max(largest * 1e-6, double.Epsilon); // a size of 0 or less is none
            spread = Spread.Fit(new Dataset(learn.Features, misses, weights: learn.Weights, groups: learn.Groups, targetName: "residual"),
                context.Child("spread", 0.45));
        }
        context.ThrowIfCancelled();
        var (scores, weights) = Misses(regressor, calibrate);
        if (spread is not null)
        {
            double[] sizes = ConformalRegressorModel.Sizes(spread, calibrate.Features, least);
            for (int i = 0; i < scores.Length; i++) scores[i] = Math.Min(scores[i] / sizes[i], double.MaxValue);
        }
        double quantile = ConformalRank.Quantile(scores, weights, Coverage, nameof(ConformalRegressor));
        context.Report(1);
        return new ConformalRegressorModel(regressor, spread, least, quantile, Coverage, scores.Length, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }

    /// <summary>|y - prediction| of every row, and the weights.</summary>
    static (double[] Misses, double[] Weights) Misses(IRegressor regressor, Dataset data)
    {
        double[] truth = data.NumericTarget(nameof(ConformalRegressor)).ToArray<double>(), answers = regressor.Predict(data.Features).ToArray<double>();
        for (int i = 0; i < truth.Length; i++) truth[i] = Math.Min(Math.Abs(truth[i] - answers[i]), double.MaxValue);
        return (truth, data.WeightsOrOnes());
    }
}
