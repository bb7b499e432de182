using Cairn.Preprocessing;

namespace Cairn.NeuralModels;

/// <summary>From a caller's features to what a network takes: columns by name, numbers, standardized, float32.</summary>
sealed class NetworkInputs(FeatureSchema schema, StandardScalerModel? scaler)
{
    /// <summary>The bounds of what goes in: so many deviations from the mean, or, as it is, so much that sums of squares stay finite.</summary>
    const double MostDeviations = 1e6, Most = 1e18;

    internal FeatureSchema Schema => schema;

    /// <summary>Mean and deviation of each column; null when inputs are taken as they are.</summary>
    internal StandardScalerModel? Scaler => scaler;

    /// <summary>float32 [rows, features] for the caller's features.</summary>
    /// <exception cref="ArgumentException">They are not those the model knows, or a value is missing or no number.</exception>
    internal Tensor Of(Features x, string learner)
    {
        ArgumentNullException.ThrowIfNull(x);
        return OfNumbers(schema.Align(x).ToNumbers(learner));
    }

    internal Tensor OfNumbers(Tensor numbers) => Single(scaler is null ? numbers : scaler.Transform(numbers).Dense!, scaler is not null);

    /// <summary>float64 numbers as float32, none beyond the bound.</summary>
    internal static Tensor Single(Tensor numbers, bool areStandardized)
    {
        double most = areStandardized ? MostDeviations : Most;
        return numbers.Clamp(-most, most).To(DType.Float32);
    }

    /// <summary>The rows that count as numbers without names, with the target; all rows are checked first, so that a message names the
    /// caller's.</summary>
    internal static Dataset Numbers(Dataset data, Tensor target, ClassLabels? classes, string learner)
    {
        var numbers = data.Features.ToNumbers(learner);
        if (numbers.Shape[1] == 0) throw new ArgumentException($"data: {learner} needs at least one column, and there is none", nameof(data));
        return new Dataset(numbers, target, classes, data.Weights, data.Groups, data.TargetName).Counted(learner);
    }
}
