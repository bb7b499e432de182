using System.Text.Json;

namespace Cairn.Tests;

public class FourierTests(ITestOutputHelper output)
{
    static (Tensor Real, Tensor Imaginary) Numbers(int n, ulong seed)
    {
        double[] x = Sequence.Numbers(2 * n, seed);
        return (Tensor.From<double>(x[..n]), Tensor.From<double>(x[n..]));
    }

    [Fact]
    public void Values_are_those_of_another_program_in_more_digits()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Cairn.Numerics.Tests/Fixtures/spectral.json")));
        int seen = 0;
        foreach (var item in file.RootElement.GetProperty("fourier").EnumerateArray())
        {
            int n = item.GetProperty("length").GetInt32();
            var (re, im) = Numbers(n, (ulong)(100 + n));
            var (yr, yi) = Tensor.Fft(re, im);
            double[] real = [.. item.GetProperty("real").EnumerateArray().Select(v => v.GetDouble())];
            double[] imaginary = [.. item.GetProperty("imaginary").EnumerateArray().Select(v => v.GetDouble())];
            double error = Distance(yr, yi, real, imaginary), size = Math.Sqrt(real.Sum(v => v * v) + imaginary.Sum(v => v * v));
            Assert.True(error <= 4e-16 * size, FormattableString.Invariant($"length {n}: {error / size:E2}"));
            seen++;
        }
        Assert.Equal(20, seen);
    }

    static double Distance(Tensor re, Tensor im, double[] real, double[] imaginary) => Math.Sqrt(
        re.ToArray<double>().Zip(real, (a, b) => (a - b) * (a - b)).Sum() + im.ToArray<double>().Zip(imaginary, (a, b) => (a - b) * (a - b)).Sum());

    // lengths of every kind: powers, mixed factors, primes; in the lanes and beyond them
    [Theory]
    [InlineData(1024), InlineData(2520), InlineData(4095), InlineData(4096), InlineData(4097), InlineData(4099), InlineData(5000), InlineData(8192)]
    [InlineData(10007), InlineData(16807), InlineData(65536), InlineData(65537), InlineData(100000)]
    public void Long_sequences_are_right_and_come_back(int n)
    {
        var (re, im) = Numbers(n, 5);
        var (yr, yi) = Tensor.Fft(re, im);
        double[] x = re.ToArray<double>(), y = im.ToArray<double>(), real = yr.ToArray<double>(), imaginary = yi.ToArray<double>();
        double size = Math.Sqrt(2.0 / 3 * n), worst = 0;
        foreach (int k in (int[])[0, 1, 2, n / 3, n / 2, n - 1])
        {
            double sumRe = 0, sumIm = 0, restRe = 0, restIm = 0; // compensated
            for (int j = 0; j < n; j++)
            {
                double angle = -2 * Math.PI * ((long)k * j % n) / n, c = Math.Cos(angle), s = Math.Sin(angle);
                Add(ref sumRe, ref restRe, x[j] * c - y[j] * s);
                Add(ref sumIm, ref restIm, x[j] * s + y[j] * c);
            }
            worst = Math.Max(worst, Math.Max(Math.Abs(sumRe + restRe - real[k]), Math.Abs(sumIm + restIm - imaginary[k])));
        }
        var (zr, zi) = Tensor.InverseFft(yr, yi);
        double back = Distance(zr, zi, x, y) / size;
        var (hr, hi) = re.RealFft();
        var (fr, fi) = Tensor.Fft(re, Tensor.Zeros<double>(n));
        double half = Math.Max((double)(hr - fr[..(n / 2 + 1)]).Abs().Max(), (double)(hi - fi[..(n / 2 + 1)]).Abs().Max());
        double realBack = (double)(Tensor.InverseRealFft(hr, hi, n) - re).Abs().Max();
        var (nr, ni) = Tensor.Fft(re.To<float>(), im.To<float>());
        double narrow = Distance(nr.To<double>(), ni.To<double>(), real, imaginary) / (size * Math.Sqrt(n));
        output.WriteLine(FormattableString.Invariant(
            $"{n}: largest error over the norm {worst / size:E1}, there and back {back:E1}, of real numbers {half / size:E1} and {realBack:E1}, float32 {narrow:E1}"));
        Assert.True(worst < 4e-15 * size);
        Assert.True(back < 2e-15);
        Assert.True(half < 4e-15 * size);
        Assert.True(realBack < 1e-14);
        Assert.True(narrow < 1e-6);

        static void Add(ref double sum, ref double rest, double value)
        {
            double next = sum + value;
            rest += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
    }

    [Theory]
    [InlineData(30), InlineData(31), InlineData(6000)]
    public void A_row_has_the_same_bits_alone_and_among_others(int n)
    {
        double[] x = Sequence.Numbers(2 * 19 * n, 7);
        Tensor re = Tensor.From<double>(x[..(19 * n)], [19, n]), im = Tensor.From<double>(x[(19 * n)..], [19, n]);
        var (yr, yi) = Tensor.Fft(re, im);
        var (hr, hi) = re.RealFft();
        var back = Tensor.InverseRealFft(hr, hi, n);
        foreach (int row in (int[])[0, 7, 8, 18])
        {
            var (ar, ai) = Tensor.Fft(re[row], im[row]);
            var (br, bi) = re[row].RealFft();
            Assert.True(Tensor.EqualsExactly(ar, yr[row]) && Tensor.EqualsExactly(ai, yi[row]));
            Assert.True(Tensor.EqualsExactly(br, hr[row]) && Tensor.EqualsExactly(bi, hi[row]));
            Assert.True(Tensor.EqualsExactly(Tensor.InverseRealFft(br, bi, n), back[row]));
        }
    }

    [Fact]
    public void Derivatives_of_long_sequences_are_the_transform_that_turns_the_other_way()
    {
        var (re, im) = Numbers(6001, 9);
        var x = re.AsParameter();
        var (yr, _) = x.RealFft();
        (yr * im[..yr.Length]).Sum().Backward();
        var padded = Tensor.Zeros<double>(6001);
        padded[..yr.Length] = im[..yr.Length];
        var (expected, _) = Tensor.Fft(padded, Tensor.Zeros<double>(6001));
        Assert.True((double)(x.Grad! - expected).Abs().Max() < 1e-12);
    }

    [Fact]
    public void Integers_are_taken_as_float64()
    {
        var (re, im) = Tensor.From([1, 2, 3, 4]).RealFft();
        Assert.Equal([10.0, -2, -2], re.ToArray<double>());
        Assert.Equal([0.0, 2, 0], im.ToArray<double>());
    }
}
