namespace Cairn.LinearModels;

/// <summary>A fitted model that answers by scores z = intercept + sum_j coefficient_j x_j, so that its coefficients can be shown.</summary>
public interface ILinearPredictor : IPredictor
{
    /// <summary>The columns it was fitted on.</summary>
    FeatureSchema Schema { get; }

    /// <summary>The coefficients in the units of the features, float64: <c>[features]</c>, or <c>[scores, features]</c>.</summary>
    Tensor Coefficients { get; }

    /// <summary>The intercepts, float64: one a score.</summary>
    Tensor Intercepts { get; }

    /// <summary>What each score speaks for: the target's name, or the class that a high score means.</summary>
    IReadOnlyList<string> ScoreNames { get; }
}
