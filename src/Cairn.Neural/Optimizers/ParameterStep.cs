namespace Cairn.Optimizers;

/// <summary>What an optimizer is given to change one parameter.</summary>
/// <param name="Value">The parameter, contiguous, to be changed in place.</param>
/// <param name="Gradient">Its gradient, of the same shape and type.</param>
/// <param name="Slots">What is kept for it, in the order of the optimizer's slots.</param>
/// <param name="LearningRate">How far to go in this step.</param>
/// <param name="Count">Which step this is, counted from 1.</param>
readonly record struct ParameterStep(Tensor Value, Tensor Gradient, IReadOnlyList<Tensor> Slots, double LearningRate, long Count);
