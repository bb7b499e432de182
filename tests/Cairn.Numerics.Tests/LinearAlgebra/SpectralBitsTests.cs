using System.Diagnostics;

namespace Cairn.Tests;

/// <summary>The decompositions give these bits, whatever vectors the processor has.</summary>
public class SpectralBitsTests
{
    internal static ulong Fingerprint(int largest)
    {
        ulong hash = 14695981039346656037;
        foreach (int n in (int[])[3, 17, 100, largest])
        {
            var x = Tensor.From<double>(Sequence.Numbers(n * n, 11), [n, n]);
            var (w, v) = (x + x.T).SymmetricEigen();
            var (u, s, z) = x.Svd();
            var (tall, t, _) = x[.., ..(n / 2)].Svd();
            hash = SymmetricEigenTests.Hash(hash, w, v, u, s, z, tall, t, (x + x.T).SymmetricEigenvalues(), x.SingularValues());
        }
        var y = Tensor.From<double>(Sequence.Numbers(20 * 20, 12), [20, 20]);
        var e = y.Eigen();
        hash = SymmetricEigenTests.Hash(hash, e.RealValues, e.ImaginaryValues, e.RealVectors, e.ImaginaryVectors);
        foreach (int n in (int[])[30, 97, 1024, 4100, 12000])
        {
            var x = Tensor.From<double>(Sequence.Numbers(n, 13));
            var (re, im) = x.RealFft();
            var (u, v) = Tensor.Fft(x, x * 0.5);
            var (narrow, _) = Tensor.Fft(x.To<float>(), x.To<float>());
            hash = SymmetricEigenTests.Hash(hash, re, im, u, v, narrow.To<double>(), Tensor.InverseRealFft(re, im, n));
        }
        return hash;
    }

    [Fact]
    public void Spectra_have_this_fingerprint() => Assert.Equal(7881266728059754613UL, Fingerprint(150));

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Bits_are_the_same_without(string feature)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(SpectralBitsTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add("*" + nameof(Spectra_have_this_fingerprint));
        start.Environment[feature] = "0";
        using var child = Process.Start(start)!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0 && text.Contains("Total: 1", StringComparison.Ordinal), text);
    }
}
