namespace Cairn.Conformal;

/// <summary>How strange a class is for a row, from the probabilities of all: sets hold the classes that are not too strange.</summary>
public enum ClassScore
{
    /// <summary>1 - p: the smallest sets on the average, which may be empty (LAC). Sadinle, Lei and Wasserman, JASA 114, 2019.</summary>
    LeastAmbiguous,

    /// <summary>
    /// The probabilities of the class and of all more probable ones together: larger sets, which treat hard rows and easy ones more alike (APS).
    /// Without the random part of Romano, Sesia and Candes, NeurIPS 2020: sets then hold the truth more often than they promise, but never less.
    /// </summary>
    Adaptive,
}
