using Cairn.Kernels;

namespace Cairn;

// Exponential and logarithm by Cairn's own functions: the same bits on every machine.
public sealed partial class Tensor
{
    delegate void SpanKernel<T>(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>eˣ, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Exp() => MapSpan(nameof(Exp), SafeMath.Exp, SafeMath.Exp);

    /// <summary>ln x, element by element: -infinity of 0, NaN of a negative number. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Log() => MapSpan(nameof(Log), SafeMath.Log, SafeMath.Log);

    Tensor MapSpan(string operation, SpanKernel<float> float32, SpanKernel<double> float64) => DType switch
    {
        DType.Float32 => MapSpan(float32),
        DType.Float64 => MapSpan(float64),
        DType.Bool => throw NoNumber(operation),
        _ => To(DType.Float64).MapSpan(float64),
    };

    Tensor MapSpan<T>(SpanKernel<T> kernel) where T : unmanaged
    {
        var x = Values<T>();
        var y = new T[x.Length];
        kernel(x, y);
        return Own(y, Shape);
    }
}
