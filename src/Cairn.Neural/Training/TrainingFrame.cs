namespace Cairn.Training;

/// <summary>A network at one moment of its training.</summary>
/// <param name="Epoch">The epochs that are done; 0 before the first.</param>
/// <param name="Step">The steps that are done.</param>
/// <param name="Loss">The mean training loss of the epoch; null before the first.</param>
/// <param name="ValidationLoss">The loss on the validation rows; null without such.</param>
/// <param name="LearningRate">How far the last step went.</param>
/// <param name="GradientNorm">The length of the gradients of the epoch's last step, taken as one vector; null before the first.</param>
public sealed record TrainingFrame(int Epoch, long Step, double? Loss, double? ValidationLoss, double LearningRate, double? GradientNorm)
{
    /// <summary>The matrices and kernels of the network, in their order.</summary>
    public ValueList<LayerFrame> Layers { get; init; }

    /// <summary>What the network answers, for the page's picture.</summary>
    internal double[] Answers { get; init; } = [];
}

/// <summary>The numbers of one matrix or kernel at one moment.</summary>
/// <param name="Path">Where it stands in the network.</param>
/// <param name="Weights">Its numbers.</param>
/// <param name="Gradients">Their gradients in the epoch's last step; null before the first, and for a frozen one.</param>
public sealed record LayerFrame(string Path, NumberSpread Weights, NumberSpread? Gradients);

/// <summary>How numbers spread.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
/// <param name="Counts">How many fall into each of 24 bins of equal width from the least to the greatest.</param>
public sealed record NumberSpread(double Mean, double Deviation, double Low, double High, ValueList<int> Counts)
{
    const int Bins = 24;

    internal static NumberSpread Of(Tensor numbers)
    {
        double[] values = numbers.Detach().To(DType.Float64).ToArray<double>();
        double sum = 0, squares = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double v in values) (sum, low, high) = (sum + v, Math.Min(low, v), Math.Max(high, v));
        double mean = sum / values.Length;
        var counts = new int[Bins];
        foreach (double v in values)
        {
            squares += (v - mean) * (v - mean);
            counts[high > low ? Math.Min((int)((v - low) / (high - low) * Bins), Bins - 1) : Bins / 2]++;
        }
        return new NumberSpread(mean, Math.Sqrt(squares / values.Length), low, high, [.. counts]);
    }
}
