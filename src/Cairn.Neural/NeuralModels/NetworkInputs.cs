using Cairn.Preprocessing;

namespace Cairn.NeuralModels;

/// <summary>From a caller's features to what a network takes: columns by name, numbers, standardized, float32, with the axes of a row.</summary>
/// <param name="schema">The caller's columns.</param>
/// <param name="scaler">Mean and deviation of each; null to take them as they are.</param>
/// <param name="rowShape">The sizes of a row for the network, their product the number of columns; empty for a row of numbers.</param>
sealed class NetworkInputs(FeatureSchema schema, StandardScalerModel? scaler, int[] rowShape)
{
    /// <summary>The bounds of what goes in: so many deviations from the mean, or, as it is, so much that sums of squares stay finite.</summary>
    const double MostDeviations = 1e6, Most = 1e18;

    internal FeatureSchema Schema => schema;

    /// <summary>Mean and deviation of each column; null when inputs are taken as they are.</summary>
    internal StandardScalerModel? Scaler => scaler;

    /// <summary>The sizes of a row for the network; empty for a row of numbers.</summary>
    internal int[] RowShape => rowShape;

    /// <summary>The sizes of a row as a network of one's own sees it: pictures keep their axes, and a matrix has none beside its columns.</summary>
    internal static int[] RowShapeOf(Features x) => x.Shaped is { Rank: > 2 } shaped ? shaped.Shape.AsSpan()[1..].ToArray() : [];

    /// <summary>float32 [rows, features], or rows of the shape that it was fitted on, for the caller's features: of that shape too, or flat.</summary>
    /// <exception cref="ArgumentException">They are not those the model knows, or a value is missing or no number.</exception>
    internal Tensor Of(Features x, string learner)
    {
        ArgumentNullException.ThrowIfNull(x);
        var own = RowShapeOf(x);
        if (rowShape.Length > 0 && own.Length > 0 && !own.AsSpan().SequenceEqual(rowShape))
            throw new ArgumentException($"x: rows of {new Shape(own)}, and the model was fitted on rows of {new Shape(rowShape)}", nameof(x));
        return OfNumbers(schema.Align(x).ToNumbers(learner));
    }

    internal Tensor OfNumbers(Tensor numbers)
    {
        var flat = Single(scaler is null ? numbers : scaler.Transform(numbers).Dense!, scaler is not null);
        return rowShape.Length == 0 ? flat : flat.Reshape([flat.Shape[0], .. rowShape]);
    }

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
