using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Proofs;

/// <summary>
/// The float64 elementary functions at ten million points each against those of the C library in 80 bits (2^-11 of a float64 ulp),
/// through NumPy: half of the points uniform over the middle, half with uniform exponents over the whole domain.
/// </summary>
static class ElementaryProof64
{
    const int Points = 10_000_000;

    /// <summary>The function, where half of the points lie, and the binary exponents of the others; without negative ones when the domain has none.</summary>
    static readonly (string Name, Map<double> Function, double Low, double High, double Least, double Most, bool IsSigned)[] Functions =
    [
        ("exp", SafeMath.Exp, -20, 20, -60, 9.4, true),
        ("expm1", SafeMath.ExpM1, -2, 2, -60, 9.4, true),
        ("log", SafeMath.Log, 0.25, 4, -1022, 1023, false),
        ("log1p", SafeMath.Log1P, -0.9, 4, -60, -0.01, true),
        ("log2", SafeMath.Log2, 0.25, 4, -1022, 1023, false),
        ("log10", SafeMath.Log10, 0.25, 4, -1022, 1023, false),
        ("sigmoid", SafeMath.Sigmoid, -20, 20, -60, 9.4, true),
        ("softplus", SafeMath.Softplus, -20, 20, -60, 9.4, true),
        ("tanh", SafeMath.Tanh, -4, 4, -60, 6, true),
        ("sinh", SafeMath.Sinh, -4, 4, -60, 9.4, true),
        ("cosh", SafeMath.Cosh, -4, 4, -60, 9.4, true),
        ("asinh", SafeMath.Asinh, -4, 4, -60, 1000, true),
        ("acosh", SafeMath.Acosh, 1, 4, 0, 1000, false),
        ("atanh", SafeMath.Atanh, -0.999, 0.999, -60, -0.001, true),
        ("sin", SafeMath.Sin, -10, 10, -60, 1000, true),
        ("cos", SafeMath.Cos, -10, 10, -60, 1000, true),
        ("tan", SafeMath.Tan, -10, 10, -60, 1000, true),
        ("asin", SafeMath.Asin, -1, 1, -60, 0, true),
        ("acos", SafeMath.Acos, -1, 1, -60, 0, true),
        ("atan", SafeMath.Atan, -4, 4, -60, 1000, true),
    ];

    internal static int Run(ReadOnlySpan<string> names)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "elementary64.py");
        string[] wanted = names.ToArray();
        bool holds = true;
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Points} points each");
        foreach (var f in Functions.Where(f => wanted.Length == 0 || wanted.Contains(f.Name)))
        {
            var x = new double[Points];
            var rng = Rng.Stream(0, f.Name, "points").Start();
            for (int i = 0; i < x.Length; i++)
                x[i] = i % 2 == 0 ? rng.Uniform(f.Low, f.High)
                    : SafeMath.Exp(rng.Uniform(f.Least, f.Most) * 0.69314718055994530942) * (f.IsSigned && rng.Bernoulli(0.5) ? -1 : 1);
            if (f.Name is "asin" or "acos") for (int i = 0; i < x.Length; i++) x[i] = Math.Clamp(x[i], -1, 1);
            if (f.Name is "acosh") for (int i = 0; i < x.Length; i++) x[i] = Math.Max(x[i], 1);
            var y = new double[Points];
            f.Function(x, y);
            string answer = Judge(script, f.Name, x, y);
            double error = double.Parse(answer.Split(' ')[0], CultureInfo.InvariantCulture);
            holds &= error <= 4;
            Console.WriteLine($"{f.Name,-8}  largest error {error.ToString("F3", CultureInfo.InvariantCulture)} ulp at {answer.Split(' ')[1].Trim()}");
        }
        return holds ? 0 : 1;
    }

    static string Judge(string script, string name, double[] x, double[] y)
    {
        string file = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(file))
            {
                stream.Write(MemoryMarshal.AsBytes<double>(x));
                stream.Write(MemoryMarshal.AsBytes<double>(y));
            }
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, name, file]) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException("python3 with NumPy is needed");
            string answer = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? answer : throw new InvalidOperationException("elementary64.py failed; python3 with NumPy is needed");
        }
        finally { File.Delete(file); }
    }
}
