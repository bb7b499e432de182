namespace Cairn;

/// <summary>A fitted transformation of features.</summary>
public interface ITransformer
{
    /// <summary>The transformed rows; the input is not changed.</summary>
    Features Transform(Features x);
}

/// <summary>A fitted transformation that can be undone without loss.</summary>
public interface IInvertibleTransformer : ITransformer
{
    /// <summary>What <see cref="ITransformer.Transform"/> did, undone, but for rounding.</summary>
    Features InverseTransform(Features z);
}

/// <summary>A fitted model that answers for rows of features. Safe to share between threads.</summary>
public interface IPredictor
{
    /// <summary>One answer a row.</summary>
    /// <exception cref="ArgumentException">The features are not those the model was fitted on.</exception>
    Tensor Predict(Features x);
}

/// <summary>A fitted model whose answers are numbers: float64 <c>[n]</c>, or <c>[n, k]</c> when it was fitted on k targets.</summary>
public interface IRegressor : IPredictor;

/// <summary>A fitted model whose answers are classes: <see cref="IPredictor.Predict"/> gives int32 class indices <c>[n]</c>.</summary>
public interface IClassifier : IPredictor
{
    /// <summary>The classes, in the order of their indices.</summary>
    ClassLabels Classes { get; }

    /// <summary>The probability of every class, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    Tensor PredictProbabilities(Features x);
}
