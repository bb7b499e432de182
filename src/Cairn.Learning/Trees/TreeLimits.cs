namespace Cairn.Trees;

/// <summary>What keeps a tree from growing further.</summary>
/// <param name="MaxDepth">The most questions from the root to a leaf.</param>
/// <param name="LeafWeight">The least weight of a leaf; 0 sets no limit.</param>
/// <param name="SplitWeight">The least weight of a node that may be split; 0 sets no limit.</param>
/// <param name="Decrease">The least decrease of impurity, times the share of the weight.</param>
readonly record struct TreeLimits(int MaxDepth, double LeafWeight, double SplitWeight, double Decrease);
