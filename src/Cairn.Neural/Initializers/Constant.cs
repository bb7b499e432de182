using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>The same number everywhere.</summary>
public sealed record Constant : Initializer
{
    /// <summary>The number; 0 unless set.</summary>
    public double Value
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Value), value, "Value must be finite");
    }

    /// <inheritdoc/>
    public override Tensor Draw(Shape shape, RandomStream stream) => Tensor.Full(Value, shape.AsSpan());
}
