namespace Cairn.Trees;

/// <summary>A node as prediction walks it, in 16 bytes: a question and the place of the child for yes, the other child beside it; or a leaf.</summary>
/// <param name="Threshold">Yes is a value of at most this; of categories the place of their set of bits; of a leaf its value.</param>
/// <param name="Split">The feature and two flags; negative for a leaf.</param>
/// <param name="Left">The child for yes; no is the next.</param>
readonly record struct TreeNode(double Threshold, int Split, int Left)
{
    internal const int MaxFeatures = 1 << 28;

    const int MissingBit = 1 << 29, CategoryBit = 1 << 28, FeatureMask = CategoryBit - 1;

    internal static TreeNode Leaf(double value) => new(value, -1, 0);

    internal static TreeNode Question(int feature, double threshold, bool missingLeft, bool categories, int left) =>
        new(threshold, feature | (missingLeft ? MissingBit : 0) | (categories ? CategoryBit : 0), left);

    internal bool IsLeaf => Split < 0;

    internal int Feature => Split & FeatureMask;

    internal bool MissingLeft => (Split & MissingBit) != 0;

    internal bool OfCategories => (Split & CategoryBit) != 0;
}
