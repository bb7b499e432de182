namespace Cairn.Tests;

static partial class OperationTable
{
    static int[][] Transformed => [[1], [2], [3], [4], [5], [2, 6], [7], [2, 2, 8], [11], [0, 4]];

    static OperationRow[] Fourier =>
    [
        Transform("Fft", x => Tensor.Fft(x[0], x[1]).Real, x => Turn(x[0], x[1], -1, -1).Real, Transformed) with
        {
            Errors =
            [
                (() => Tensor.Fft(Tensor.Ones<double>(2), Tensor.Ones<double>(3)), "Fft: real parts of float64 [2] and imaginary parts of float64 [3]"),
                (() => Tensor.Fft(Tensor.Ones<double>(2), Tensor.Ones<float>(2)), "Fft: real parts of float64 [2] and imaginary parts of float32 [2]"),
                (() => Tensor.Fft(Tensor.Ones<bool>(2), Tensor.Ones<bool>(2)), "Fft: a bool is no number"),
                (() => Tensor.Fft(Tensor.Ones<double>(2), Tensor.Ones<double>(2), 1), "Fft: axis 1 is out of range"),
                (() => Tensor.Fft(Tensor.Ones<double>(2, 0), Tensor.Ones<double>(2, 0)), "Fft: axis 1 of [2, 0] has no elements"),
            ],
        },
        Transform("Fft for its imaginary parts", x => Tensor.Fft(x[0], x[1]).Imaginary, x => Turn(x[0], x[1], -1, -1).Imaginary, Transformed),
        Transform("Fft along the first axis", x => Tensor.Fft(x[0], x[1], 0).Imaginary, x => Turn(x[0], x[1], 0, -1).Imaginary, [[3, 2], [4, 2, 3]]),
        Transform("InverseFft", x => Tensor.InverseFft(x[0], x[1]).Real, x => Turn(x[0], x[1], -1, 1).Real, Transformed),
        Transform("InverseFft for its imaginary parts", x => Tensor.InverseFft(x[0], x[1], 0).Imaginary, x => Turn(x[0], x[1], 0, 1).Imaginary,
            [[3, 2], [4, 2, 3]]),
        Shaped("RealFft", x => x.RealFft().Real, x => Half(Turn(x, x.Map(_ => 0), -1, -1).Real), Transformed) with
        {
            Errors =
            [
                (() => Tensor.Ones<bool>(2).RealFft(), "RealFft: a bool is no number"),
                (() => Tensor.Ones<double>().RealFft(), "RealFft: axis -1 is out of range"),
                (() => Tensor.Ones<double>(0).RealFft(), "RealFft: axis 0 of [0] has no elements"),
            ],
        },
        Shaped("RealFft for its imaginary parts", x => x.RealFft().Imaginary, x => Half(Turn(x, x.Map(_ => 0), -1, -1).Imaginary), Transformed) with
        {
            CarriesNaN = false, // that of the first element is 0 by definition
        },
        Shaped("RealFft along the first axis", x => x.RealFft(0).Real,
            x => Grid.Make([x.Shape[0] / 2 + 1, x.Shape[1]], i => Turn(x, x.Map(_ => 0), 0, -1).Real.At(i)), [4, 2], [5, 3]),
        Transform("InverseRealFft", x => Tensor.InverseRealFft(x[0], x[1], 2 * x[0].Shape[-1] - 1), x => ToReal(x[0], x[1], 2 * x[0].Shape[^1] - 1),
            [[1], [2], [3], [2, 4], [5], [0, 3]]) with
        {
            Errors =
            [
                (() => Tensor.InverseRealFft(Tensor.Ones<double>(3), Tensor.Ones<double>(3), 6),
                    "InverseRealFft: 3 elements along axis 0 of [3] are those of 4 or 5 numbers, not of 6"),
                (() => Tensor.InverseRealFft(Tensor.Ones<double>(3), Tensor.Ones<double>(2), 4), "InverseRealFft: real parts of float64 [3] and imaginary"),
            ],
        },
        Transform("InverseRealFft of an even length", x => Tensor.InverseRealFft(x[0], x[1], 2 * x[0].Shape[-1] - 2),
            x => ToReal(x[0], x[1], 2 * x[0].Shape[^1] - 2), [[2], [3], [2, 4], [5]]),
        Transform("InverseRealFft along the first axis", x => Tensor.InverseRealFft(x[0], x[1], 4, 0), x => Grid.Make([4, 2], i =>
            ToReal(Grid.Make([2, 3], k => x[0].At(k[1], k[0])), Grid.Make([2, 3], k => x[1].At(k[1], k[0])), 4).At(i[1], i[0])), [[3, 2]]),
    ];

    /// <summary>A row of two operands of the same shape.</summary>
    static OperationRow Transform(string name, Func<Tensor[], Tensor> f, Func<Grid[], Grid> reference, int[][] shapes) =>
        Joined(name, f, reference, [.. shapes.Select(shape => new[] { shape, shape })]) with { Float32Tolerance = 4e-6 };

    /// <summary>The sums by definition; of the inverse divided by the length.</summary>
    static (Grid Real, Grid Imaginary) Turn(Grid re, Grid im, int axis, int sign)
    {
        int along = axis < 0 ? axis + re.Rank : axis, n = re.Shape[along];
        Grid Part(bool isReal) => Grid.Make(re.Shape, i =>
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                double angle = sign * 2 * Math.PI * (i[along] * j % n) / n, c = Math.Cos(angle), s = Math.Sin(angle);
                int[] at = [.. i];
                at[along] = j;
                sum += isReal ? re.At(at) * c - im.At(at) * s : re.At(at) * s + im.At(at) * c;
            }
            return sign > 0 ? sum / n : sum;
        });
        return (Part(true), Part(false));
    }

    static Grid Half(Grid x) => Grid.Make([.. x.Shape[..^1], x.Shape[^1] / 2 + 1], i => x.At(i));

    /// <summary>The real numbers whose transform begins so.</summary>
    static Grid ToReal(Grid re, Grid im, int n)
    {
        int[] shape = [.. re.Shape[..^1], n];
        bool Given(int[] i) => i[^1] <= n / 2;
        int[] Mirror(int[] i) => [.. i[..^1], n - i[^1]];
        bool HasNone(int[] i) => i[^1] == 0 || 2 * i[^1] == n;
        var whole = Grid.Make(shape, i => Given(i) ? re.At(i) : re.At(Mirror(i)));
        var wholeIm = Grid.Make(shape, i => HasNone(i) ? 0 : Given(i) ? im.At(i) : -im.At(Mirror(i)));
        return Turn(whole, wholeIm, -1, 1).Real;
    }
}
