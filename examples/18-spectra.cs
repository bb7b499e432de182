#:project ../src/Cairn/Cairn.csproj
using Cairn.RandomNumbers;

// Four seconds at 250 samples a second: tones of 3 and 7 hertz, under noise that is louder.
const int samples = 1000;
const double rate = 250;
Tensor time = Tensor.Arange(samples) / rate;
var noise = new double[samples];
Rng.Stream(seed: 1, "signals", "noise").Start().FillNormal(noise);
Tensor tones = (2 * Math.PI * 3 * time).Sin() + 0.5 * (2 * Math.PI * 7 * time).Cos(), heard = tones + noise;

// The spectrum of real numbers is half as long: element k is the tone of k / 4 hertz, its real and its imaginary part.
var (re, im) = heard.RealFft();
Tensor hertz = Tensor.Arange(re.Length) * (rate / samples), heights = (re.Square() + im.Square()).Sqrt() * (2.0 / samples);
var (loudest, places) = heights.TopK(2);
for (int i = 0; i < 2; i++)
    Console.WriteLine(FormattableString.Invariant($"{(double)hertz[(int)places[i]]} Hz, height {(double)loudest[i]:F2}"));
new Chart { Title = "What the noise hides", XLabel = "hertz", YLabel = "height" }
    .Line(hertz.ToArray<double>(), heights.ToArray<double>()).SaveSvg("spectrum.svg");

// A filter: nothing above 10 hertz comes back.
var low = Tensor.Where(hertz <= 10, 1.0, 0.0);
var filtered = Tensor.InverseRealFft(re * low, im * low, samples);
Console.WriteLine(FormattableString.Invariant($"off by {Off(heard):F2} before the filter, {Off(filtered):F2} behind it"));

// The slope of what comes round again: each tone times 2πi f.
var (a, b) = tones.RealFft();
Tensor turns = 2 * Math.PI * hertz, slope = Tensor.InverseRealFft(-b * turns, a * turns, samples);
Tensor right = 6 * Math.PI * (2 * Math.PI * 3 * time).Cos() - 7 * Math.PI * (2 * Math.PI * 7 * time).Sin();
Console.WriteLine($"the slope is right to {((double)(slope - right).Abs().Max() < 1e-10 ? "1e-10" : "less")}");

// Two samples of three get lost. Attention looks at those that are left: each moment is the mean of what was heard around it, weighted by
// exp(-(t - s)² / 2h²), which is exp((t s - s²/2) / h²) but for a factor that they share.
Tensor left = Tensor.Arange(samples / 3) * 3, then = time[left].Unsqueeze(1);
const double h = 0.03;
var smooth = Tensor.Attention(time.Unsqueeze(1), then, heard[left].Unsqueeze(1), mask: then.Square().T * (-0.5 / (h * h)), scale: 1 / (h * h)).Squeeze(1);
Console.WriteLine(FormattableString.Invariant($"off by {Off(smooth):F2} with a third of the samples"));
var second = ..(int)rate;
new Chart { Title = "Three ways to hear it", XLabel = "seconds", YLabel = "signal" }
    .Scatter(time[second].ToArray<double>(), heard[second].ToArray<double>(), "heard")
    .Line(time[second].ToArray<double>(), tones[second].ToArray<double>(), "the tones")
    .Line(time[second].ToArray<double>(), filtered[second].ToArray<double>(), "filtered")
    .Line(time[second].ToArray<double>(), smooth[second].ToArray<double>(), "a third of it, by attention")
    .SaveSvg("signal.svg");

// Sums by subscripts. Windows of 250 samples, and how alike any two of them are; then attention of two heads, written out and at once.
var windows = heard.Reshape(4, 250);
Console.WriteLine(Tensor.Einsum("it,jt->ij", windows, windows) / 250);
Tensor x = windows.Reshape(1, 50, 2, 10); // [batch, times, heads, depth]
var scores = Tensor.Einsum("bqhd,bkhd->bhqk", x, x) / Math.Sqrt(10);
var byHand = Tensor.Einsum("bhqk,bkhd->bqhd", scores.Softmax(), x);
var heads = x.Transpose(1, 2); // attention wants [..., times, depth]
var atOnce = Tensor.Attention(heads, heads, heads).Transpose(1, 2);
Console.WriteLine($"the two differ by {((double)(byHand - atOnce).Abs().Max() < 1e-14 ? "rounding" : "more")}");

double Off(Tensor signal) => (double)(signal - tones).Square().Mean().Sqrt();
