namespace Cairn.Trees;

/// <summary>How the importance of a feature is measured.</summary>
public enum Importance
{
    /// <summary>What its questions gained: the decrease of impurity or loss.</summary>
    Gain,
    /// <summary>How many questions ask for it.</summary>
    Count,
}
