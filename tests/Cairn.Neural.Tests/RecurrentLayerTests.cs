using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>Recurrent layers beyond their contract: states, lengths, tasks.</summary>
public class RecurrentLayerTests
{
    static Tensor Numbers(params int[] shape)
    {
        var values = new double[new Shape(shape).Elements];
        Rng.Stream(2, "recurrent", "x").Start().FillNormal(values);
        return Tensor.From<double>(values, shape);
    }

    static T Drawn<T>(T layer) where T : Module
    {
        layer.Initialize(1, DType.Float64);
        return layer;
    }

    [Fact]
    public void Sequences_of_their_own_lengths_are_as_if_alone()
    {
        var x = Numbers(3, 5, 2);
        int[] lengths = [5, 2, 3];
        var layer = Drawn(new Lstm(2, 3, layers: 2, bidirectional: true));
        var (outputs, hidden, cell) = layer.Run(x, lengths: lengths);
        for (int r = 0; r < 3; r++)
        {
            var (alone, h, m) = layer.Run(x[r..(r + 1), ..lengths[r]]);
            Fixture.AssertClose(alone[0], outputs[r, ..lengths[r]], 1e-14, $"outputs of row {r}");
            Fixture.AssertClose(h[.., 0], hidden[.., r], 1e-14, $"h of row {r}");
            Fixture.AssertClose(m[.., 0], cell[.., r], 1e-14, $"m of row {r}");
            Assert.All(outputs[r, lengths[r]..].ToArray<double>(), v => Assert.Equal(0, v));
        }
    }

    [Fact]
    public void A_state_goes_on_where_it_was_left()
    {
        var x = Numbers(2, 6, 3);
        Rnn rnn = Drawn(new Rnn(3, 4, layers: 2));
        Gru gru = Drawn(new Gru(3, 4, layers: 2));
        Lstm lstm = Drawn(new Lstm(3, 4, layers: 2));
        var (r, rh) = rnn.Run(x[.., ..2]);
        Fixture.AssertClose(rnn.Forward(x)[.., 2..], rnn.Run(x[.., 2..], rh).Outputs, 1e-14, "rnn");
        var (g, gh) = gru.Run(x[.., ..2]);
        Fixture.AssertClose(gru.Forward(x)[.., 2..], gru.Run(x[.., 2..], gh).Outputs, 1e-14, "gru");
        var (l, lh, lm) = lstm.Run(x[.., ..2]);
        Fixture.AssertClose(lstm.Forward(x)[.., 2..], lstm.Run(x[.., 2..], lh, lm).Outputs, 1e-14, "lstm");
    }

    [Fact]
    public void Cells_step_as_their_layers_do()
    {
        var x = Numbers(2, 4, 3);
        void Same(RecurrentWeights from, RecurrentWeights to)
        {
            to.InputWeight.Set(from.InputWeight.Value);
            to.HiddenWeight.Set(from.HiddenWeight.Value);
            to.InputBias!.Set(from.InputBias!.Value);
            to.HiddenBias!.Set(from.HiddenBias!.Value);
        }
        var (rnn, rnnCell) = (Drawn(new Rnn(3, 5)), Drawn(new RnnCell(3, 5)));
        var (gru, gruCell) = (Drawn(new Gru(3, 5)), Drawn(new GruCell(3, 5)));
        var (lstm, lstmCell) = (Drawn(new Lstm(3, 5)), Drawn(new LstmCell(3, 5)));
        Same(rnn.Weights[0], rnnCell.Weights);
        Same(gru.Weights[0], gruCell.Weights);
        Same(lstm.Weights[0], lstmCell.Weights);
        Tensor? r = null, g = null, h = null, m = null;
        for (int t = 0; t < 4; t++)
        {
            r = rnnCell.Forward(x[.., t], r);
            g = gruCell.Forward(x[.., t], g);
            (h, m) = lstmCell.Forward(x[.., t], h, m);
        }
        Fixture.AssertClose(rnn.Forward(x)[.., 3], r, 1e-14, "rnn");
        Fixture.AssertClose(gru.Forward(x)[.., 3], g, 1e-14, "gru");
        Fixture.AssertClose(lstm.Forward(x)[.., 3], h, 1e-14, "lstm");
    }

