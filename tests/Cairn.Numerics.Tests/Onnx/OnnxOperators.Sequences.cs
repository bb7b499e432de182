namespace Cairn.Tests;

static partial class OnnxOperators
{
    static KeyValuePair<string, Mapping>[] Cells =>
    [
        Row("RNN", (n, x) => Cell(n, x, 1, [0], (t, w, u, b, c, h, _, lengths) =>
        {
            var (y, last) = t.Rnn(w, u, b, c, h, lengths);
            return (y, last, null);
        })),
        Row("GRU", (n, x) => Cell(n, x, 3, [1, 0, 2], (t, w, u, b, c, h, _, lengths) =>
        {
            var (y, last) = t.Gru(w, u, b, c, h, lengths, resetAfter: n.Is("linear_before_reset"));
            return (y, last, null);
        })),
        Row("LSTM", (n, x) =>
        {
            if (At(x, 7) is not null) throw new NotInCairnException("LSTM: no peepholes");
            return Cell(n, x, 4, [0, 2, 3, 1], (t, w, u, b, c, h, m, lengths) => t.Lstm(w, u, b, c, h, m, lengths));
        }),
    ];

    delegate (Tensor Outputs, Tensor Hidden, Tensor? Cell) CellOf(Tensor x, Tensor w, Tensor u, Tensor? b, Tensor? c, Tensor? h, Tensor? m, int[] lengths);

    /// <summary>A recurrent layer, one direction after the other; the gates stand in another order there.</summary>
    static Tensor?[] Cell(OnnxNode node, Tensor?[] x, int gates, int[] order, CellOf run)
    {
        foreach (string attribute in (string[])["activations", "clip", "input_forget", "activation_alpha"]) node.Refuse(attribute, $"no {attribute}");
        bool byBatch = node.Int("layout") == 1;
        var input = byBatch ? x[0]! : x[0]!.Transpose(0, 1);
        string direction = node.Text("direction", "forward");
        int[] lengths = At(x, 4) is { } given ? Ints(given) : [];
        if (lengths.Length > 0 && direction != "forward") throw new NotInCairnException($"{node.Operator}: no way back through rows that end");
        int directions = x[1]!.Shape[0], hidden = x[2]!.Shape[2];
        Tensor Ordered(Tensor t) => Tensor.Concat([.. order.Select(gate => t[(gate * hidden)..((gate + 1) * hidden)])], 0);
        Tensor? State(int place, int d) => At(x, place) is not { } states ? null : byBatch ? states[.., d] : states[d];
        List<Tensor> outputs = [], last = [], cells = [];
        for (int d = 0; d < directions; d++)
        {
            bool isBack = direction == "reverse" || d == 1;
            var biases = At(x, 3)?[d];
            var (y, h, m) = run(isBack ? input.Flip(1) : input, Ordered(x[1]![d]), Ordered(x[2]![d]), biases is null ? null : Ordered(biases[..(gates * hidden)]),
                biases is null ? null : Ordered(biases[(gates * hidden)..]), State(5, d), State(6, d), lengths);
            outputs.Add(isBack ? y.Flip(1) : y);
            last.Add(h);
            if (m is not null) cells.Add(m);
        }
        int axis = byBatch ? 1 : 0;
        // [batch, times, hidden] of each direction to [times, directions, batch, hidden], or [batch, times, directions, hidden]
        var all = Tensor.Stack([.. outputs], 2);
        return [byBatch ? all : all.Permute(1, 2, 0, 3), Tensor.Stack([.. last], axis), cells.Count > 0 ? Tensor.Stack([.. cells], axis) : null];
    }

    static KeyValuePair<string, Mapping>[] Attentions =>
    [
        Row("Attention", Attended), Row("RotaryEmbedding", (n, x) => [Rotated(n, x[0]!, x[1]!, x[2]!, At(x, 3))]),
    ];

