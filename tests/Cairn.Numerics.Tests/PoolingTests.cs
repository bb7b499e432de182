namespace Cairn.Tests;

/// <summary>Worked figures of pooling and normalization, and who gets the derivative of equal elements.</summary>
public class PoolingTests
{
    static Tensor Image(double[] values, int size) => Tensor.From(values).Reshape(1, 1, size, size);

    [Fact]
    public void Squares_of_four_by_four()
    {
        var x = Image([1, 2, 3, 4, 5, 1, 3, 8, 5, 1, 4, 7, 9, 5, 8, 2], 4);
        Assert.Equal([5, 8, 9, 8], x.MaxPool(2).ToArray<double>());
        Assert.Equal([2.25, 4.5, 5, 5.25], x.AveragePool(2).ToArray<double>());
    }

    [Fact]
    public void Squares_a_step_apart_of_three_by_three()
    {
        var x = Image([5, 3, 1, 8, 2, 5, 9, 4, 3], 3);
        Assert.Equal([8, 5, 9, 5], x.MaxPool(2, 1).ToArray<double>());
        Assert.Equal([4.5, 2.75, 5.75, 3.5], x.AveragePool(2, 1).ToArray<double>());
    }

    [Fact]
    public void An_odd_row_and_column_are_left_out() => Assert.Equal([1, 1, 2, 2], Tensor.Ones<float>(1, 1, 5, 5).MaxPool(2).Shape);

    [Theory, InlineData(2), InlineData(40)]
    public void The_first_of_equal_elements_takes_the_derivative(int size)
    {
        var x = Tensor.Ones<float>(1, 1, 2, size).AsParameter();
        x.MaxPool(2).Sum().Backward();
        Assert.All(Enumerable.Range(0, 2 * size), i => Assert.Equal(i < size && i % 2 == 0 ? 1f : 0, x.Grad!.ToArray<float>()[i]));
    }

    [Theory, InlineData(2), InlineData(40)]
    public void NaN_wins(int size)
    {
        var x = Tensor.Ones<float>(1, 1, 2, size);
        x[0, 0, 1, 0] = float.NaN;
        x[0, 0, 0, 1] = float.PositiveInfinity;
        float[] y = x.MaxPool(2).ToArray<float>();
        Assert.True(float.IsNaN(y[0]));
        Assert.All(y[1..], v => Assert.Equal(1, v));
    }

    [Fact]
    public void A_normalized_channel_has_mean_0_and_variance_1()
    {
        var x = Tensor.From<double>(Sequence.Numbers(6 * 3 * 50, 9), 6, 3, 50) * 3 + 7;
        var (y, mean, variance) = x.BatchNorm(epsilon: 0);
        int[] axes = [0, 2];
        Assert.All(y.Mean(axes).ToArray<double>(), m => Assert.Equal(0, m, 1e-14));
        Assert.All(y.Variance(axes).ToArray<double>(), v => Assert.Equal(1, v, 1e-13));
        Assert.All(mean.ToArray<double>().Zip(x.Mean(axes).ToArray<double>()), p => Assert.Equal(p.Second, p.First, 1e-14));
        Assert.All(variance.ToArray<double>().Zip(x.Variance(axes).ToArray<double>()), p => Assert.Equal(p.Second, p.First, 1e-13));
        Assert.True(y.IsContiguous);
        var again = x.BatchNormWith(mean, variance, epsilon: 0);
        Assert.All(again.ToArray<double>().Zip(y.ToArray<double>()), p => Assert.Equal(p.Second, p.First, 1e-13));
    }
}
