using System.Globalization;
using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Rows in proportion to weights: a row of twice the weight comes twice as often.</summary>
/// <remarks>An epoch has as many rows as there are, unless <see cref="Sampling.Rows"/> is set; without replacement at most those of positive
/// weight.</remarks>
public sealed record WeightedSampling : Sampling
{
    /// <summary>The weight of each row: finite, not negative, some positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative or not finite, or all are 0.</exception>
    public required ValueList<double> Weights
    {
        get;
        init
        {
            for (int i = 0; i < value.Count; i++)
                if (!(value[i] >= 0 && double.IsFinite(value[i])))
                    throw new ArgumentOutOfRangeException(nameof(Weights), value[i], string.Create(CultureInfo.InvariantCulture, $"Weights: that of row {i} must be finite and not negative"));
            if (!value.Any(w => w > 0)) throw new ArgumentOutOfRangeException(nameof(Weights), value.Count, "Weights: none is positive");
            field = value;
        }
    }

    internal override int Different(Tensor y) => Weights.Count(w => w > 0);

    internal override int[] Order(Tensor y, RandomStream random)
    {
        if (Weights.Count != y.Shape[0])
            throw new InvalidOperationException($"WeightedSampling: {Weights.Count} weights for {y.Shape[0]} rows; give one for each");
        int count = Count(y);
        if (!Replaces) return WithoutReplacement(Weights.AsSpan(), random)[..count];
        int[] order = new int[count];
        random.Start().FillCategorical(order, Weights.AsSpan());
        return order;
    }
}
