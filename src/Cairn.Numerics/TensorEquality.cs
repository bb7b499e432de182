using System.Runtime.InteropServices;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>True when type, shape and every bit of every element are the same: NaN equals the same NaN, 0 does not equal -0.</summary>
    public static bool EqualsExactly(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.DType == b.DType && a.Shape == b.Shape && a.Bytes().SequenceEqual(b.Bytes());
    }

    /// <summary>True when the shapes are equal and all |a - b| ≤ absolute + relative max(|a|, |b|), in float64.</summary>
    /// <remarks>Infinities are close to themselves only, NaN to nothing.</remarks>
    /// <param name="a">A tensor.</param>
    /// <param name="b">Another tensor.</param>
    /// <param name="relative">The part of the larger magnitude by which elements may differ.</param>
    /// <param name="absolute">The amount by which elements may differ besides.</param>
    /// <exception cref="ArgumentOutOfRangeException">A tolerance is negative or NaN.</exception>
    public static bool AllClose(Tensor a, Tensor b, double relative = 1e-5, double absolute = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!(relative >= 0)) throw new ArgumentOutOfRangeException(nameof(relative), relative, "AllClose: a tolerance cannot be negative");
        if (!(absolute >= 0)) throw new ArgumentOutOfRangeException(nameof(absolute), absolute, "AllClose: a tolerance cannot be negative");
        if (a.Shape != b.Shape) return false;
        var x = a.To<double>().Values<double>();
        var y = b.To<double>().Values<double>();
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == y[i]) continue;
            double larger = Math.Max(Math.Abs(x[i]), Math.Abs(y[i]));
            if (double.IsInfinity(larger) || !(Math.Abs(x[i] - y[i]) <= absolute + relative * larger)) return false;
        }
        return true;
    }

    ReadOnlySpan<byte> Bytes() => DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes(Values<float>()),
        DType.Float64 => MemoryMarshal.AsBytes(Values<double>()),
        DType.Int32 => MemoryMarshal.AsBytes(Values<int>()),
        DType.Int64 => MemoryMarshal.AsBytes(Values<long>()),
        _ => Values<byte>(),
    };
}
