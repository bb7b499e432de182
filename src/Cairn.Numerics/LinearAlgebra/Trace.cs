namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The sum of the diagonal of each matrix of the last two axes, [...]; integers and booleans give int64.</summary>
    /// <exception cref="ArgumentException">Fewer than two axes, or an integer sum is out of range.</exception>
    public Tensor Trace()
    {
        if (Rank < 2) throw NoMatrix(nameof(Trace));
        return Diagonal().Sum(-1);
    }
}
