namespace Cairn.Tests;

/// <summary>Convolution and pooling by the figures of textbooks, right where they err.</summary>
public class ConvolutionLayerTests
{
    static Tensor Image(double[,] pixels) => Tensor.From(pixels).Reshape(1, 1, pixels.GetLength(0), pixels.GetLength(1));

    static double[] Filtered(double[,] image, double[,] filter, int stride = 1, bool flips = false)
    {
        var layer = new Convolution(1, 1, (filter.GetLength(0), filter.GetLength(1)), stride, bias: false, flips: flips);
        layer.Initialize(0, DType.Float64);
        layer.Weight.Set(Image(filter));
        return layer.Forward(Image(image)).ToArray<double>();
    }

    static readonly double[,] Course =
        { { 128, 97, 53, 201, 198 }, { 35, 22, 25, 200, 195 }, { 37, 24, 28, 197, 182 }, { 33, 28, 92, 195, 179 }, { 31, 40, 100, 192, 177 } };

    [Fact]
    public void A_diagonal_filter_over_a_gray_image() // S208
    {
        double[,] sums = { { 469.547, 400.382, 342.979 }, { 354.032, 374.92, 261.897 }, { 493.813, 356.081, 395.055 } };
        var image = new double[4, 4]; // first row and column are free: the others follow from the sums
        for (int i = 0; i < 4; i++) (image[0, i], image[i, 0]) = (200 + i, 100 + 7 * i);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) image[i + 1, j + 1] = sums[i, j] - image[i, j];
        double[,] diagonal = { { 1, 0 }, { 0, 1 } };
        AssertClose([.. sums.Cast<double>()], Filtered(image, diagonal));
        AssertClose([469.547, 342.979, 493.813, 395.055], Filtered(image, diagonal, stride: 2));
    }

    static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }

    [Fact]
    public void Sixteen_windows_of_2_x_2() => Assert.Equal( // S209
        [150, 122, 253, 396, 59, 50, 222, 382, 65, 116, 223, 376, 73, 128, 284, 372], Filtered(Course, new double[,] { { 1, 0 }, { 0, 1 } }));

    [Fact]
    public void Nine_windows_of_3_x_3() // S210
    {
        Assert.Equal([181, 303, 618, 115, 338, 605, 189, 351, 660],
            Filtered(Course, new double[,] { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } }));
        double[,] slanted = { { 1, 2 }, { 3, 4 } }, turned = { { 4, 3 }, { 2, 1 } };
        Assert.Equal(Filtered(Course, turned), Filtered(Course, slanted, flips: true));
        Assert.NotEqual(Filtered(Course, slanted), Filtered(Course, slanted, flips: true));
    }

    [Fact]
    public void Filters_have_few_parameters() // S211
    {
        Assert.Equal(32 * (3 * 25 + 1), new Convolution(3, 32, 5).ParameterCount);
        Assert.Equal(2048 * 2048, new Linear(2048 * 2048, 1, bias: false).ParameterCount); // 4,194,304: not 4,000,000
        Assert.Equal(9, new Convolution(1, 1, 3, bias: false).ParameterCount);
        Assert.Equal(64 * 9 + 64 * 128 + 128, new SeparableConvolution(64, 128, 3).ParameterCount);
    }

    [Fact]
    public void Pooling_of_the_course() // S213-S215
    {
        var x = Image(new double[,] { { 1, 2, 3, 4 }, { 5, 1, 3, 8 }, { 5, 1, 4, 7 }, { 9, 5, 8, 2 } });
        Assert.Equal([5, 8, 9, 8], new MaxPool(2).Forward(x).ToArray<double>()); // the printed code gives its transpose
        Assert.Equal([2.25, 4.5, 5, 5.25], new AveragePool(2).Forward(x).ToArray<double>());
        var three = Image(new double[,] { { 5, 3, 1 }, { 8, 2, 5 }, { 9, 4, 3 } });
        Assert.Equal([8, 5, 9, 5], new MaxPool(2, stride: 1).Forward(three).ToArray<double>());
        Assert.Equal([4.5, 2.75, 5.75, 3.5], new AveragePool(2, stride: 1).Forward(three).ToArray<double>());
        Assert.Equal([8], new MaxPool(2).Forward(three).ToArray<double>()); // what is left over is not looked at
        Assert.Equal([4.25], new GlobalAveragePool().Forward(x).ToArray<double>());
    }

    [Fact]
    public void What_moves_by_less_than_a_window_gives_the_same() // S216
    {
        var (spike, moved) = (new double[6, 6], new double[6, 6]);
        (spike[2, 2], moved[3, 3]) = (1, 1);
        Assert.Equal(new MaxPool(2).Forward(Image(spike)).ToArray<double>(), new MaxPool(2).Forward(Image(moved)).ToArray<double>());
        var time = Tensor.From<double>([1, 4, 2, 8, 5, 7], 1, 1, 6);
        Assert.Equal([4, 8, 7], new MaxPool(2).Forward(time).ToArray<double>());
        Assert.Equal([2.5, 5, 6], new AveragePool(2).Forward(time).ToArray<double>());
    }

    [Fact]
    public void A_generator_grows_from_1_to_64() // S222: (n - 1) s - 2 p + k
    {
        var net = new Sequential(new TransposedConvolution(5, 4, 4), new TransposedConvolution(4, 3, 4, stride: 2, padding: 1),
            new TransposedConvolution(3, 2, 4, stride: 2, padding: 1), new TransposedConvolution(2, 2, 4, stride: 2, padding: 1),
            new TransposedConvolution(2, 1, 4, stride: 2, padding: 1));
        Assert.Equal([4, 8, 16, 32, 64], net.Summary(1, 5, 1, 1).Layers.Select(l => l.Output[2]));
    }

    [Fact]
    public void A_transposed_convolution_is_the_adjoint() // S222: <C x, y> = <x, Cᵀ y>
    {
        var forward = new Convolution(2, 3, (3, 2), stride: (2, 1), padding: 1, bias: false);
        var back = new TransposedConvolution(3, 2, (3, 2), stride: (2, 1), padding: 1, bias: false);
        forward.Initialize(1, DType.Float64);
        back.Initialize(1, DType.Float64);
        back.Weight.Set(forward.Weight.Value);
        var x = Tensor.From(Enumerable.Range(0, 2 * 2 * 5 * 4).Select(i => Math.Sin(i * 1.3)).ToArray()).Reshape(2, 2, 5, 4);
        var fx = forward.Forward(x);
        var y = Tensor.From(Enumerable.Range(0, fx.Length).Select(i => Math.Sin(i * 2.1)).ToArray()).Reshape([.. fx.Shape]);
        Assert.Equal((double)(fx * y).Sum(), (double)(x * back.Forward(y)).Sum(), 1e-12);
    }

    [Fact]
    public void The_summary_counts_multiply_adds()
    {
        var net = new Sequential(new Convolution(3, 8, 3, stride: 2, padding: 1), new Convolution(8, 8, 3, padding: 1, groups: 8),
            new SeparableConvolution(8, 4, 3), new TransposedConvolution(4, 2, 2, stride: 2), new GlobalAveragePool(), new Linear(2, 5));
        var summary = net.Summary(2, 3, 16, 16);
        Assert.Equal([8 * 27 * 64, 8 * 9 * 64, 8 * 9 * 36, 8 * 4 * 36, 4 * 2 * 4 * 36, 0, 10], summary.Layers.Select(l => l.MultiplyAdds));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        Assert.Contains("6 inputs and 4 outputs in 4 groups",
            Assert.Throws<ArgumentException>(() => new Convolution(6, 4, 3, groups: 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Convolution(1, 1, (3, 3), axes: 1));
        Assert.Throws<ArgumentException>(() => new Convolution(1, 1, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Convolution(1, 1, 3, axes: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Convolution(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Convolution(1, 1, 3, padding: 2_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransposedConvolution(1, 1, 3, more: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool(2, padding: 2));
        Assert.Throws<ArgumentException>(() => new MaxPool(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveMaxPool(2_000_000));
        var layer = new Convolution(3, 8, 5);
        layer.Initialize();
        Assert.Contains("[2, 1, 28, 28] where [rows, 3, height, width]",
            Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Ones<float>(2, 1, 28, 28))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => layer.Forward(Tensor.Ones<float>(2, 3, 4, 4)));
    }

    [Fact]
    public void Layers_say_what_is_not_as_usual()
    {
        Assert.Equal("Convolution 3 -> 8, kernel 5 x 5", new Convolution(3, 8, 5).ToString());
        Assert.Equal("Convolution 4 -> 4, kernel 3 x 1, stride (2, 1), padding same, 4 groups, no bias, Relu",
            new Convolution(4, 4, (3, 1), (2, 1), Padding.Same, groups: 4, bias: false, activation: Activation.Relu).ToString());
        Assert.Equal("TransposedConvolution 3 -> 8, kernel 5, stride 2, 1 more", new TransposedConvolution(3, 8, 5, 2, more: 1, axes: 1).ToString());
        Assert.Equal("MaxPool 2", new MaxPool(2).ToString());
        Assert.Equal("AveragePool 3, stride 2, padding 1, the border apart", new AveragePool(3, 2, 1, countsBorder: false).ToString());
    }
}
