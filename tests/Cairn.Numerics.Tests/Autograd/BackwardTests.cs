using Cairn.Autograd;

namespace Cairn.Tests;

public class BackwardTests
{
    static Tensor P(params double[] values) => Tensor.From<double>(values).AsParameter();

    static double[] D(Tensor? t) => t!.ToArray<double>();

    [Fact]
    public void Gradients_of_parameters_add_up_until_they_are_forgotten()
    {
        var w = P(1, 2);
        (w * w).Sum().Backward();
        Assert.Equal([2.0, 4], D(w.Grad));
        (3 * w).Sum().Backward();
        Assert.Equal([5.0, 7], D(w.Grad));
        w.ZeroGrad();
        Assert.Null(w.Grad);
        w[0].Backward();
        Assert.Equal([1.0, 0], D(w.Grad));
    }

    [Fact]
    public void A_tensor_used_often_has_the_sum_of_its_gradients()
    {
        var x = P(3);
        var y = x * x;
        var z = y + y * x;
        (z + y).Sum().Backward();                    // 2 x² + x³
        Assert.Equal([4 * 3.0 + 3 * 9], D(x.Grad));
    }

    [Fact]
    public void Each_parameter_has_a_gradient_in_memory_of_its_own()
    {
        Tensor a = P(1, 2), b = P(3, 4), dy = new[] { 5.0, 6 };
        (a + b).Backward(dy);
        a.Grad!.Fill(0);
        Assert.Equal([5.0, 6], D(b.Grad));
        Assert.Equal([5.0, 6], D(dy));
        var c = P(1, 2);
        c.Sum().Backward();
        c.Grad![0] = 9;                              // no broadcast view
        Assert.Equal([9.0, 1], D(c.Grad));
    }

    [Fact]
    public void Gradients_have_the_type_and_shape_of_what_they_belong_to()
    {
        var narrow = Tensor.From([1f, 2f]).AsParameter();
        var wide = Tensor.From(new[,] { { 2.0 }, { 3 } }).AsParameter();
        var y = narrow * wide;
        Assert.Equal((DType.Float64, new Shape(2, 2)), (y.DType, y.Shape));
        y.Sum().Backward();
        Assert.Equal((DType.Float32, new Shape(2)), (narrow.Grad!.DType, narrow.Grad.Shape));
        Assert.Equal((DType.Float64, new Shape(2, 1)), (wide.Grad!.DType, wide.Grad.Shape));
        Assert.Equal([5f, 5], narrow.Grad.ToArray<float>());
        Assert.Equal([3.0, 3], D(wide.Grad));

        narrow.ZeroGrad();
        (narrow.To<double>() * 2 + Tensor.From([1, 2])).Sum().Backward();
        Assert.Equal([2f, 2], narrow.Grad!.ToArray<float>());
    }

    [Fact]
    public void Equal_extremes_share_the_derivative()
    {
        var x = P(1, 3, 3, 0);
        x.Max().Backward();
        Assert.Equal([0, 0.5, 0.5, 0], D(x.Grad));
        Tensor a = P(1, 2, 3), b = P(2, 2, 2);
        Tensor.Maximum(a, b).Sum().Backward();
        Assert.Equal([0, 0.5, 1], D(a.Grad));
        Assert.Equal([1, 0.5, 0], D(b.Grad));
        a.ZeroGrad();
        b.ZeroGrad();
        Tensor.Minimum(a, b).Sum().Backward();
        Assert.Equal([1, 0.5, 0], D(a.Grad));
        var c = P(-1, 0, 2, 3);
        c.Clamp(0, 2).Sum().Backward();
        Assert.Equal([0.0, 1, 1, 0], D(c.Grad));
        var d = P(-1, 0, 2);
        (d.Relu() + d.Abs()).Sum().Backward();
        Assert.Equal([-1.0, 0, 2], D(d.Grad));
        var n = P(0, 0);
        n.Norm().Backward();
        Assert.Equal([0.0, 0], D(n.Grad));
    }

