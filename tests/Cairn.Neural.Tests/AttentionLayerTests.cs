using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>Attention and transformers beyond their contract: masks, what causal means, places, tasks.</summary>
public class AttentionLayerTests
{
    static Tensor Numbers(string purpose, params int[] shape)
    {
        var values = new double[new Shape(shape).Elements];
        Rng.Stream(2, "attention", purpose).Start().FillNormal(values);
        return Tensor.From<double>(values, shape);
    }

    static T Drawn<T>(T layer) where T : Module
    {
        layer.Initialize(1, DType.Float64);
        return layer;
    }

    [Fact]
    public void A_causal_layer_sees_nothing_of_what_comes()
    {
        var net = Drawn(new TransformerEncoder(2, () => new TransformerEncoderLayer(8, 2, 16, causal: true, normFirst: true, rotary: true)));
        Tensor x = Numbers("x", 2, 5, 8), other = Tensor.Concat([x[.., ..3], Numbers("other", 2, 2, 8)], 1);
        Assert.True(Tensor.EqualsExactly(net.Forward(x)[.., ..3], net.Forward(other)[.., ..3]));
        Assert.False(Tensor.EqualsExactly(net.Forward(x)[.., 3..], net.Forward(other)[.., 3..]));
    }

    [Fact]
    public void Rows_of_their_own_lengths_are_as_if_alone()
    {
        var net = Drawn(new TransformerEncoder(2, () => new TransformerEncoderLayer(8, 4, 16)));
        var x = Numbers("x", 3, 5, 8);
        int[] lengths = [5, 2, 3];
        var y = net.Forward(x, MultiHeadAttention.Within(lengths, 5));
        for (int r = 0; r < 3; r++)
            Fixture.AssertClose(net.Forward(x[r..(r + 1), ..lengths[r]])[0], y[r, ..lengths[r]], 1e-13, $"row {r}");
    }

    [Fact]
    public void A_mask_of_numbers_is_added_and_who_sees_nothing_gets_the_bias()
    {
        var layer = Drawn(new MultiHeadAttention(4, 2));
        layer.Output.Bias!.Set(Tensor.From([1.0, 2, 3, 4]));
        var x = Numbers("x", 1, 3, 4);
        Tensor sees = Tensor.From(new[,] { { true, false, true }, { true, true, true }, { false, false, false } });
        var hidden = Tensor.From(new double[,] { { 0, -1e30, 0 }, { 0, 0, 0 }, { 0, 0, 0 } });
        var y = layer.Attend(x, mask: sees);
        Fixture.AssertClose(layer.Attend(x, mask: hidden)[.., ..2], y[.., ..2], 1e-14, "added");
        Assert.Equal([1, 2, 3, 4], y[0, 2].ToArray<double>());
    }

    [Fact]
    public void One_head_is_the_formula()
    {
        var layer = Drawn(new MultiHeadAttention(3, 1));
        var x = Numbers("x", 1, 4, 3);
        Tensor w = layer.InputWeight.Value.Detach(), rows = x[0];
        Tensor q = rows.Linear(w[..3]), k = rows.Linear(w[3..6]), v = rows.Linear(w[6..]);
        var expected = (q.MatMul(k.T) / Math.Sqrt(3)).Softmax().MatMul(v).Linear(layer.Output.Weight.Value.Detach());
        Fixture.AssertClose(expected, layer.Forward(x)[0], 1e-14, "attention");
    }

    [Fact]
    public void Turned_products_depend_on_the_distance_alone()
    {
        var turn = new RotaryPositions(6);
        Tensor q = Numbers("q", 1, 1, 6).BroadcastTo(1, 9, 6), k = Numbers("k", 1, 1, 6).BroadcastTo(1, 9, 6);
        var scores = turn.Forward(q)[0].MatMul(turn.Forward(k)[0].T);
        for (int i = 1; i < 9; i++)
            for (int j = 1; j < 9; j++) Assert.Equal((double)scores[i - 1, j - 1], (double)scores[i, j], 1e-13);
        Assert.True(Tensor.EqualsExactly(turn.Forward(q[.., ..2]), turn.Forward(q)[.., ..2]));
        Fixture.AssertClose(q.Square().Sum(-1), turn.Forward(q).Square().Sum(-1), 1e-12, "lengths");
    }

