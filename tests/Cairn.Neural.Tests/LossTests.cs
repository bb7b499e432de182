namespace Cairn.Tests;

/// <summary>The worked figures of losses, right where they are told wrong elsewhere.</summary>
public class LossTests
{
    static double One(Loss loss, double prediction, double target) =>
        (double)loss.Of(Tensor.From([prediction]), Tensor.From([target]));

    [Fact]
    public void Binary_cross_entropy_of_a_rare_event() // S227
    {
        Assert.Equal(4.42285, One(new BinaryCrossEntropyFromProbabilities(), 0.012, 1), 5e-6);
        Assert.Equal(4.42285, One(new BinaryCrossEntropyFromLogits(), Math.Log(0.012 / 0.988), 1), 5e-6);
        Assert.True(double.IsFinite(One(new BinaryCrossEntropyFromProbabilities(), 0, 1)));
        Assert.Equal(1000, One(new BinaryCrossEntropyFromLogits(), -1000, 1), 1e-9);
    }

    [Fact]
    public void Indices_and_their_shares_give_one_cross_entropy() // S228
    {
        var p = Tensor.From(new[,] { { 1.0, -2, 0.5 }, { 3, 0, 1 } });
        Tensor indices = new[] { 2, 0 }, shares = new[,] { { 0.0, 0, 1 }, { 1, 0, 0 } };
        Assert.Equal((double)Loss.CrossEntropyFromLogits.Of(p, indices), (double)Loss.CrossEntropyFromLogits.Of(p, shares), 1e-15);
        Assert.Equal((double)Loss.CrossEntropyFromLogits.Of(p, indices),
            (double)Loss.CrossEntropyFromProbabilities.Of(p.Softmax(), indices), 1e-14);
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(1, 0.3, 0.7)]
    [InlineData(0, 0.3, 1.3)]
    [InlineData(-1, 0.3, 1.3)]
    public void Hinge_has_the_right_sign(double target, double prediction, double expected) => // S230, E11: 1 - y p, not y - (1 - 2y) p
        Assert.Equal(expected, One(new Hinge(), prediction, target), 1e-15);

    [Theory]
    [InlineData(1.0, 2.0, 0.0)]
    [InlineData(1.0, 0.3, 0.49)]
    [InlineData(0.0, 0.3, 1.69)]
    public void Hinge_squared(double target, double prediction, double expected) => // S232
        Assert.Equal(expected, (double)new Hinge { IsSquared = true }.Of(Tensor.From([prediction]), Tensor.From([target])), 1e-12);

    [Fact]
    public void The_curve_of_cross_entropy_for_a_true_label_of_1() // S229: it falls steeply first, then slowly, to 0 at 1
    {
        double[] p = [.. Enumerable.Range(1, 100).Select(i => i / 100.0)];
        double[] cost = Array.ConvertAll(p, at => (double)Loss.BinaryCrossEntropyFromProbabilities.Of(Tensor.From([at]), Tensor.From([1.0])));
        for (int i = 1; i < cost.Length; i++) Assert.True(cost[i] < cost[i - 1] && (i == 1 || cost[i - 1] - cost[i] < cost[i - 2] - cost[i - 1]));
        Assert.Equal(Math.Log(2), cost[49], 1e-12);
        Assert.Equal(0, cost[99], 1e-12);
        string svg = new Plotting.Chart { Title = "Cross-entropy of a true label 1", XLabel = "probability", YLabel = "loss" }.Line(p, cost).ToSvg();
        Assert.Contains("Cross-entropy of a true label 1", svg, StringComparison.Ordinal);
    }

    /// <summary>A loss of one's own: log cosh, as a formula and no more.</summary>
    sealed record Rounded : Loss
    {
        public override Tensor Rows(Tensor predictions, Tensor targets) => (predictions - targets).Cosh().Log().Reshape(predictions.Shape[0]);
    }