    [Fact]
    public void A_choice_not_taken_has_no_derivative_even_where_it_is_not_finite()
    {
        var x = P(0, 4);
        Tensor.Where(x.EqualTo(0), 0, Tensor.Where(x.EqualTo(0), 1, x).Sqrt()).Sum().Backward();
        Assert.Equal([0, 0.25], D(x.Grad));
        var y = P(0, 2);
        y.Pow(Tensor.From([0.0, 3])).Sum().Backward();
        Assert.Equal([0.0, 12], D(y.Grad));
        Tensor.Where(y > 1, y, y.Log()).Detach();
    }

    [Fact]
    public void Without_gradients_nothing_is_noted()
    {
        var w = P(1, 2);
        using (Gradients.Off())
        {
            Assert.False((w * 2).RequiresGrad);
            using (Gradients.On()) Assert.True((w * 2).RequiresGrad);
            Assert.False(Gradients.AreOn);
            w[0] = 5;                                // an optimizer's step
        }
        Assert.True(Gradients.AreOn);
        Assert.Equal([5.0, 2], D(w));
        Assert.False((w.Detach() * 2).RequiresGrad);
        Assert.False((w > 1).RequiresGrad);
        Assert.False(w.ArgMax().RequiresGrad);
        (w * (w * 2).Detach()).Sum().Backward();
        Assert.Equal([10.0, 4], D(w.Grad));
    }

    [Fact]
    public void Empty_tensors_have_empty_gradients()
    {
        var x = Tensor.Zeros<double>(0, 3).AsParameter();
        x.Exp().Sum().Backward();
        Assert.Equal(new Shape(0, 3), x.Grad!.Shape);
        var w = Tensor.Ones<double>(3, 2).AsParameter();
        x.MatMul(w).Sum().Backward();
        Assert.Equal([0.0, 0, 0, 0, 0, 0], D(w.Grad));
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        var w = P(1, 2);
        Assert.StartsWith("Backward: [2] has 2 elements, not 1; reduce it first", Fails(() => (w * 2).Backward()));
        Assert.StartsWith("Backward: this [] tensor depends on no parameter", Fails(() => w.Detach().Sum().Backward()));
        Assert.StartsWith("Backward: int32 elements have no gradient", Fails(() => w.ArgMax().Backward()));
        Assert.StartsWith("AsParameter: int32 elements have no gradient; convert them", Fails(() => Tensor.Arange(3).AsParameter()));
        Assert.StartsWith("AsParameter: bool elements", Fails(() => (w > 1).AsParameter()));
        Assert.StartsWith("AsParameter: this [2] tensor is the result of Multiply", Fails(() => (w * 2).AsParameter()));
        Assert.StartsWith("Grad: this [2] tensor is the result of Exp, and only parameters keep a gradient", Fails(() => _ = w.Exp().Grad));
        Assert.StartsWith("Backward: a gradient of [3] for a tensor of [2]", Fails(() => (w * 2).Backward(Tensor.Ones<double>(3))));
        Assert.StartsWith("Backward: a gradient of type float32 for a tensor of type float64",
            Fails(() => (w * 2).Backward(Tensor.Ones<float>(2))));
        Assert.Null(w.Detach().Grad);
        Assert.Same(w, w.AsParameter());
    }

    [Fact]
    public void A_freed_graph_is_not_walked_twice()
    {
        var w = P(1, 2);
        var loss = w.Exp().Sum();
        loss.Backward();
        Assert.StartsWith("Backward: the graph behind Sum was freed by an earlier Backward; pass retainGraph: true",
            Fails(() => loss.Backward()));
        var shared = w * w;
        shared.Sum().Backward();
        Assert.StartsWith("Backward: the graph behind Multiply was freed", Fails(() => shared.Mean().Backward()));

        w.ZeroGrad();
        var kept = w.Exp().Sum();
        kept.Backward(retainGraph: true);
        kept.Backward();
        Assert.Equal(2 * Math.Exp(1), w.Grad!.ToArray<double>()[0], 1e-14);
    }

