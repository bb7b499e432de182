using Cairn.Autograd;

namespace Cairn.Tests;

public class CustomOperationTests
{
    #region custom
    sealed class Cube : Node
    {
        Cube(Tensor x) : base(x) => Save(x);

        public static Tensor Of(Tensor x)
        {
            var y = Tensor.From<double>(Array.ConvertAll(x.ToArray<double>(), v => v * v * v), [.. x.Shape]);   // any code
            return IsTracked(x) ? new Cube(x).Result(y) : y;
        }

        protected override void Backward(Tensor dy) => Give(0, dy * 3 * Saved(0).Square());
    }
    #endregion

    [Fact]
    public void An_operation_of_ones_own_is_differentiated_to_any_order()
    {
        var x = Tensor.From([1.0, -2, 3]).AsParameter();
        Cube.Of(x).Sum().Backward();
        Assert.Equal([3.0, 12, 27], x.Grad!.ToArray<double>());
        Tensor at = new[] { 1.0, -2, 3 };
        Assert.Equal([6.0, 0, 0, 0, -12, 0, 0, 0, 18], Derivative.Hessian(t => Cube.Of(t).Sum(), at).ToArray<double>());
        Assert.False(Cube.Of(at).RequiresGrad);
        Assert.Equal("Wide", new Wide(x).Operation);
    }

    // a rule may give the gradient wider than the input, and must not give one that does not fit
    sealed class Wide(Tensor x) : Node(x)
    {
        public Tensor Apply(Tensor y) => Result(y);

        protected override void Backward(Tensor dy) => Give(0, dy);
    }

    [Fact]
    public void The_engine_sums_a_wider_gradient_and_refuses_another()
    {
        var x = Tensor.From([1.0, 2]).AsParameter();
        new Wide(x).Apply(Tensor.Ones<double>(3, 2)).Backward(Tensor.Ones<double>(3, 2));
        Assert.Equal([3.0, 3], x.Grad!.ToArray<double>());
        var y = new Wide(x).Apply(Tensor.Ones<double>(3));
        Assert.StartsWith("Wide: its rule gives a gradient of [3] to input 0, whose shape is [2]",
            Assert.Throws<InvalidOperationException>(() => y.Backward(Tensor.Ones<double>(3))).Message);
        Assert.StartsWith("Wide: a result of type int32 has no gradient",
            Assert.Throws<ArgumentException>(() => new Wide(x).Apply(Tensor.Arange(2))).Message);
    }
}
