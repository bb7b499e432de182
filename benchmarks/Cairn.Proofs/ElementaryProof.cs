using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.Proofs;

delegate void Map<T>(ReadOnlySpan<T> x, Span<T> y);

/// <summary>
/// Every float32 argument of an elementary function against the float64 function, which the tests hold within 2 float64 ulp of mpmath:
/// 2^-28 of a float32 ulp, nothing here.
/// </summary>
sealed class ElementaryProof
{
    const int BlockBits = 16;

    static readonly (string Name, Map<float> Single, Map<double> Double)[] Functions =
    [
        ("exp", SafeMath.Exp, SafeMath.Exp),
        ("expm1", SafeMath.ExpM1, SafeMath.ExpM1),
        ("log", SafeMath.Log, SafeMath.Log),
        ("log1p", SafeMath.Log1P, SafeMath.Log1P),
        ("log2", Formulas.Map<Log232>, Formulas.Map<Log264>),
        ("log10", Formulas.Map<Log1032>, Formulas.Map<Log1064>),
        ("sigmoid", SafeMath.Sigmoid, SafeMath.Sigmoid),
        ("tanh", SafeMath.Tanh, SafeMath.Tanh),
        ("softplus", Formulas.Map<Softplus32>, Formulas.Map<Softplus64>),
        ("sin", SafeMath.Sin, SafeMath.Sin),
        ("cos", SafeMath.Cos, SafeMath.Cos),
        ("erf", SafeMath.Erf, SafeMath.Erf),
        ("gelu", SafeMath.Gelu, SafeMath.Gelu),
    ];

    string? _function;
    int _threads = Environment.ProcessorCount;

    internal static bool TryRead(ReadOnlySpan<string> options, out ElementaryProof proof)
    {
        proof = new ElementaryProof();
        for (; options is [var name, var value, ..]; options = options[2..])
        {
            if (name == "--function" && Functions.Any(f => f.Name == value)) proof._function = value;
            else if (name == "--threads" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0)
                proof._threads = n;
            else return false;
        }
        return options.IsEmpty;
    }

    internal int Run()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.ProcessArchitecture}, vectors of {bits} bits, {_threads} threads");
        bool holds = true;
        foreach (var f in Functions)
        {
            if (_function is not null && f.Name != _function) continue;
            long start = Stopwatch.GetTimestamp();
            var (error, argument) = Worst(f.Single, f.Double);
            holds &= error <= 2;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{f.Name,-8}  2^32 arguments  "
                + $"largest error {error:F4} ulp at {argument:R}  {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
        }
        return holds ? 0 : 1;
    }

    (double Error, float Argument) Worst(Map<float> single, Map<double> wide)
    {
        const int size = 1 << BlockBits;
        var worst = new (double Error, float Argument)[1 << (32 - BlockBits)];
        Parallel.For(0, worst.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads },
            () => (X: new float[size], Y: new float[size], Wide: new double[size]),
            (block, _, buffers) =>
            {
                var (x, y, exact) = buffers;
                for (int i = 0; i < size; i++)
                    exact[i] = x[i] = BitConverter.UInt32BitsToSingle((uint)block << BlockBits | (uint)i);
                single(x, y);
                wide(exact, exact);
                for (int i = 0; i < size; i++)
                {
                    double error = Ulps(y[i], exact[i]);
                    if (error > worst[block].Error) worst[block] = (error, x[i]);
                }
                return buffers;
            },
            _ => { });
        return worst.MaxBy(w => w.Error);
    }

    /// <summary>The distance in units of the exact value's last place in float32.</summary>
    static double Ulps(float y, double exact)
    {
        if ((float)exact == y || double.IsNaN(exact) && float.IsNaN(y))
            return double.IsFinite(exact) && float.IsFinite(y) ? Math.Abs(y - exact) / LastPlace(exact) : 0;
        return float.IsFinite(y) && double.IsFinite(exact) && float.IsFinite((float)exact)
            ? Math.Abs(y - exact) / LastPlace(exact) : double.PositiveInfinity;
    }

    static double LastPlace(double value)
    {
        long exponent = Math.Max((BitConverter.DoubleToInt64Bits(value) >> 52 & 0x7FF) - 1023, -126) - 23;
        return BitConverter.Int64BitsToDouble((exponent + 1023) << 52);
    }
}