    [Fact]
    public void The_course_layer_gives_4_outputs_of_hidden_5() // S218: input (2, 3, 2), output (2, 4, 2)
    {
        var net = Drawn(new Sequential(new Rnn(3, 5), new Linear(5, 4), new Softmax()));
        var y = net.Forward(Numbers(2, 2, 3)); // two rows of two times
        Assert.Equal(new Shape(2, 2, 4), y.Shape);
        Fixture.AssertClose(Tensor.Ones<double>(2, 2), y.Sum(-1), 1e-14, "sums");
        Assert.True(Tensor.EqualsExactly(y, net.Forward(Numbers(2, 2, 3)))); // no state is kept between calls
    }

    [Fact]
    public void A_gated_unit_of_zeros_answers_to_its_input() // S219: the printed candidate has no input
    {
        var gru = Drawn(new Gru(2, 3, returnsLast: true));
        var one = gru.Forward(Tensor.Ones<double>(1, 1, 2)).ToArray<double>();
        Assert.NotEqual(one, gru.Forward(Tensor.Ones<double>(1, 1, 2) * 2.0).ToArray<double>());
        Assert.All(one, v => Assert.NotEqual(0, v));
    }

    [Fact]
    public void A_forget_gate_begins_open()
    {
        var lstm = Drawn(new Lstm(2, 3));
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], lstm.Weights[0].InputBias!.Value.ToArray<double>());
        Assert.All(lstm.Weights[0].HiddenBias!.Value.ToArray<double>(), v => Assert.Equal(0, v));
    }

    /// <summary>The share of sequences whose first sign is told after a delay of noise.</summary>
    /// <param name="layer">The layer, of hidden 12.</param>
    /// <param name="keeps">Its bias that keeps the state, and the place of that gate; at 4 a state halves in 38 times.</param>
    /// <param name="delay">How long ago the sign was.</param>
    static double Remembered(Module layer, (Parameter Bias, int Gate)? keeps, int delay)
    {
        var net = new Sequential(layer, new Linear(12, 2));
        net.Initialize(3);
        if (keeps is var (bias, gate))
        {
            var biases = bias.Value.Detach().Copy();
            biases[(12 * gate)..(12 * gate + 12)] = Tensor.Ones<float>(12) * 4f;
            bias.Set(biases);
        }
        (Tensor X, Tensor Y) Batch(int rows, long step)
        {
            var rng = Rng.Stream(1, "delay", "batch").At(step).Start();
            var x = new float[rows * delay * 2];
            var y = new int[rows];
            for (int r = 0; r < rows; r++)
            {
                y[r] = rng.Index(2);
                x[r * delay * 2 + 1] = 2 * y[r] - 1;
                for (int t = 1; t < delay; t++) x[(r * delay + t) * 2] = 0.2f * (float)rng.Normal();
            }
            return (Tensor.From<float>(x, rows, delay, 2), Tensor.From(y));
        }
        var stepper = new Adam { LearningRate = 0.02, ClipNorm = 1 }.For(net.Parameters);
        for (int i = 0; i < 100; i++)
        {
            var (x, y) = Batch(32, i);
            stepper.ZeroGradients();
            Loss.CrossEntropyFromLogits.Of(net.Forward(x), y).Backward();
            stepper.Step();
        }
        var (testX, testY) = Batch(400, 100);
        return net.Forward(testX).ArgMax(-1).ToArray<int>().Zip(testY.ToArray<int>()).Count(p => p.First == p.Second) / 400.0;
    }

    [Fact]
    public void What_was_said_50_times_ago_is_remembered() // S218-S220
    {
        var (lstm, gru) = (new Lstm(2, 12, returnsLast: true), new Gru(2, 12, returnsLast: true));
        double share = Remembered(lstm, (lstm.Weights[0].InputBias!, 1), 50);
        Assert.True(share >= 0.95, $"lstm {share}");
        share = Remembered(gru, (gru.Weights[0].InputBias!, 1), 50);
        Assert.True(share >= 0.95, $"gru {share}");
        share = Remembered(new Rnn(2, 12, returnsLast: true), null, 5);
        Assert.True(share >= 0.95, $"rnn {share}");
    }

    [Fact]
    public void What_is_projected_goes_on_where_it_was_left_and_is_as_if_alone()
    {
        var x = Numbers(3, 6, 2);
        var lstm = Drawn(new Lstm(2, 4, layers: 2, projection: 3));
        var (first, h, m) = lstm.Run(x[.., ..2]);
        Assert.Equal((new Shape(3, 2, 3), new Shape(2, 3, 3), new Shape(2, 3, 4)), (first.Shape, h.Shape, m.Shape));
        var (rest, end, _) = lstm.Run(x[.., 2..], h, m);
        Fixture.AssertClose(lstm.Forward(x)[.., 2..], rest, 1e-14, "outputs");
        Fixture.AssertClose(rest[.., ^1], end[1], 1e-14, "the last");
        var both = Drawn(new Lstm(2, 4, bidirectional: true, projection: 3));
        int[] lengths = [6, 0, 3];
        Tensor h0 = Numbers(2, 3, 3), m0 = Numbers(2, 3, 4);
        var (outputs, hidden, cell) = both.Run(x, h0, m0, lengths);
        foreach (int r in (int[])[0, 2])
        {
            var (alone, ownHidden, ownCell) = both.Run(x[r..(r + 1), ..lengths[r]], h0[.., r..(r + 1)], m0[.., r..(r + 1)]);
            Fixture.AssertClose(alone[0], outputs[r, ..lengths[r]], 1e-14, $"outputs of row {r}");
            Fixture.AssertClose(ownHidden[.., 0], hidden[.., r], 1e-14, $"h of row {r}");
            Fixture.AssertClose(ownCell[.., 0], cell[.., r], 1e-14, $"m of row {r}");
        }
        Fixture.AssertClose(h0[.., 1], hidden[.., 1], 0, "h of a row without times");
        Fixture.AssertClose(m0[.., 1], cell[.., 1], 0, "m of a row without times");
        Assert.Equal(4 * 4 * (2 + 3) + 3 * 4, new Sequential(new Lstm(2, 4, projection: 3)).Summary(5, 1, 2).MultiplyAdds);
        Assert.Contains("hidden - 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Lstm(2, 4, projection: 4)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3, 3] is expected, [layers · directions, rows, projection]",
            Assert.Throws<ArgumentException>(() => lstm.Run(x, m)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Relu_takes_the_place_of_tanh()
    {
        var x = Numbers(2, 4, 3);
        var (rnn, cell) = (Drawn(new Rnn(3, 5, activation: Activation.Relu)), Drawn(new RnnCell(3, 5, activation: Activation.Relu)));
        foreach (var (from, to) in rnn.Parameters.Zip(cell.Parameters)) to.Set(from.Value);
        Tensor? state = null;
        for (int t = 0; t < 4; t++) state = cell.Forward(x[.., t], state);
        Fixture.AssertClose(rnn.Forward(x)[.., 3], state, 1e-14, "rnn");
        Assert.Contains(rnn.Forward(x).ToArray<double>(), v => v == 0);
        Assert.Contains(rnn.Forward(x).ToArray<double>(), v => v > 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(3, 5, activation: Activation.Sigmoid));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RnnCell(3, 5, activation: Activation.None));
        Assert.Equal(["Rnn 3 -> 5, relu", "RnnCell 3 -> 5, relu", "Lstm 3 -> 4, hidden 5, both directions"],
            new Module[] { rnn, cell, new Lstm(3, 5, bidirectional: true, projection: 2) }.Select(m => m.ToString()));
    }

    [Fact]
    public void A_gate_before_the_product_steps_as_its_layer_does_and_is_another_unit()
    {
        var x = Numbers(2, 4, 3);
        var (gru, cell) = (Drawn(new Gru(3, 5, resetAfter: false)), Drawn(new GruCell(3, 5, resetAfter: false)));
        foreach (var (from, to) in gru.Parameters.Zip(cell.Parameters)) to.Set(from.Value);
        Tensor? state = null;
        for (int t = 0; t < 4; t++) state = cell.Forward(x[.., t], state);
        Fixture.AssertClose(gru.Forward(x)[.., 3], state, 1e-14, "gru");
        Assert.False(Tensor.EqualsExactly(gru.Forward(x), Drawn(new Gru(3, 5)).Forward(x)));
        Assert.Equal(["Gru 3 -> 5, reset before", "GruCell 3 -> 5, reset before"], new Module[] { gru, cell }.Select(m => m.ToString()));
    }

    [Fact]
    public void Dropout_between_layers_spares_the_last()
    {
        var x = Numbers(8, 3, 2);
        using var mode = Mode.Training();
        Lstm one = Drawn(new Lstm(2, 3, dropout: 0.5)), two = Drawn(new Lstm(2, 3, layers: 2, dropout: 0.5));
        Assert.True(Tensor.EqualsExactly(one.Forward(x), one.Forward(x)));
        Assert.False(Tensor.EqualsExactly(two.Forward(x), two.Forward(x)));
        Assert.All(two.Forward(x).ToArray<double>(), v => Assert.NotEqual(0, v));
    }

    [Fact]
    public void Gradients_flow_through_given_lengths_and_states()
    {
        var layer = Drawn(new Gru(2, 2, bidirectional: true));
        Tensor x = Numbers(2, 4, 2).AsParameter(), h = (Numbers(2, 2, 2) * 0.5).AsParameter();
        double Value() => (double)layer.Run(x.Detach(), h.Detach(), lengths: [4, 2]).Outputs.Square().Sum();
        layer.Run(x, h, lengths: [4, 2]).Outputs.Square().Sum().Backward();
        foreach (var at in new[] { x, h })
        {
            var values = at.Detach().AsSpan<double>();
            double[] slopes = at.Grad!.ToArray<double>();
            for (int i = 0; i < values.Length; i++)
            {
                double before = values[i];
                values[i] = before + 1e-5;
                double above = Value();
                values[i] = before - 1e-5;
                double below = Value();
                values[i] = before;
                Assert.Equal((above - below) / 2e-5, slopes[i], 1e-7);
            }
        }
    }

    [Fact]
    public void The_summary_counts_every_time()
    {
        var summary = new Sequential(new Gru(4, 3, layers: 2, bidirectional: true), new Linear(6, 2)).Summary(2, 7, 4);
        Assert.Equal([7 * 2 * (9 * (4 + 3) + 9 * (6 + 3)), 7 * 12], summary.Layers.Select(l => l.MultiplyAdds));
        Assert.Equal(2 * (9 * (4 + 3) + 18 + 9 * (6 + 3) + 18), summary.Layers[0].Parameters);
        Assert.Equal(12 * (5 + 3), new Sequential(new LstmCell(5, 3)).Summary(2, 5).MultiplyAdds);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var layer = Drawn(new Lstm(3, 4, layers: 2));
        var x = Numbers(2, 5, 3);
        string Message(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.Contains("[2, 2, 4]", Message(() => layer.Run(x, Tensor.Zeros<double>(1, 2, 4))), StringComparison.Ordinal);
        Assert.Contains("3 lengths for 2 rows", Message(() => layer.Run(x, lengths: [1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("6 for 5 times", Message(() => layer.Run(x, lengths: [1, 6])), StringComparison.Ordinal);
        Assert.Contains("[rows, times, 3]", Message(() => layer.Forward(Numbers(5, 3))), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(1, 1, layers: 65));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(1, 1, dropout: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmCell(1, 0));
        Assert.Equal("Lstm 3 -> 8, 2 layers, both directions, dropout 0.2, the last",
            new Lstm(3, 4, 2, bidirectional: true, dropout: 0.2, returnsLast: true).ToString());
    }
}
