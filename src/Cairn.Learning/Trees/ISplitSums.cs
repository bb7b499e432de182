namespace Cairn.Trees;

/// <summary>
/// What a criterion keeps of the two sides of a split while rows move one by one from right to left. Implemented by structs, which the
/// search for splits is compiled for.
/// </summary>
interface ISplitSums
{
    /// <summary>The number of numbers that describe a node.</summary>
    int Width { get; }

    /// <summary>How many orders of a category's levels are worth trying.</summary>
    int LevelOrders { get; }

    /// <summary>Describes a node of these rows: fills its numbers, and returns its weight and its impurity.</summary>
    (double Weight, double Impurity) Describe(ReadOnlySpan<int> rows, Span<double> numbers);

    /// <summary>Puts all rows of the described node on the right.</summary>
    void Begin(ReadOnlySpan<double> numbers, double weight, double impurity);

    /// <summary>Moves a row to the left.</summary>
    void Move(int row);

    double LeftWeight { get; }

    double RightWeight { get; }

    /// <summary>The decrease of weight times impurity by the split as it stands.</summary>
    double Gain { get; }

    /// <summary>By what a level whose rows these are is ordered; rows are the low halves.</summary>
    double LevelKey(ReadOnlySpan<ulong> items, int order);
}
