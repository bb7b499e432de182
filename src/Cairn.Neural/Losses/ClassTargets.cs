namespace Cairn.Losses;

/// <summary>Targets of classifiers: class indices, or a share for every class.</summary>
static class ClassTargets
{
    /// <summary>True for indices [rows, ...] beside predictions [rows, ..., classes], false for shares of the predictions' shape.</summary>
    /// <exception cref="ArgumentException">They are neither.</exception>
    internal static bool AreIndices(Tensor predictions, Tensor targets, Loss loss)
    {
        if (!predictions.DType.IsFloating() || predictions.Rank < 2)
            throw new ArgumentException($"{loss.GetType().Name}: predictions {predictions.Shape} of {predictions.DType.Name()} where "
                + "floating [rows, ..., classes] are expected", nameof(predictions));
        bool areIndices = targets.DType is DType.Int32 or DType.Int64
            && targets.Shape.AsSpan().SequenceEqual(predictions.Shape.AsSpan()[..^1]);
        if (areIndices || targets.Shape == predictions.Shape) return areIndices;
        throw new ArgumentException($"{loss.GetType().Name}: predictions of {predictions.Shape} and targets {targets.Shape} of "
            + $"{targets.DType.Name()}; give int32 or int64 class indices of {new Shape(predictions.Shape.AsSpan()[..^1])}, "
            + "or a share for each class", nameof(targets));
    }

    /// <summary>The share of every class, indices as 1 for their class and 0 for the others; smoothed, ε is taken from it and spread over
    /// all classes.</summary>
    internal static Tensor Shares(Tensor predictions, Tensor targets, double smoothing, Loss loss)
    {
        var shares = AreIndices(predictions, targets, loss) ? OneHot(predictions, targets) : targets.To(predictions.DType);
        return smoothing == 0 ? shares : shares * (1 - smoothing) + smoothing / predictions.Shape[-1];
    }

    static Tensor OneHot(Tensor predictions, Tensor indices)
    {
        var positions = indices.Unsqueeze(-1);
        return Tensor.Zeros(predictions.DType, predictions.Shape.AsSpan())
            .ScatterAdd(-1, positions, Tensor.Ones(predictions.DType, positions.Shape.AsSpan()));
    }

    /// <summary>The weights of the classes beside numbers of a type.</summary>
    /// <exception cref="ArgumentException">There are not as many as classes.</exception>
    internal static Tensor Weights(ValueList<double> weights, Tensor predictions, Loss loss) => weights.Count == predictions.Shape[-1]
        ? Tensor.From<double>([.. weights]).To(predictions.DType)
        : throw new ArgumentException($"{loss.GetType().Name}: {weights.Count} class weights for the {predictions.Shape[-1]} classes of "
            + $"predictions of {predictions.Shape}", nameof(predictions));

    /// <summary>Weights of classes as a recipe keeps them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative or not finite.</exception>
    internal static ValueList<double> Checked(ValueList<double> weights, string name) => weights.All(w => w >= 0 && double.IsFinite(w))
        ? weights : throw new ArgumentOutOfRangeException(name, weights, $"{name} are finite numbers, none negative, one for each class");

    /// <exception cref="ArgumentOutOfRangeException">The smoothing lies outside [0, 1).</exception>
    internal static double Checked(double smoothing, string name) => smoothing is >= 0 and < 1
        ? smoothing : throw new ArgumentOutOfRangeException(name, smoothing, $"{name} lies in [0, 1)");
}
