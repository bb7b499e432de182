namespace Cairn;

/// <summary>Data from outside - a CSV file, a model file - that is not what its format demands.</summary>
public sealed class CairnFormatException : FormatException
{
    /// <summary>Makes the exception of a text with lines.</summary>
    /// <param name="message">What is wrong and how to mend it.</param>
    /// <param name="line">The line where the fault begins, counted from 1.</param>
    /// <param name="column">The column of the table or the character of the line, counted from 1, when known.</param>
    /// <param name="inner">The exception behind this one, if any.</param>
    public CairnFormatException(string message, long line, long? column = null, Exception? inner = null) : base(message, inner)
    {
        Line = line;
        Column = column;
    }

    /// <summary>Makes the exception of a binary file.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="offset">The offset in bytes where the fault was noticed, when known.</param>
    public CairnFormatException(string message, ulong? offset = null) : base(message) => Offset = offset;

    /// <summary>The line where the fault begins, counted from 1, in a text.</summary>
    public long? Line { get; }

    /// <summary>The column where the fault lies, counted from 1, in a text.</summary>
    public long? Column { get; }

    /// <summary>The offset in bytes where the fault was noticed, in a binary file.</summary>
    public ulong? Offset { get; }
}
