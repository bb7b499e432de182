using Cairn.Autograd;

namespace Cairn.Tests;

public class AnomalyTests
{
    [Fact]
    public void The_first_operation_that_makes_a_NaN_is_named()
    {
        var w = Tensor.From([1.0, -1]).AsParameter();
        Assert.True(double.IsNaN((double)w.Log().Sum()));
        using (Anomalies.Detect())
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => (w * 2).Log().Sum());
            Assert.StartsWith("Anomaly: Log is the first operation whose result holds NaN, at [1] of [2]", thrown.Message);
            Assert.StartsWith("Anomaly: Subtract", Assert.Throws<InvalidOperationException>(() => (1 / (w * 0)) - (1 / (w * 0))).Message);
            (w * 2).Sum().Backward();
        }
        Assert.True(double.IsNaN((double)w.Log().Sum()));
    }

    [Fact]
    public void The_first_derivative_that_makes_a_NaN_is_named()
    {
        var w = Tensor.From([4.0, 0]).AsParameter();
        using var detecting = Anomalies.Detect();
        var y = (w.Sqrt() * Tensor.From([1.0, 0])).Sum();
        Assert.StartsWith("Anomaly: Divide is the first operation", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
        var norms = new Careless(w).Apply(w);
        Assert.StartsWith("Anomaly: the derivative of Careless is the first gradient that holds NaN, at [1] of [2] of its input 0",
            Assert.Throws<InvalidOperationException>(() => norms.Sum().Backward()).Message);
    }

    sealed class Careless(Tensor x) : Node(x)
    {
        public Tensor Apply(Tensor t) => Result(t.Detach());

        protected override void Backward(Tensor dy) => Give(0, Tensor.From([1.0, double.NaN]));
    }
}
