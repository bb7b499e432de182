using Cairn.Autograd;

namespace Cairn.Tests;

public class DerivativeTests
{
    static readonly Tensor X = new[] { 0.5, -1, 2 };

    // f = x0² x1 + sin x2
    static Tensor F(Tensor x) => x[0].Square() * x[1] + x[2].Sin();

    // g = (x0 x1, x1 x2, eˣ0, x2)
    static Tensor G(Tensor x) => Tensor.Stack([x[0] * x[1], x[1] * x[2], x[0].Exp(), x[2]]);

    static readonly Tensor Slopes = new[,] { { -1, 0.5, 0 }, { 0, 2, -1 }, { Math.Exp(0.5), 0, 0 }, { 0, 0, 1 } };

    [Fact]
    public void Gradient_Jacobian_and_Hessian_are_those_of_the_formula()
    {
        Close(new[] { 2 * 0.5 * -1, 0.25, Math.Cos(2) }, Derivative.Gradient(F, X));
        Close(Slopes, Derivative.Jacobian(G, X));
        Close(new[,] { { -2, 1, 0 }, { 1, 0, 0 }, { 0, 0, -Math.Sin(2) } }, Derivative.Hessian(F, X));
        Assert.Equal(new Shape(2, 2, 2, 2), Derivative.Jacobian(x => x.Exp(), Tensor.Ones<double>(2, 2)).Shape);
        Assert.False(Derivative.Gradient(F, X).RequiresGrad);
        Assert.False(Derivative.Hessian(F, X).RequiresGrad);
    }

    [Fact]
    public void Products_with_vectors_are_those_of_the_matrices()
    {
        Tensor v = new[] { 1.0, -2, 3 }, u = new[] { 1.0, 2, 3, 4 };
        Close(Slopes.MatMul(v), Derivative.JacobianVectorProduct(G, X, v).Product);
        Close(u.MatMul(Slopes), Derivative.VectorJacobianProduct(G, X, u).Product);
        Close(G(X), Derivative.JacobianVectorProduct(G, X, v).Value);
        Close(Derivative.Hessian(F, X).MatMul(v), Derivative.HessianVectorProduct(F, X, v));
        Assert.False(Derivative.JacobianVectorProduct(G, X, v).Product.RequiresGrad);
    }

    [Fact]
    public void Functions_that_are_constant_or_linear_have_zeros()
    {
        Close(Tensor.Zeros<double>(3), Derivative.Gradient(_ => 1.0, X));
        Close(Tensor.Zeros<double>(3, 3), Derivative.Hessian(x => x.Sum(), X));
        Close(Tensor.Eye<double>(3), Derivative.Jacobian(x => x, X));
        Close(X, Derivative.JacobianVectorProduct(x => x, X, X).Product);
    }

    [Fact]
    public void Orders_go_as_high_as_wanted()
    {
        Func<Tensor, Tensor> f = x => x.Sin();
        for (int order = 1; order <= 5; order++)
        {
            var lower = f;
            f = x => Derivative.Gradient(lower, x);
        }
        Assert.Equal(Math.Cos(0.7), (double)f(0.7), 1e-14);
    }

    [Fact]
    public void A_gradient_inside_a_loss_is_differentiated_by_the_parameters_too()
    {
        var w = Tensor.From([2.0, 3]).AsParameter();
        Tensor x = new[] { 1.0, 2 };
        var slope = Derivative.Gradient(p => (w * p.Square()).Sum(), x);     // 2 w x
        slope.Square().Sum().Backward();                                     // Σ 4 w² x²
        Close(new[] { 16.0, 96 }, w.Grad!);
        Assert.False(x.RequiresGrad);
    }

    [Fact]
    public void Gradients_by_tensors_on_the_way_leave_the_parameters_alone()
    {
        Tensor w = Tensor.From([2.0, 3]).AsParameter(), other = Tensor.From([1.0, 1]).AsParameter();
        var h = w * w;
        var y = (h * h + other).Sum();
        var found = Derivative.Of(y, [h, w], retainGraph: true);
        Close(new[] { 8.0, 18 }, found[0]);
        Close(new[] { 32.0, 108 }, found[1]);
        Assert.Null(w.Grad);
        var curved = Derivative.Of(y, [w], createGraph: true)[0];
        curved.Sum().Backward();
        Close(new[] { 48.0, 108 }, w.Grad!);                                  // 12 w²
        Assert.Null(other.Grad);
        Assert.StartsWith("Derivative.Of: the result does not depend on input 1, of shape [1]",
            Assert.Throws<InvalidOperationException>(() => Derivative.Of(w.Sum(), [w, Tensor.Ones<double>(1)])).Message);
    }

    [Fact]
    public void Wrong_use_is_answered()
    {
        Assert.StartsWith("Gradient: the value has shape [4], not a single element; take its Jacobian",
            Assert.Throws<InvalidOperationException>(() => Derivative.Gradient(G, X)).Message);
        Assert.StartsWith("JacobianVectorProduct: a direction of [2] for x of [3]",
            Assert.Throws<ArgumentException>(() => Derivative.JacobianVectorProduct(G, X, X[..2])).Message);
        Assert.StartsWith("VectorJacobianProduct: weights of [3] for a value of [4]",
            Assert.Throws<ArgumentException>(() => Derivative.VectorJacobianProduct(G, X, X)).Message);
        Assert.StartsWith("Gradient: the value is int32",
            Assert.Throws<InvalidOperationException>(() => Derivative.Gradient(x => x.ArgMax(), X)).Message);
        Assert.StartsWith("AsParameter: int32", Assert.Throws<InvalidOperationException>(() => Derivative.Gradient(x => x, 1)).Message);
    }

    static void Close(Tensor expected, Tensor actual) =>
        Assert.True(Tensor.AllClose(expected, actual, 1e-13, 1e-13), $"{actual}\nis not\n{expected}");
}