    [Fact]
    public void A_change_in_place_of_what_a_derivative_needs_is_seen()
    {
        Tensor x = new[] { 1.0, 2 };
        var w = P(3, 4);
        Tensor Loss() => (x * w).Sum();
        Action[] changes =
        [
            () => x[0] = 5, () => x.Fill(1), () => x.CopyFrom(new[] { 1.0, 1 }), () => x.AsSpan<double>()[0] = 7, () => x[x > 0] = 1,
            () => x[1..].Fill(2),
        ];
        foreach (var change in changes)
        {
            var loss = Loss();
            change();
            Assert.StartsWith("Backward: Multiply needs a [2] tensor that was changed in place after the operation; change a Copy()",
                Fails(() => loss.Backward()));
        }
        var squares = w.Square().Sum();
        using (Gradients.Off()) w.Fill(1);
        Assert.StartsWith("Backward: Square needs a [2] tensor that was changed", Fails(() => squares.Backward()));

        var sum = (x + w).Sum();                     // needs no values
        x.Fill(0);
        sum.Backward();
        Assert.Equal([1.0, 1], D(w.Grad));
    }

    [Fact]
    public void In_place_no_gradient_is_lost_silently()
    {
        Tensor w = P(1, 2), plain = new[] { 1.0, 2 };
        string fixedText = "this [2] tensor requires a gradient, which a change in place would falsify; change it inside Gradients.Off()";
        Assert.StartsWith($"t[...] = v: {fixedText}", Fails(() => w[0] = 1));
        Assert.StartsWith($"Fill: {fixedText}", Fails(() => (w * 2).Fill(1)));
        Assert.StartsWith($"CopyFrom: {fixedText}", Fails(() => w.CopyFrom(plain)));
        Assert.StartsWith("t[...] = v: the value requires a gradient, which would not find its way back from here; join tensors by Concat",
            Fails(() => plain[0] = w[1]));
        Assert.StartsWith("CopyFrom: the value requires a gradient", Fails(() => plain.CopyFrom(w)));
        plain[0] = w[1].Detach();
        Assert.Equal(2.0, (double)plain[0]);
    }

    [Fact]
    public void A_failed_walk_leaves_the_graph_whole_for_the_next()
    {
        var w = P(1, 2);
        Tensor x = new[] { 3.0, 4 };
        var y = x * w;
        var loss = y.Exp().Sum();
        x.Fill(1);
        Fails(() => loss.Backward(retainGraph: true));
        Fails(() => loss.Backward(retainGraph: true));                       // says the same, not that it is being walked
        Assert.StartsWith("Backward: Multiply needs", Fails(() => loss.Backward(retainGraph: true)));
        Assert.Null(w.Grad);
    }

    [Fact]
    public void Threads_walk_graphs_of_their_own_over_common_parameters()
    {
        Tensor w = P(0.5, -1, 2), x = new[] { 1.0, 2, 3 };
        Tensor Slope() => Derivative.Of((w * x).Tanh().Sum(), [w])[0];
        var expected = Slope();
        var found = new Tensor[64];
        Parallel.For(0, found.Length, i => found[i] = Slope());
        Assert.All(found, slope => Assert.True(Tensor.EqualsExactly(expected, slope)));
        Assert.Null(w.Grad);
    }

    [Fact]
    public void A_deep_graph_does_not_exhaust_the_stack()
    {
        var w = P(1);
        var y = w;
        for (int i = 0; i < 200_000; i++) y += 1;
        y.Sum().Backward();
        Assert.Equal([1.0], D(w.Grad));
    }

    [Fact]
    public void Views_of_a_parameter_share_its_gradient()
    {
        var w = P(1, 2, 3, 4, 5, 6);
        var m = w.Reshape(2, 3);
        (m.T[1..] * Tensor.From(new[,] { { 1.0, 10 }, { 100, 1000 } })).Sum().Backward();
        Assert.Equal([0.0, 1, 100, 0, 10, 1000], D(w.Grad));
        Assert.Same(w.Grad, w.AsReadOnly().Grad);
        w.ZeroGrad();
        w.BroadcastTo(3, 6).Sum().Backward();
        Assert.Equal([3.0, 3, 3, 3, 3, 3], D(w.Grad));
        w.ZeroGrad();
        w[Tensor.From([0, 5, 0])].Sum().Backward();
        Assert.Equal([2.0, 0, 0, 0, 0, 1], D(w.Grad));
    }

