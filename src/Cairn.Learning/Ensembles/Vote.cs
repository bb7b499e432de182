namespace Cairn.Ensembles;

/// <summary>How classifiers vote.</summary>
public enum Vote
{
    /// <summary>The mean of their probabilities: a sure classifier counts more than one that wavers.</summary>
    Soft,

    /// <summary>One vote each for the class that it predicts.</summary>
    Hard,
}
