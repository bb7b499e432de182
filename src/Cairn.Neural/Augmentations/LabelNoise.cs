using Cairn.RandomNumbers;
using Cairn.Training;

namespace Cairn.Augmentations;

/// <summary>Noise on the targets: a class becomes another one with some probability, a number gets a normal number of mean 0.</summary>
public sealed record LabelNoise : BatchAugmentation
{
    /// <summary>The probability that a class is exchanged for another, each as likely, 0 to 1; 0 unless set.</summary>
    public double Probability { get; init => field = Augmentation.Share(value, nameof(Probability)); }

    /// <summary>The standard deviation of what is added to numbers, not negative; 0 unless set.</summary>
    public double Deviation { get; init => field = Augmentation.NotNegative(value, nameof(Deviation)); }

    /// <summary>The number of classes, when targets are class indices.</summary>
    public int? Classes { get; init => field = AtLeastTwo(value, nameof(Classes)); }

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(rng);
        if (batch.Y.DType.IsFloating())
        {
            double[] numbers = batch.Y.Detach().To<double>().ToArray<double>();
            foreach (ref double number in numbers.AsSpan()) number += Deviation * rng.Normal();
            return batch with { Y = Tensor.Own(numbers, batch.Y.Shape).To(batch.Y.DType) };
        }
        if (Classes is not { } count) throw new InvalidOperationException("LabelNoise: targets are class indices; set Classes to the number of classes");
        long[] classes = batch.Y.To<long>().ToArray<long>();
        foreach (ref long own in classes.AsSpan())
        {
            if (!rng.Bernoulli(Probability)) continue;
            int other = rng.Index(count - 1);
            own = other < own ? other : other + 1;
        }
        return batch with { Y = Tensor.Own(classes, batch.Y.Shape).To(batch.Y.DType) };
    }
}
