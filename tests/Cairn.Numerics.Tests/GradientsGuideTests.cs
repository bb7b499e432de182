using Cairn.Autograd;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>The blocks of docs/guide/gradients.md, and that they do what the page says.</summary>
public class GradientsGuideTests
{
    [Fact]
    public void First()
    {
        #region first
        var w = Tensor.From([1.0, 2.0]).AsParameter();
        var loss = (w.Square() * 3).Sum();               // 3 w0² + 3 w1²
        loss.Backward();
        Console.WriteLine(w.Grad);                       // 6, 12
        #endregion
        Assert.Equal([6.0, 12], w.Grad!.ToArray<double>());
    }

    [Fact]
    public void Train()
    {
        #region train
        var x = Tensor.From(new[,] { { 0f, 0f }, { 0f, 1f }, { 1f, 0f }, { 1f, 1f } });
        var classes = Tensor.From([0, 1, 1, 0]);         // exclusive or

        var draw = Rng.Stream(seed: 4, path: "exclusive or", purpose: "weights").Start();
        Tensor[] parameters = [Weights(8, 2), Tensor.Zeros<float>(8).AsParameter(), Weights(2, 8), Tensor.Zeros<float>(2).AsParameter()];

        Tensor Weights(int outputs, int inputs)
        {
            var values = new float[outputs * inputs];
            for (int i = 0; i < values.Length; i++) values[i] = (float)draw.Normal();
            return Tensor.From<float>(values, outputs, inputs).AsParameter();
        }

        float last = 0;
        for (int step = 0; step < 500; step++)
        {
            var hidden = x.Linear(parameters[0], parameters[1], Activation.Tanh);
            var logits = hidden.Linear(parameters[2], parameters[3]);
            var loss = logits.CrossEntropyFromLogits(classes).Mean();
            loss.Backward();
            using (Gradients.Off())                      // a change in place is no part of the computation
            {
                foreach (var parameter in parameters)
                {
                    parameter.CopyFrom(parameter - 0.5 * parameter.Grad!);
                    parameter.ZeroGrad();
                }
            }
            last = (float)loss;
        }
        #endregion
        Assert.True(last < 0.02, $"the loss is {last}");
    }

    [Fact]
    public void Functions()
    {
        #region functions
        Tensor x = new[] { 1.0, 2.0 };
        static Tensor F(Tensor x) => x[0].Square() * x[1];
        var gradient = Derivative.Gradient(F, x);                          // 2 x0 x1, x0²: 4, 1
        var hessian = Derivative.Hessian(F, x);                            // 4, 2, 2, 0
        var curvature = Derivative.HessianVectorProduct(F, x, x);          // the Hessian times x, without the Hessian
        var jacobian = Derivative.Jacobian(p => p.Softmax(), x);           // [2, 2]
        #endregion
        Assert.Equal([4.0, 1], gradient.ToArray<double>());
        Assert.Equal([4.0, 2, 2, 0], hessian.ToArray<double>());
        Assert.Equal([8.0, 2], curvature.ToArray<double>());
        Assert.Equal(new Shape(2, 2), jacobian.Shape);
    }

    [Fact]
    public void Penalty()
    {
        #region penalty
        var w = Tensor.From([2.0, 3.0]).AsParameter();
        Tensor x = new[] { 1.0, 2.0 };
        var slope = Derivative.Gradient(p => (w * p.Square()).Sum(), x);   // 2 w x, which depends on w
        slope.Square().Sum().Backward();                                   // a loss that contains a gradient
        #endregion
        Assert.Equal([16.0, 96], w.Grad!.ToArray<double>());
    }

    [Fact]
    public void Memory()
    {
        var w = Tensor.Eye<double>(3).AsParameter();
        Tensor x = Tensor.Ones<double>(2, 3);
        #region checkpoint
        var y = Checkpoint.Run(h => h.MatMul(w).Tanh().MatMul(w).Tanh(), x);
        y.Sum().Backward();
        #endregion
        Assert.Equal(w.Shape, w.Grad!.Shape);
    }

    [Fact]
    public void Faults()
    {
        var w = Tensor.From([1.0, -1]).AsParameter();
        string message = "";
        #region anomaly
        try
        {
            using (Anomalies.Detect()) (w * 2).Log().Sum().Backward();
        }
        catch (InvalidOperationException fault)
        {
            message = fault.Message;
        }
        #endregion
        Assert.StartsWith("Anomaly: Log is the first operation whose result holds NaN, at [1] of [2]; look at its operands there", message);
    }
}