    [Fact]
    public void A_loss_of_ones_own_is_differentiated_and_trained_on() // S240
    {
        var p = Tensor.From<double>([1, -2], 2, 1).AsParameter();
        new Rounded().Of(p, Tensor.Zeros<double>(2, 1)).Backward();
        double[] slopes = p.Grad!.ToArray<double>();
        Assert.Equal(Math.Tanh(1) / 2, slopes[0], 1e-14);
        Assert.Equal(Math.Tanh(-2) / 2, slopes[1], 1e-14);
        var x = Tensor.Linspace(-1, 1, 20).Reshape(20, 1);
        var line = new Linear(1, 1);
        new Trainer { Loss = new Rounded(), Optimizer = new Adam { LearningRate = 0.1 }, Epochs = 200 }.Fit(line, new DataLoader(x, 3 * x - 1));
        Assert.Equal(3, (double)line.Weight.Value, 1e-3);
        Assert.Equal(-1, (double)line.Bias!.Value, 1e-3);
    }

    [Fact]
    public void Multiclass_hinge() => // S231
        Assert.Equal(2.9, (double)new MulticlassHinge().Of(Tensor.From(new[,] { { 3.2, 5.1, -1.7 } }), Tensor.From([0])), 1e-12);

    [Fact]
    public void Huber_is_even_and_joins_at_delta() // S233, E12: δ (|e| - δ / 2)
    {
        Assert.Equal(2.5, One(new Huber(), -3, 0), 1e-15);
        Assert.Equal(2.5, One(new Huber(), 3, 0), 1e-15);
        foreach (double delta in new[] { 0.5, 1, 2 })
        {
            var huber = new Huber { Delta = delta };
            Assert.Equal(One(huber, delta * (1 - 1e-12), 0), One(huber, delta * (1 + 1e-12), 0), 1e-10);
        }
    }

    [Fact]
    public void Kullback_Leibler_has_a_direction_and_bears_zeros() // S234, E13: KL(y‖p) is the loss, KL(p‖y) the reverse
    {
        Tensor y = new[,] { { 0.5, 0.5 } }, p = new[,] { { 0.9, 0.1 } };
        Assert.Equal(0.510826, (double)new KullbackLeiblerFromProbabilities().Of(p, y), 1e-6);
        Assert.Equal(0.368064, (double)new KullbackLeiblerFromProbabilities { Direction = Direction.Reverse }.Of(p, y), 1e-6);
        Tensor sure = new[,] { { 1.0, 0 } };
        Assert.Equal(Math.Log(2), (double)new KullbackLeiblerFromProbabilities().Of(y, sure), 1e-12);
        Assert.Equal(0, (double)new KullbackLeiblerFromProbabilities().Of(sure, sure), 1e-12);
    }

    [Fact]
    public void The_slope_of_the_squared_error_has_two_and_the_count() // S236, E14: 2 (p - y) / n
    {
        var p = Tensor.From([1.0, 4, 2]).AsParameter();
        Loss.MeanSquaredError.Of(p, Tensor.From([0.0, 1, 5])).Backward();
        Fixture.AssertClose(Tensor.From([2 / 3.0, 2, -2]), p.Grad, 1e-15, "slope");
        Assert.Equal(7 / 3.0, (double)Loss.MeanAbsoluteError.Of(p, Tensor.From([0.0, 1, 5])), 1e-15); // S235: with / n
    }

    [Fact]
    public void With_a_sigmoid_cross_entropy_has_the_slope_p_less_y() // S237
    {
        var z = Tensor.From([0.3, -1.2]).AsParameter();
        var y = Tensor.From([1.0, 0]);
        Loss.BinaryCrossEntropyFromLogits.Of(z, y).Backward();
        Fixture.AssertClose((z.Detach().Sigmoid() - y) / 2, z.Grad, 1e-15, "slope");
    }

