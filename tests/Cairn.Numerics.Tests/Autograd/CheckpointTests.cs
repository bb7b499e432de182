using Cairn.Autograd;

namespace Cairn.Tests;

public class CheckpointTests
{
    static readonly Tensor X = Tensor.From<double>(Sequence.Numbers(12, 5), 4, 3);

    [Fact]
    public void Gradients_have_the_bits_of_those_without()
    {
        var (loss, w, v, x) = Gradients(checkpoints: false);
        var (loss2, w2, v2, x2) = Gradients(checkpoints: true);
        Assert.True(Tensor.EqualsExactly(loss, loss2));
        Assert.True(Tensor.EqualsExactly(w, w2));
        Assert.True(Tensor.EqualsExactly(v, v2));
        Assert.True(Tensor.EqualsExactly(x, x2));
    }

    static (Tensor Loss, Tensor W, Tensor V, Tensor X) Gradients(bool checkpoints)
    {
        var (w, v, x) = (Parameter(3, 3, 1), Parameter(3, 2, 2), X.Copy().AsParameter());
        Tensor Hidden(Tensor t) => t.MatMul(w).Tanh().MatMul(w).Sin();
        var h = checkpoints ? Checkpoint.Run(Hidden, x * 2) : Hidden(x * 2);
        var loss = (h.MatMul(v) + (w * w).Sum()).Square().Mean();
        loss.Backward();
        return (loss, w.Grad!, v.Grad!, x.Grad!);
    }

    [Fact]
    public void The_function_runs_again_on_the_way_back_and_only_then()
    {
        int runs = 0;
        var w = Parameter(3, 3, 1);
        var y = Checkpoint.Run(t => { runs++; return t.MatMul(w).Exp(); }, X);
        Assert.Equal(1, runs);
        y.Sum().Backward();
        Assert.Equal(2, runs);
        Assert.NotNull(w.Grad);
    }

    [Fact]
    public void Without_a_parameter_inside_or_among_the_inputs_the_result_is_plain()
    {
        Assert.False(Checkpoint.Run(t => t.Exp(), X).RequiresGrad);
        var w = Parameter(3, 3, 1);
        using (Autograd.Gradients.Off()) Assert.False(Checkpoint.Run(t => t.MatMul(w), X).RequiresGrad);
        Assert.True(Checkpoint.Run(t => t.MatMul(w), X).RequiresGrad);
        Assert.True(Checkpoint.Run(t => t.Exp(), X.AsParameter()).RequiresGrad);
    }

    [Fact]
    public void Second_derivatives_and_nesting_go_through()
    {
        var w = Parameter(3, 3, 1);
        Tensor Plain(Tensor x) => x.MatMul(w).Sin().Exp().Sum();
        Tensor Inner(Tensor x) => Checkpoint.Run(t => t.MatMul(w).Sin(), x);
        Tensor Nested(Tensor x) => Checkpoint.Run(t => Inner(t).Exp().Sum(), x);
        Assert.True(Tensor.AllClose(Derivative.Gradient(Plain, X), Derivative.Gradient(Nested, X), 1e-14, 1e-14));
        Assert.True(Tensor.AllClose(Derivative.HessianVectorProduct(Plain, X, X), Derivative.HessianVectorProduct(Nested, X, X),
            1e-13, 1e-13));
        Assert.Null(w.Grad);
        Nested(X).Backward();
        var nested = w.Grad!;
        w.ZeroGrad();
        Plain(X).Backward();
        Assert.True(Tensor.AllClose(w.Grad!, nested, 1e-14, 1e-14));
        Assert.True(Tensor.AllClose(w.Grad!, Derivative.Of(Nested(X), [w])[0], 1e-14, 1e-14));
    }

    [Fact]
    public void A_computed_tensor_that_is_no_input_is_refused()
    {
        var w = Parameter(3, 3, 1);
        foreach (bool first in new[] { true, false })
        {
            var squares = w * w;
            var product = Checkpoint.Run(t => t.MatMul(squares), X);
            var y = first ? product + squares.Sum() : squares.Sum() + product;
            Assert.StartsWith("Backward: the graph behind Multiply is being walked already; give a checkpointed function every computed tensor",
                Assert.Throws<InvalidOperationException>(() => y.Sum().Backward()).Message);
        }
    }

    static Tensor Parameter(int rows, int columns, ulong seed) =>
        Tensor.From<double>(Sequence.Numbers(rows * columns, seed), rows, columns).AsParameter();
}
