namespace Cairn.LinearModels;

/// <summary>What a gradient descent does to the columns before it steps: columns of one size make a round valley, down which it walks straight.</summary>
/// <remarks>The model that comes of it holds its coefficients in the units of the features whatever is chosen.</remarks>
public enum Normalization
{
    /// <summary>The columns as they are.</summary>
    None,

    /// <summary>Mean normalisation: (x - mean) / (largest - smallest), so that all values lie within -1 and 1.</summary>
    Mean,

    /// <summary>(x - mean) / standard deviation.</summary>
    Standard,
}
