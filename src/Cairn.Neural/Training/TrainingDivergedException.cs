namespace Cairn.Training;

/// <summary>A training whose loss or gradient is no finite number any more; the parameters are those of the last finite step.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    /// <summary>An exception without a message of its own.</summary>
    public TrainingDivergedException() { }

    /// <summary>An exception that says what was not finite and in which step.</summary>
    public TrainingDivergedException(string message) : base(message) { }

    /// <summary>An exception with the one that led to it.</summary>
    public TrainingDivergedException(string message, Exception inner) : base(message, inner) { }
}
