namespace Cairn.LinearModels;

/// <summary>Which of the two costs of linear regression is meant. They have the same minimum; their gradients differ by the factor 2.</summary>
public enum SquaredCost
{
    /// <summary>J = 1 / (2 n) sum (prediction - y)^2, with the gradient 1 / n X'(prediction - y).</summary>
    HalfMse,

    /// <summary>J = 1 / n sum (prediction - y)^2, with the gradient 2 / n X'(prediction - y).</summary>
    Mse,
}
