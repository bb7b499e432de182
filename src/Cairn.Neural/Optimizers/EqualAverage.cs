namespace Cairn.Optimizers;

/// <summary>The mean of all weights taken, each alike: stochastic weight averaging, when one is taken an epoch (Izmailov et al.
/// 2018).</summary>
public sealed record EqualAverage : Averaging
{
    internal override double ShareAt(long count) => 1.0 / (count + 1);
}
