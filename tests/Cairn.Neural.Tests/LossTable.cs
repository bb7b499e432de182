namespace Cairn.Tests;

/// <summary>Every loss, and its options, under the names of the fixture: the second place that a new loss touches.</summary>
static class LossTable
{
    static readonly ValueList<double> Weights = [0.5, 2, 1.25];

    internal static readonly IReadOnlyDictionary<string, Loss> Rows = new Dictionary<string, Loss>
    {
        ["mean squared error"] = new SquaredError(),
        ["half squared error"] = new SquaredError { IsHalved = true },
        ["mean absolute error"] = new AbsoluteError(),
        ["huber"] = new Huber(),
        ["huber, 0.5"] = new Huber { Delta = 0.5 },
        ["log-cosh"] = new LogCosh(),
        ["cross-entropy from logits"] = new CrossEntropyFromLogits(),
        ["cross-entropy from logits, smoothed"] = new CrossEntropyFromLogits { LabelSmoothing = 0.1 },
        ["cross-entropy from logits, weighted"] = new CrossEntropyFromLogits { ClassWeights = Weights },
        ["cross-entropy from logits, smoothed and weighted"] = new CrossEntropyFromLogits { LabelSmoothing = 0.1, ClassWeights = Weights },
        ["cross-entropy from logits, shares"] = new CrossEntropyFromLogits(),
        ["cross-entropy from probabilities"] = new CrossEntropyFromProbabilities(),
        ["cross-entropy from probabilities, shares"] = new CrossEntropyFromProbabilities(),
        ["cross-entropy from probabilities, smoothed and weighted"] =
            new CrossEntropyFromProbabilities { LabelSmoothing = 0.1, ClassWeights = Weights },
        ["binary cross-entropy from logits"] = new BinaryCrossEntropyFromLogits(),
        ["binary cross-entropy from logits, smoothed"] = new BinaryCrossEntropyFromLogits { LabelSmoothing = 0.1 },
        ["binary cross-entropy from logits, weighted"] = new BinaryCrossEntropyFromLogits { PositiveWeight = 3 },
        ["binary cross-entropy from probabilities"] = new BinaryCrossEntropyFromProbabilities(),
        ["binary cross-entropy from probabilities, smoothed"] = new BinaryCrossEntropyFromProbabilities { LabelSmoothing = 0.1 },
        ["negative log-likelihood"] = new NegativeLogLikelihood(),
        ["negative log-likelihood, weighted"] = new NegativeLogLikelihood { ClassWeights = Weights },
        ["hinge"] = new Hinge(),
        ["squared hinge"] = new Hinge { IsSquared = true },
        ["multiclass hinge"] = new MulticlassHinge(),
        ["multiclass hinge, margin 0.5"] = new MulticlassHinge { Margin = 0.5 },
        ["multiclass squared hinge"] = new MulticlassHinge { IsSquared = true },
        ["kullback-leibler from probabilities"] = new KullbackLeiblerFromProbabilities(),
        ["kullback-leibler from probabilities, reverse"] = new KullbackLeiblerFromProbabilities { Direction = Direction.Reverse },
        ["kullback-leibler from logits"] = new KullbackLeiblerFromLogits(),
        ["kullback-leibler from logits, reverse"] = new KullbackLeiblerFromLogits { Direction = Direction.Reverse },
        ["cosine distance"] = new CosineDistance(),
        ["triplet"] = new Triplet(),
        ["contrastive"] = new Contrastive { Margin = 5 },
        ["poisson"] = new PoissonLoss(),
        ["poisson, rates"] = new PoissonLoss { IsLogarithm = false },
        ["quantile"] = new QuantileError { Quantile = 0.9 },
        ["focal from logits"] = new FocalFromLogits(),
        ["focal from logits, weighted"] = new FocalFromLogits { ClassWeights = Weights },
        ["binary focal from logits"] = new BinaryFocalFromLogits { Gamma = 1.5 },
        ["ctc"] = new Ctc(),
    };
}
