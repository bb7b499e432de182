using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>The identity: ones where output and input have the same number, in the middle of a kernel, and zeros elsewhere. A layer that
/// starts with it passes on what comes in.</summary>
public sealed record IdentityMatrix : Initializer
{
    /// <summary>What stands in the place of the ones; 1 unless set.</summary>
    public double Gain
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Gain), value, "Gain must be finite");
    } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The parameter has fewer than two axes.</exception>
    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        if (shape.Rank < 2)
            throw new ArgumentException($"IdentityMatrix: a parameter of {shape} is no matrix and no kernel", nameof(shape));
        var y = Tensor.Zeros<double>(shape.AsSpan());
        var at = new Slice[shape.Rank];
        for (int a = 2; a < shape.Rank; a++) at[a] = shape[a] / 2;
        for (int i = 0; i < Math.Min(shape[0], shape[1]) && y.Length > 0; i++)
        {
            at[0] = at[1] = i;
            y[at] = Gain;
        }
        return y;
    }
}
