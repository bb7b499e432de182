using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Convolution by Winograd's algorithm beside plain sums in double precision, and itself on other hardware.</summary>
[Collection(TeamCollection.Name)]
public sealed class WinogradTests : IDisposable
{
    readonly int _vectorBits = GemmTiles.VectorBits, _threads = WorkTeam.Threads;

    public void Dispose() => (GemmTiles.VectorBits, WorkTeam.Threads) = (_vectorBits, _threads);

    sealed record Case(int Images, int Channels, int Height, int Width, int Filters, PerAxis Padding, int Groups = 1)
    {
        internal Tensor X { get; init; } = Numbers(1, Images, Channels, Height, Width);

        internal Tensor W { get; init; } = Numbers(2, Filters, Channels / Groups, 3, 3);

        /// <summary>The result and its slopes by images, filters and bias.</summary>
        internal Tensor[] Run<T>(bool exact = false, Activation activation = Activation.None) where T : unmanaged, System.Numerics.INumber<T>
        {
            Tensor x = X.To<T>().AsParameter(), w = W.To<T>().AsParameter(), b = Numbers(3, Filters).To<T>().AsParameter();
            var y = x.Convolution(w, b, padding: Padding, groups: Groups, activation: activation, exact: exact);
            y.Backward(Numbers(4, [.. y.Shape]).To<T>());
            return [y.Detach(), x.Grad!, w.Grad!, b.Grad!];
        }
    }

    static readonly Case[] Cases =
    [
        new(2, 16, 8, 8, 16, 1), new(3, 20, 13, 11, 18, 1), new(1, 64, 28, 29, 64, 1), new(2, 64, 14, 14, 32, 0), new(2, 32, 9, 30, 34, 2),
        new(2, 40, 7, 11, 50, 1, 2), new(1, 16, 33, 70, 17, 3), new(1, 16, 9, 10, 31, (1, 0)), new(33, 16, 8, 8, 30, 1), new(1, 800, 8, 8, 16, 1), new(1, 16, 8, 300, 16, 1),
    ];

