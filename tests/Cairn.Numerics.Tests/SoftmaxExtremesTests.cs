namespace Cairn.Tests;

public class SoftmaxExtremesTests
{
    const double Inf = double.PositiveInfinity;

    [Fact]
    public void Large_scores_overflow_nowhere()
    {
        Tensor x = new[,] { { 1000.0, 1001, 1002 }, { -1000, -1001, -1002 } };
        double[] shares = [0.09003057317038046, 0.24472847105479764, 0.6652409557748219];
        Assert.True(Tensor.AllClose(x.Softmax()[0], shares, 1e-14, 0));
        Assert.True(Tensor.AllClose(x.LogSumExp(1), new[] { 1002.407605964444, -999.592394035556 }, 1e-14, 0));
        Assert.True(Tensor.AllClose(x.LogSoftmax()[1], new[] { -0.4076059644443803, -1.4076059644443803, -2.4076059644443803 }, 1e-14, 0));
        Assert.True(Tensor.AllClose(x.To<float>().Softmax()[0], shares, 1e-6, 0));
    }

    [Fact]
    public void Infinite_scores_have_shares()
    {
        Assert.Equal([0.0, 1, 0], Tensor.From([1, Inf, -Inf]).Softmax().ToArray<double>());
        Assert.Equal([0.5, 0, 0.5], Tensor.From([Inf, 1, Inf]).Softmax().ToArray<double>());
        Assert.Equal([0.5, 0.5], Tensor.From([-Inf, -Inf]).Softmax().ToArray<double>());
        Assert.Equal([-Inf, 0], Tensor.From([-Inf, 3.0]).LogSoftmax().ToArray<double>());
        Assert.Equal(-Inf, (double)Tensor.From([-Inf, -Inf]).LogSumExp());
        Assert.Equal(Inf, (double)Tensor.From([-Inf, Inf]).LogSumExp());
        Assert.Equal(-Inf, (double)Tensor.Zeros<float>(0).LogSumExp());
    }

    [Fact]
    public void Tiny_losses_keep_their_digits()
    {
        Tensor x = new[,] { { 50.0, 0 }, { 1e6, 1e6 - 40 }, { 0, -300 } };
        var losses = x.CrossEntropyFromLogits(Tensor.From([0, 0, 1])).ToArray<double>();
        Assert.Equal(Math.Exp(-50), losses[0], Math.Exp(-50) * 1e-14);
        Assert.Equal(Math.Exp(-40), losses[1], Math.Exp(-40) * 1e-14);
        Assert.Equal(300.0, losses[2]);
    }

    [Fact]
    public void Norms_overflow_nowhere()
    {
        Assert.Equal(5e200, (double)Tensor.From([3e200, 4e200]).Norm(), 1e187);
        Assert.Equal(5e-200, (double)Tensor.From([3e-200, 4e-200]).Norm(), 1e-214);
    }
}