    [Fact]
    public void Positions_may_be_changed_after_they_were_used()
    {
        var w = P(1, 2, 3);
        var positions = Tensor.From([0, 1]);
        var y = w[positions].Sum() + w.Gather(0, positions).Sum();
        positions.Fill(2);
        y.Backward();
        Assert.Equal([2.0, 2, 0], D(w.Grad));
    }

    [Fact]
    public void Sorted_values_lead_back_to_their_places()
    {
        var w = P(3, 1, 2);
        var (values, positions) = w.Sort();
        Assert.Equal([1, 2, 0], positions.ToArray<int>());
        (values * Tensor.From([1.0, 10, 100])).Sum().Backward();
        Assert.Equal([100.0, 1, 10], D(w.Grad));
        var nan = Tensor.From([2.0, double.NaN, 1]);
        Assert.Equal([2, 0, 1], nan.ArgSort().ToArray<int>());
        Assert.Equal([1, 0], nan.TopK(2).Positions.ToArray<int>());
        Assert.Equal([0, 2, 1, 3], Tensor.From([1, 2, 1, 2]).ArgSort().ToArray<int>());
        Assert.Equal([1, 3, 0, 2], Tensor.From([1, 2, 1, 2]).ArgSort(descending: true).ToArray<int>());
    }

    static string Fails(Action use)
    {
        var thrown = Record.Exception(use);
        Assert.True(thrown is InvalidOperationException or ArgumentException, $"{thrown?.GetType().Name ?? "nothing"} was thrown");
        return thrown!.Message;
    }

    [Theory, InlineData(3, 1), InlineData(40, 1), InlineData(3, 900)]
    public void Weights_used_often_sum_their_gradients_in_place_with_the_same_bits(int size, int rows)
    {
        var rng = RandomNumbers.Rng.Stream(5, "test", "weights").Start();
        Tensor Draw(params int[] sizes)
        {
            var t = Tensor.Zeros<float>(sizes);
            rng.Fill(t.AsSpan<float>());
            return t - 0.5f;
        }
        Tensor w = Draw(size, size).AsParameter(), u = Draw(size, size).AsParameter(), b = Draw(size).AsParameter();
        Tensor x = Draw(rows, 1, size);
        (Tensor Dw, Tensor Du, Tensor Db) Gradients(bool createGraph)
        {
            w.ZeroGrad();
            u.ZeroGrad();
            b.ZeroGrad();
            var h = Tensor.Zeros<float>(rows, size);
            Tensor total = 0f;
            for (int t = 0; t < 6; t++)
            {
                h = x.Rnn(w, u, b, null, h).Hidden.Linear(w, b, Activation.Tanh) * b;
                total += h.Square().Sum();
            }
            total.Backward(createGraph: createGraph);
            return (w.Grad!.Detach(), u.Grad!.Detach(), b.Grad!.Detach());
        }
        var (dw, du, db) = Gradients(createGraph: false);
        var (dw2, du2, db2) = Gradients(createGraph: true); // by new tensors each time
        Assert.Equal(dw2.ToArray<float>(), dw.ToArray<float>());
        Assert.Equal(du2.ToArray<float>(), du.ToArray<float>());
        Assert.Equal(db2.ToArray<float>(), db.ToArray<float>());
    }

    [Fact]
    public void A_gradient_that_is_held_stays_as_it_is()
    {
        Tensor w = Tensor.From<float>([2, 3]).AsParameter();
        ((w * w).Sum() + (w * 3f).Sum() + (w * 5f).Sum()).Backward();
        var first = w.Grad!;
        Assert.Equal([12f, 14f], first.ToArray<float>());
        ((w * w).Sum() + (w * 3f).Sum() + (w * 5f).Sum()).Backward();
        Assert.Equal([12f, 14f], first.ToArray<float>());
        Assert.Equal([24f, 28f], w.Grad!.ToArray<float>());
    }
}
