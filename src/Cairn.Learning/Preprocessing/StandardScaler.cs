namespace Cairn.Preprocessing;

/// <summary>
/// Gives every column mean 0 and standard deviation 1: z = (x - mean) / deviation.
/// </summary>
/// <remarks>
/// The deviation is that of the given rows, sqrt(sum w (x - mean)^2 / sum w); with <see cref="SampleDeviation"/> the divisor is
/// sum w - 1. A constant column is centred and not scaled, and <see cref="TrainingFacts.Notes"/> says so. Columns of any magnitude that
/// a double holds are scaled without overflow or loss.
/// </remarks>
public sealed record StandardScaler : Recipe, IEstimator<StandardScalerModel>
{
    /// <summary>Whether the mean is taken out; true by default.</summary>
    public bool WithMean { get; init; } = true;

    /// <summary>Whether the columns are divided by their deviation; true by default.</summary>
    public bool WithScale { get; init; } = true;

    /// <summary>
    /// Whether the deviation is the estimate for the population that the rows are a sample of (divisor sum w - 1); false by default.
    /// </summary>
    public bool SampleDeviation { get; init; }

    /// <summary>Learns the mean and the deviation of every column; weights count as repetitions of a row.</summary>
    /// <param name="data">The rows; a target is not needed.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or no number.</exception>
    public StandardScalerModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var counted = data.With(data.Features.ToNumbers(nameof(StandardScaler))).Counted(nameof(StandardScaler));
        var schema = new FeatureSchema(data.Features);
        var moments = ColumnMoments.Of(counted.Features.Dense!.AsReadOnlySpan<double>(), schema.Count, counted.WeightsOrOnes(),
            SampleDeviation ? 1 : 0);
        context.ThrowIfCancelled();

        var constant = new List<string>();
        for (int j = 0; j < schema.Count; j++)
        {
            if (moments.IsConstant[j]) constant.Add($"'{schema.NameOf(j)}'");
            if (!WithMean) moments.Means[j] = 0;
            if (!WithScale || moments.Deviations[j] == 0) moments.Deviations[j] = 1 / moments.Units[j];
        }
        context.Report(1);
        return new StandardScalerModel(schema, moments.Units, moments.Means, moments.Deviations, new TrainingFacts
        {
            Recipe = RecipeText.Of(this),
            Rows = data.Rows,
            Notes = constant.Count == 0 || !WithScale ? [] : [Note(constant)],
        });
    }

    static string Note(List<string> constant) => constant.Count == 1
        ? $"column {constant[0]} is constant and was not scaled"
        : $"columns {string.Join(", ", constant.Take(12))}{(constant.Count > 12 ? $", ... ({constant.Count} in all)" : "")} "
            + "are constant and were not scaled";
}