    public static TheoryData<int> Numbered => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Numbered))]
    public void The_error_of_results_and_slopes_is_below_half_a_hundred_thousandth_of_the_largest(int number)
    {
        Tensor[] fast = Cases[number].Run<float>(), plain = Cases[number].Run<float>(exact: true), right = Cases[number].Run<double>();
        for (int i = 0; i < right.Length; i++) Assert.InRange(Error(fast[i], right[i]), 0, 5e-6);
        for (int i = 0; i < 3; i++) Assert.False(Tensor.EqualsExactly(fast[i], plain[i]), "it was a plain sum");
    }

    [Fact]
    public void The_error_stays_so_small_for_every_size_and_border()
    {
        for (int size = 8; size < 17; size++)
            for (int padding = 0; padding < 3; padding++)
            {
                var c = new Case(1, 16, size + 2 - 2 * padding, 25 - size, 16, (padding, 1));
                foreach (var (fast, right) in c.Run<float>().Zip(c.Run<double>())) Assert.InRange(Error(fast, right), 0, 5e-6);
            }
    }

    // the bound that is stated: (channels + 24) 2^-24 240 times the sum over channels of the largest element times the sum of the taps' sizes
    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void The_error_is_within_its_bound_for_hostile_numbers(int kind)
    {
        const int channels = 48, side = 12;
        double[] x = new double[channels * side * side], w = new double[16 * channels * 9];
        for (int i = 0; i < x.Length; i++) x[i] = kind switch { 0 => (i + i / side) % 2 * 2 - 1, 1 => 1 + i % 7 / 1024.0, _ => i % 5 == 0 ? 1000 : .001 * (i % 11 - 5) } * (1 + i % 13 / 97.0);
        for (int i = 0; i < w.Length; i++) w[i] = kind switch { 0 => i % 2 * 2 - 1, 1 => i % 9 == 4 ? -8 : 1, _ => .3 + i % 3 } * (1 + i % 17 / 89.0);
        Tensor images = Tensor.From<double>(x, [1, channels, side, side]).To<float>(), filters = Tensor.From<double>(w, [16, channels, 3, 3]).To<float>();
        double[] fast = images.Convolution(filters, padding: 1).To<double>().ToArray<double>();
        double[] right = images.To<double>().Convolution(filters.To<double>(), padding: 1).ToArray<double>();
        double[] sizes = images.To<double>().Abs().Max([2, 3]).ToArray<double>(), taps = filters.To<double>().Abs().Sum([2, 3]).ToArray<double>();
        for (int i = 0; i < right.Length; i++)
        {
            int filter = i / side / side;
            double bound = 0;
            for (int c = 0; c < channels; c++) bound += sizes[c] * taps[filter * channels + c];
            Assert.InRange(Math.Abs(fast[i] - right[i]), 0, bound * (channels + 24) * Math.ScaleB(240, -24));
        }
    }

    [Fact]
    public void An_exact_one_is_a_chain_of_fused_multiply_adds()
    {
        const int channels = 20, side = 9;
        float[] x = Numbers(1, 1, channels, side, side).To<float>().ToArray<float>(), w = Numbers(2, 16, channels, 3, 3).To<float>().ToArray<float>();
        float[] y = Tensor.From(x).Reshape(1, channels, side, side).Convolution(Tensor.From(w).Reshape(16, channels, 3, 3), exact: true).ToArray<float>();
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % 7, row = i / 7 % 7, filter = i / 49;
            float sum = 0;
            for (int k = 0; k < channels * 9; k++)
                sum = MathF.FusedMultiplyAdd(w[filter * channels * 9 + k], x[(k / 9 * side + row + k / 3 % 3) * side + column + k % 3], sum);
            Assert.Equal(sum, y[i]);
        }
    }

    [Theory, InlineData(5, 16, 8, 8), InlineData(3, 24, 14, 14), InlineData(2, 17, 21, 50)]
    public void An_image_alone_has_the_bits_of_the_image_in_a_batch(int images, int channels, int height, int width)
    {
        Tensor x = Numbers(1, images, channels, height, width).To<float>(), w = Numbers(2, 20, channels, 3, 3).To<float>();
        var together = x.Convolution(w, padding: 1);
        for (int i = 0; i < images; i++)
            Assert.True(Tensor.EqualsExactly(together[i..(i + 1)], x[i..(i + 1)].Convolution(w, padding: 1)));
    }

    public static TheoryData<int, int> Machines => new() { { 512, 2 }, { 512, 3 }, { 256, 1 }, { 256, 8 }, { 128, 1 }, { 128, 3 } };

    [Theory, MemberData(nameof(Machines))]
    public void Bits_are_the_same_on_every_machine(int vectorBits, int threads)
    {
        foreach (var c in (Case[])[new(3, 24, 13, 11, 37, 1), new(21, 16, 9, 8, 16, 2), new(2, 48, 10, 12, 72, 1, 2)])
        {
            (GemmTiles.VectorBits, WorkTeam.Threads) = (_vectorBits, 1);
            var expected = c.Run<float>(activation: Activation.Relu);
            (GemmTiles.VectorBits, WorkTeam.Threads) = (Math.Min(vectorBits, _vectorBits), threads);
            foreach (var (a, b) in expected.Zip(c.Run<float>(activation: Activation.Relu))) Assert.True(Tensor.EqualsExactly(a, b));
        }
    }

    [Fact]
    public void Slopes_of_slopes_are_those_of_double_precision()
    {
        Tensor[] fast = Run<float>(), right = Run<double>();
        for (int i = 0; i < right.Length; i++) Assert.InRange(Error(fast[i], right[i]), 0, 1e-5);

        static Tensor[] Run<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            Tensor x = Numbers(1, 2, 16, 9, 9).To<T>().AsParameter(), w = Numbers(2, 18, 16, 3, 3).To<T>().AsParameter();
            var y = x.Convolution(w, padding: 1, activation: Activation.Tanh);
            var slopes = Derivative.Of(y, [x, w], Numbers(3, [.. y.Shape]).To<T>(), createGraph: true);
            return Derivative.Of(slopes[0].Square().Sum() + slopes[1].Square().Sum(), [x, w]);
        }
    }

    [Fact]
    public void A_transposed_one_is_as_near()
    {
        Tensor x = Numbers(1, 2, 20, 9, 10), w = Numbers(2, 20, 17, 3, 3), b = Numbers(3, 17);
        Tensor fast = x.To<float>().TransposedConvolution(w.To<float>(), b.To<float>(), padding: 1, activation: Activation.Relu);
        Assert.InRange(Error(fast, x.TransposedConvolution(w, b, padding: 1, activation: Activation.Relu)), 0, 5e-6);
        Assert.False(Tensor.EqualsExactly(fast, x.To<float>().TransposedConvolution(w.To<float>(), b.To<float>(), padding: 1, activation: Activation.Relu, exact: true)));
    }

    [Fact]
    public void What_is_no_number_stays_in_its_tiles_and_its_image()
    {
        float[] x = Numbers(1, 2, 16, 16, 16).To<float>().ToArray<float>();
        x[5 * 16 + 5] = float.NaN;
        float[] y = Tensor.From(x).Reshape(2, 16, 16, 16).Convolution(Numbers(2, 16, 16, 3, 3).To<float>(), padding: 1).ToArray<float>();
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % 16, row = i / 16 % 16;
            bool isTouched = i < 16 * 256 && row is >= 4 and < 8 && column is >= 4 and < 8;
            Assert.Equal(isTouched, float.IsNaN(y[i]));
        }
    }

    static double Error(Tensor values, Tensor right)
    {
        double[] a = values.To<double>().ToArray<double>(), b = right.ToArray<double>();
        return a.Zip(b, (v, r) => Math.Abs(v - r)).Max() / b.Max(Math.Abs);
    }

    static Tensor Numbers(ulong seed, params int[] shape) => Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), seed), shape);
}
