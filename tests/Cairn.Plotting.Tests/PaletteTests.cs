using Cairn.Plotting;

namespace Cairn.Tests;

public class PaletteTests
{
    // How opaque points are drawn, as in the style sheet.
    const double DotOpacity = 0.85;

    // Distances in CIE Lab, where 2 is just visible. Simulations of red, green and blue blindness:
    // Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
    static readonly double[][] Blindness =
    [
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    public static TheoryData<bool> Modes => [false, true];

    [Theory, MemberData(nameof(Modes))]
    public void Series_stand_out_from_their_paper_3_to_1_even_as_points(bool dark)
    {
        var theme = dark ? Palette.Dark : Palette.Light;
        Assert.All(theme.Series, c => Assert.InRange(Contrast(Blend(c, theme.Paper), Linear(theme.Paper)), 3.0, 21));
        Assert.InRange(Contrast(Linear(theme.Ink), Linear(theme.Paper)), 12, 21);
        Assert.InRange(Contrast(Linear(theme.Soft), Linear(theme.Paper)), 4.5, 21);
        for (var level = -Palette.HeatLevels; level <= Palette.HeatLevels; level++)
        {
            var (fill, text) = Palette.Heat(theme, level);
            Assert.InRange(Contrast(Linear(fill), Linear(text)), 4.0, 21);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public void Colours_stay_apart_for_the_colour_blind(bool dark)
    {
        var series = (dark ? Palette.Dark : Palette.Light).Series;
        foreach (var eye in Blindness)
            for (var i = 0; i < 7; i++)
                for (var j = 0; j < i; j++)
                {
                    var (a, b) = (Lab(Seen(eye, Linear(series[i]))), Lab(Seen(eye, Linear(series[j]))));
                    Assert.True(Distance(a, b) > (i < 4 ? 18 : 13), $"{series[i]} and {series[j]}: {Distance(a, b):F1}");
                }
    }

    [Fact]
    public void The_style_draws_points_as_opaque_as_tested() => Assert.Contains("stroke-opacity:.85", new Chart().ToSvg());

    static double[] Linear(string colour) => [.. new[] { 1, 3, 5 }.Select(i => Convert.ToInt32(colour.Substring(i, 2), 16) / 255.0)
        .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    static double[] Blend(string colour, string paper)
    {
        int Mix(int i) => (int)Math.Round(Convert.ToInt32(colour.Substring(i, 2), 16) * DotOpacity
            + Convert.ToInt32(paper.Substring(i, 2), 16) * (1 - DotOpacity));
        return Linear($"#{Mix(1):x2}{Mix(3):x2}{Mix(5):x2}");
    }

    static double Luminance(double[] c) => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];

    static double Contrast(double[] a, double[] b) =>
        (Math.Max(Luminance(a), Luminance(b)) + 0.05) / (Math.Min(Luminance(a), Luminance(b)) + 0.05);

    static double[] Seen(double[] eye, double[] c) =>
        [.. Enumerable.Range(0, 3).Select(r => Math.Clamp(eye[3 * r] * c[0] + eye[3 * r + 1] * c[1] + eye[3 * r + 2] * c[2], 0, 1))];

    static double[] Lab(double[] c)
    {
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
        var x = F((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
        var y = F(Luminance(c));
        var z = F((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
    }

    static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());
}
