namespace Cairn.Classification;

/// <summary>The curve that makes a probability of a classifier's score.</summary>
public enum CalibrationMethod
{
    /// <summary>1 / (1 + exp(a s + b)), two numbers: Platt, Probabilistic outputs for support vector machines, 1999. Good for few rows.</summary>
    Sigmoid,

    /// <summary>The rising curve of least squared error, by pooling adjacent violators: Zadrozny and Elkan, KDD 2002. Wants about a thousand
    /// rows.</summary>
    Isotonic,
}
