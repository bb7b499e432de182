namespace Cairn.Training;

/// <summary>A figure measured on the validation rows after each epoch.</summary>
public abstract record TrainingMetric : Recipe
{
    /// <summary>The share of rows whose largest output is at the target's class; outputs [rows, classes], or logits [rows] of a yes.</summary>
    public static TrainingMetric Accuracy { get; } = new ClassAccuracy();

    /// <summary>The mean of |p - y|.</summary>
    public static TrainingMetric MeanAbsoluteError { get; } = new AbsoluteDeviation();

    /// <summary>Its name in the history and in messages.</summary>
    public abstract string Name { get; }

    /// <summary>True when more is better.</summary>
    public abstract bool IsBetterWhenLarger { get; }

    /// <summary>The figure over all rows.</summary>
    /// <param name="predictions">What the network gave, rows first.</param>
    /// <param name="targets">What it should have given.</param>
    public abstract double Of(Tensor predictions, Tensor targets);

    sealed record ClassAccuracy : TrainingMetric
    {
        public override string Name => "accuracy";

        public override bool IsBetterWhenLarger => true;

        public override double Of(Tensor predictions, Tensor targets)
        {
            bool isVector = predictions.Rank == 1 || predictions.Shape[^1] == 1;
            int[] classes = isVector
                ? predictions.GreaterThan(0).To<int>().ToArray<int>()
                : predictions.ArgMax(-1).ToArray<int>();
            long[] truth = targets.To<long>().ToArray<long>();
            if (classes.Length != truth.Length)
                throw new ArgumentException($"accuracy: {classes.Length} predictions and {truth.Length} targets", nameof(targets));
            long right = 0;
            for (int i = 0; i < truth.Length; i++)
                if (classes[i] == truth[i]) right++;
            return (double)right / truth.Length;
        }
    }

    sealed record AbsoluteDeviation : TrainingMetric
    {
        public override string Name => "mean absolute error";

        public override bool IsBetterWhenLarger => false;

        public override double Of(Tensor predictions, Tensor targets) =>
            (double)(predictions.Reshape(targets.Shape.AsSpan()) - targets.To(predictions.DType)).Abs().Mean().To<double>();
    }
}