    [Fact]
    public void An_encoder_and_a_decoder_learn_to_turn_a_row_round()
    {
        const int Places = 5, Words = 6;
        Embedding words = new(Words + 1, 16);
        LearnedPositions from = new(16, Places, new Initializers.RandomNormal()), to = new(16, Places, new Initializers.RandomNormal());
        TransformerEncoder encoder = new(1, () => new(16, 2, 32, dropout: 0, normFirst: true));
        TransformerDecoder decoder = new(1, () => new(16, 2, 32, dropout: 0, normFirst: true), new LayerNorm(16));
        Linear head = new(16, Words);
        Module[] parts = [words, from, to, encoder, decoder, head];
        var all = new Branches(parts);
        all.Initialize(1);
        Tensor Logits(Tensor x, Tensor given) =>
            head.Forward(decoder.Forward(to.Forward(words.Forward(given)), encoder.Forward(from.Forward(words.Forward(x)))));
        (Tensor X, Tensor Given, Tensor Y) Batch(int rows, long step)
        {
            var rng = Rng.Stream(1, "turn", "batch").At(step).Start();
            var (x, given, y) = (new int[rows * Places], new int[rows * Places], new int[rows * Places]);
            for (int r = 0; r < rows; r++)
            {
                for (int t = 0; t < Places; t++) x[r * Places + t] = y[r * Places + Places - 1 - t] = rng.Index(Words);
                given[r * Places] = Words; // the beginning
                for (int t = 1; t < Places; t++) given[r * Places + t] = y[r * Places + t - 1];
            }
            return (Tensor.From<int>(x, rows, Places), Tensor.From<int>(given, rows, Places), Tensor.From<int>(y, rows * Places));
        }
        var stepper = new Adam { LearningRate = 0.01 }.For(all.Parameters);
        for (int i = 0; i < 150; i++)
        {
            var (x, given, y) = Batch(64, i);
            stepper.ZeroGradients();
            Loss.CrossEntropyFromLogits.Of(Logits(x, given).Reshape(-1, Words), y).Backward();
            stepper.Step();
        }
        var (testX, testGiven, testY) = Batch(200, 1000);
        double right = Logits(testX, testGiven).Reshape(-1, Words).ArgMax(-1).ToArray<int>().Zip(testY.ToArray<int>())
            .Average(p => p.First == p.Second ? 1.0 : 0);
        Assert.True(right > 0.98, $"{right}");
    }

    [Fact]
    public void The_summary_counts_looks()
    {
        var net = new Sequential(new TransformerEncoderLayer(8, 2, 32));
        var summary = net.Summary(3, 5, 8);
        Assert.Equal(4 * 64 + 4 * 8 + 8 * 32 + 32 + 32 * 8 + 8 + 4 * 8, summary.Parameters);
        long attention = 5 * 4 * 64 + 2 * 5 * 5 * 8, block = 5 * 2 * 8 * 32;
        Assert.Equal(attention + block, summary.MultiplyAdds);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("6 features cannot be shared by 4 heads", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(6, 4)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(6, 2, dropout: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(6, 2, rotary: true)); // three numbers are no pairs
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryPositions(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryPositions(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultiHeadAttention.Within([4], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerEncoder(0, () => new(4, 1, 4)));
        var layer = Drawn(new MultiHeadAttention(6, 2));
        var x = Numbers("x", 2, 3, 6);
        Assert.Contains("[3, 4, 6]", Assert.Throws<ArgumentException>(() => layer.Attend(x, Numbers("m", 3, 4, 6))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => layer.Attend(x, Numbers("m", 2, 4, 5)));
        Assert.Throws<ArgumentException>(() => layer.Attend(x, mask: Tensor.Ones<double>(3, 4)));
        Assert.Contains("Forward(x, memory)", Assert.Throws<NotSupportedException>(() => new TransformerDecoderLayer(6, 2, 8).Forward(x)).Message,
            StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new TransformerDecoder(1, () => new(6, 2, 8)).Forward(x));
    }
}
