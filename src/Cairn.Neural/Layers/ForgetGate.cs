using Cairn.Initializers;
using Cairn.RandomNumbers;

namespace Cairn.Layers;

/// <summary>The bias of a long short-term memory: 1 for the forget gate, the second of four, and 0 for the others.</summary>
sealed record ForgetGate : Initializer
{
    internal static Initializer Open { get; } = new ForgetGate();

    public override Tensor Draw(Shape shape, RandomStream stream)
    {
        var values = new double[shape.Elements];
        values.AsSpan(values.Length / 4, values.Length / 4).Fill(1);
        return Tensor.From<double>(values, shape.AsSpan());
    }
}