    static Tensor?[] Attended(OnnxNode node, Tensor?[] x)
    {
        Tensor Heads(Tensor t, string count) => t.Rank == 4 ? t : t.Reshape(t.Shape[0], t.Shape[1], node.Int(count), -1).Transpose(1, 2);
        Tensor q = Heads(x[0]!, "q_num_heads"), k = Heads(x[1]!, "kv_num_heads"), v = Heads(x[2]!, "kv_num_heads");
        if (At(x, 4) is { } pastKeys) (k, v) = (Tensor.Concat([pastKeys, k], 2), Tensor.Concat([x[5]!, v], 2));
        int batch = q.Shape[0], heads = q.Shape[1], rows = q.Shape[2], keys = k.Shape[2], shared = heads / k.Shape[1];
        double scale = node.Number("scale", 1 / Math.Sqrt(q.Shape[3])), cap = node.Number("softcap", 0);

        // one mask of what is added: [batch, heads, rows, keys] or what broadcasts to it
        var mask = Tensor.Zeros<float>(1, 1, rows, keys);
        Tensor Hidden(Tensor seen) => Tensor.Where(seen, 0f, float.NegativeInfinity).To<float>();
        if (At(x, 3) is { } given)
        {
            var added = given.DType == DType.Bool ? Hidden(given) : given;
            if (added.Shape[-1] < keys)
                added = added.Pad([.. Enumerable.Repeat((0, 0), added.Rank - 1), (0, keys - added.Shape[-1])], double.NegativeInfinity);
            mask += added;
        }
        var place = Tensor.Arange(keys);
        Tensor offset = At(x, 4) is { } past ? past.Shape[2] : 0;
        if (At(x, 6) is { } filled)
        {
            var lengths = filled.To<int>().Reshape(batch, 1, 1, 1);
            mask += Hidden(place < lengths);
            offset = lengths - rows;
        }
        if (node.Is("is_causal")) mask += Hidden(place <= Tensor.Arange(rows).Unsqueeze(1) + offset);

        Tensor?[] Answer(Tensor y, Tensor? products) =>
            [x[0]!.Rank == 4 ? y : y.Transpose(1, 2).Reshape(batch, rows, -1), k, v, products];
        // heads that share keys stand beside one another
        Tensor queries = q.Reshape(batch, heads / shared, shared, rows, q.Shape[3]), sharedKeys = k.Unsqueeze(2), sharedValues = v.Unsqueeze(2);
        var full = mask.BroadcastTo(batch, heads, rows, keys).Reshape(batch, heads / shared, shared, rows, keys);
        bool givesProducts = node.Outputs.Count > 3 && node.Outputs[3].Length > 0;
        var result = cap == 0 ? Tensor.Attention(queries, sharedKeys, sharedValues, full, scale: scale) : null;
        if (result is not null && !givesProducts) return Answer(result.Reshape(batch, heads, rows, v.Shape[3]), null);
        var scores = (queries * scale).MatMul(sharedKeys.Transpose(-1, -2));
        var capped = cap == 0 ? scores : (scores / cap).Tanh() * cap;
        var weights = (capped + full).Softmax();
        var stage = node.Int("qk_matmul_output_mode") switch
        {
            0 => scores,
            1 => capped,
            2 => capped + full,
            _ => weights,
        };
        return Answer((result ?? weights.MatMul(sharedValues)).Reshape(batch, heads, rows, v.Shape[3]), stage.Reshape(batch, heads, rows, keys));
    }

    static Tensor Rotated(OnnxNode node, Tensor x, Tensor cosines, Tensor sines, Tensor? positions)
    {
        var t = x.Rank == 4 ? x : x.Reshape(x.Shape[0], x.Shape[1], node.Int("num_heads"), -1).Transpose(1, 2);
        int width = node.Int("rotary_embedding_dim") is var given && given > 0 ? given : t.Shape[-1];
        if (positions is not null) (cosines, sines) = (cosines[positions], sines[positions]);
        (cosines, sines) = (cosines.Unsqueeze(1), sines.Unsqueeze(1));
        Tensor turned = t[.., .., .., ..width], rest = t[.., .., .., width..];
        bool isMixed = node.Is("interleaved");
        Tensor a = isMixed ? turned[.., .., .., Slice.Step(0, null, 2)] : turned[.., .., .., ..(width / 2)];
        Tensor b = isMixed ? turned[.., .., .., Slice.Step(1, null, 2)] : turned[.., .., .., (width / 2)..];
        Tensor first = cosines * a - sines * b, second = sines * a + cosines * b;
        turned = isMixed ? Tensor.Stack([first, second], -1).Reshape(turned.Shape.AsSpan()) : Tensor.Concat([first, second], -1);
        var y = Tensor.Concat([turned, rest], -1);
        return x.Rank == 4 ? y : y.Transpose(1, 2).Reshape(x.Shape.AsSpan());
    }
}