    [Fact]
    public void Divergence_from_the_unit_Gaussian() // S238
    {
        Assert.Equal(0.5, (double)Loss.DivergenceFromUnitGaussian(new[,] { { 1.0, 0 } }, new[,] { { 0.0, 0 } }), 1e-15);
        Assert.Equal(0.806853, (double)Loss.DivergenceFromUnitGaussian(new[,] { { 0.0 } }, new[,] { { Math.Log(4) } }), 1e-6);
    }

    [Fact]
    public void A_judge_at_chance_pays_twice_log_two() // S239
    {
        var half = Tensor.From([0.5, 0.5]);
        double real = (double)Loss.BinaryCrossEntropyFromProbabilities.Of(half, Tensor.From([1.0, 1])),
            fake = (double)Loss.BinaryCrossEntropyFromProbabilities.Of(half, Tensor.From([0.0, 0]));
        Assert.Equal(1.386294, real + fake, 1e-6);
    }

    [Fact]
    public void Smoothed_labels() // S264
    {
        var shares = ClassTargets.Shares(Tensor.Zeros<double>(1, 3), Tensor.From([0]), 0.1, Loss.CrossEntropyFromLogits);
        Fixture.AssertClose(Tensor.From(new[,] { { 0.93333333333333, 0.03333333333333, 0.03333333333333 } }), shares, 1e-12, "shares");
    }

    [Fact]
    public void Targets_that_are_no_classes_are_named()
    {
        var p = Tensor.Zeros<double>(2, 3);
        Assert.ThrowsAny<ArgumentException>(() => Loss.CrossEntropyFromLogits.Of(p, Tensor.From([0, 3])));
        Assert.ThrowsAny<ArgumentException>(() => new MulticlassHinge().Of(p, Tensor.From([-1, 0])));
        Assert.Throws<ArgumentException>(() => new CrossEntropyFromLogits { ClassWeights = [1, 2] }.Of(p, Tensor.From([0, 1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyFromLogits { ClassWeights = [1, -2] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyFromLogits { LabelSmoothing = 1 });
        Assert.Equal(new CrossEntropyFromLogits { ClassWeights = [1, 2] },
            new CrossEntropyFromLogits { ClassWeights = new ValueList<double>().Add(1).Add(2) });
    }

    [Fact]
    public void Ctc_takes_rows_that_end_early_and_refuses_rows_too_short()
    {
        var p = Tensor.From(Enumerable.Range(0, 24).Select(i => Math.Sin(i * 2.1)).ToArray()).Reshape(2, 4, 3);
        Tensor labels = new[,] { { 1, 2 }, { 2, -1 } };
        var ctc = new Ctc();
        double[] whole = ctc.Rows(p, labels).ToArray<double>(), cut = ctc.Rows(p, labels, Tensor.From([4, 2])).ToArray<double>();
        Assert.Equal(whole[0], cut[0]);
        Assert.Equal((double)ctc.Rows(p[1..2, ..2], labels[1..2]), cut[1], 1e-12);
        var error = Assert.Throws<ArgumentException>(() => ctc.Rows(p, new[,] { { 1, 2 }, { 2, 2 } }, Tensor.From([4, 2])));
        Assert.Contains("row 1 has 2 steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_way_to_spell_counts_in_ctc() // by listing them
    {
        var p = Tensor.From(Enumerable.Range(0, 12).Select(i => Math.Cos(i * 1.7)).ToArray()).Reshape(1, 4, 3);
        double[] logs = p.LogSoftmax().ToArray<double>();
        double probability = 0;
        for (int code = 0; code < 81; code++)
        {
            int[] path = [code % 3, code / 3 % 3, code / 9 % 3, code / 27];
            var spelled = path.Where((k, t) => k != 0 && (t == 0 || path[t - 1] != k));
            if (spelled.SequenceEqual([1, 1])) probability += Math.Exp(path.Select((k, t) => logs[t * 3 + k]).Sum());
        }
        Assert.Equal(-Math.Log(probability), (double)new Ctc().Rows(p, new[,] { { 1, 1 } }), 1e-12);
    }
}
