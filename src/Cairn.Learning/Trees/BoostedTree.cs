namespace Cairn.Trees;

/// <summary>A question in bins, of a tree that boosting grows.</summary>
/// <param name="Feature">The column.</param>
/// <param name="Bin">The last bin that answers yes; of categories not used.</param>
/// <param name="Yes">For every bin 1 for yes; the last is that of missing values.</param>
/// <param name="Gain">What it gains, in the loss's units; at most the largest double.</param>
sealed record BinnedQuestion(int Feature, int Bin, byte[] Yes, double Gain);

/// <summary>A node of a tree that boosting grows: a range of the rows, and what is known of it.</summary>
sealed class BoostedNode(int begin, int end, int depth, double low, double high)
{
    internal int Begin { get; } = begin;

    internal int End { get; } = end;

    internal int Depth { get; } = depth;

    /// <summary>Between these the value lies, for the sake of features with which it may only rise or fall.</summary>
    internal double Low { get; } = low;

    internal double High { get; } = high;

    internal long GradientSum { get; set; }

    internal long HessianSum { get; set; }

    internal long[]? Histogram { get; set; }

    internal SplitCandidate Best { get; set; }

    internal BinnedQuestion? Question { get; set; }

    internal BoostedNode? Left { get; set; }

    internal BoostedNode? Right { get; set; }

    /// <summary>What a leaf adds to the score.</summary>
    internal double Value { get; set; }
}

/// <summary>The best split of a column that was found, or none where the gain is 0; <see cref="Bin"/> is the last on the left, of
/// categories the number of those on the left in their order.</summary>
readonly record struct SplitCandidate(double Gain, int Feature, int Bin, bool MissingLeft, long LeftGradients, long LeftHessians,
    double Gap)
{
    /// <summary>Equal sums give equal gains to the bit: then the wider gap wins, whatever the order of the columns.</summary>
    internal bool IsBetterThan(in SplitCandidate other) => Gain > other.Gain || (Gain == other.Gain && Gap > other.Gap && Gain > 0);
}
