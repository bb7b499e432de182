namespace Cairn.SideBySide;

/// <summary>The layers of networks on sequences, float32.</summary>
static class Sequences
{
    /// <summary>A layer of long short-term memory, from states of zeros: all outputs.</summary>
    internal static Work Lstm(int rows, int times, int inputs, int hidden, bool back) => Differentiated.Work(Cell(rows, times, inputs, hidden, 4),
        x => x[0].Lstm(x[1], x[2], x[3], x[4]).Outputs, x => PlainLayers.Recurrent("lstm", x[0], x[1], x[2], x[3], x[4], times), back);

    /// <summary>A layer of gated recurrent units, from a state of zeros: all outputs.</summary>
    internal static Work Gru(int rows, int times, int inputs, int hidden, bool back) => Differentiated.Work(Cell(rows, times, inputs, hidden, 3),
        x => x[0].Gru(x[1], x[2], x[3], x[4]).Outputs, x => PlainLayers.Recurrent("gru", x[0], x[1], x[2], x[3], x[4], times), back);

    static Operand[] Cell(int rows, int times, int inputs, int hidden, int gates)
    {
        double factor = 1 / Math.Sqrt(hidden);
        int uses = rows * times, width = gates * hidden;
        return [new([rows, times, inputs]), new([width, inputs], factor, uses), new([width, hidden], factor, uses), new([width], factor, uses), new([width], factor, uses)];
    }

    /// <summary>Attention of queries, keys and values [rows, heads, times, depth].</summary>
    internal static Work Attention(int rows, int heads, int times, int depth, bool causal, bool back) => Differentiated.Work(
        [.. Enumerable.Repeat(new Operand([rows, heads, times, depth]), 3)], x => Tensor.Attention(x[0], x[1], x[2], causal: causal),
        x => [.. Enumerable.Range(0, rows * heads).SelectMany(head =>
        {
            double[] Own(int operand) => x[operand].AsSpan(head * times * depth, times * depth).ToArray();
            return Attend(Own(0), Own(1), Own(2), times, depth, causal);
        })], back);

    /// <summary>The encoder layer of a transformer: attention of heads, then two dense layers with relu between, each added to its input and
    /// normalized.</summary>
    internal static Work TransformerBlock(int rows, int times, int width, int heads, int inner, bool back)
    {
        int uses = rows * times, depth = width / heads;
        Operand Weights(int outputs, int inputs) => new([outputs, inputs], 1 / Math.Sqrt(inputs), uses);
        Operand Vector(int outputs) => new([outputs], 1, uses);
        return Differentiated.Work(
            [
                new([rows, times, width]), Weights(3 * width, width), Vector(3 * width), Weights(width, width), Vector(width),
                Weights(inner, width), Vector(inner), Weights(width, inner), Vector(width), Vector(width), Vector(width), Vector(width), Vector(width),
            ],
            x =>
            {
                Tensor Heads(int part) => x[0].Linear(x[1][(part * width)..((part + 1) * width)], x[2][(part * width)..((part + 1) * width)])
                    .Reshape(rows, times, heads, depth).Transpose(1, 2);
                var found = Tensor.Attention(Heads(0), Heads(1), Heads(2)).Transpose(1, 2).Reshape(rows, times, width).Linear(x[3], x[4]);
                var middle = (x[0] + found).LayerNorm(x[9], x[10]);
                return (middle + middle.Linear(x[5], x[6], Activation.Relu).Linear(x[7], x[8])).LayerNorm(x[11], x[12]);
            },
            x =>
            {
                var found = new double[rows * times * width];
                double[][] token = [.. Enumerable.Range(0, rows * times).Select(i => x[0].AsSpan(i * width, width).ToArray())];
                double[][] parts = [.. token.Select(t => PlainLayers.Linear(t, x[1], x[2]))];
                for (int head = 0; head < rows * heads; head++)
                {
                    double[] Own(int part) => [.. Enumerable.Range(0, times * depth).Select(i =>
                        parts[head / heads * times + i / depth][part * width + head % heads * depth + i % depth])];
                    double[] y = Attend(Own(0), Own(1), Own(2), times, depth, causal: false);
                    for (int i = 0; i < y.Length; i++) found[(head / heads * times + i / depth) * width + head % heads * depth + i % depth] = y[i];
                }
                return [.. token.SelectMany((t, i) =>
                {
                    double[] middle = Norm([.. t.Zip(PlainLayers.Linear(found.AsSpan(i * width, width).ToArray(), x[3], x[4]), (a, b) => a + b)], x[9], x[10]);
                    double[] seen = [.. PlainLayers.Linear(middle, x[5], x[6]).Select(v => Math.Max(v, 0))];
                    return Norm([.. middle.Zip(PlainLayers.Linear(seen, x[7], x[8]), (a, b) => a + b)], x[11], x[12]);
                })];
            }, back);
    }

    static double[] Norm(double[] x, double[] w, double[] b)
    {
        double mean = x.Average(), scale = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
        return [.. x.Select((v, i) => (v - mean) / scale * w[i] + b[i])];
    }

    static double[] Attend(double[] q, double[] k, double[] v, int times, int depth, bool causal)
    {
        var y = new double[times * depth];
        for (int i = 0; i < times; i++)
        {
            double[] weights = [.. Enumerable.Range(0, causal ? i + 1 : times).Select(j =>
                Math.Exp(Enumerable.Range(0, depth).Sum(c => q[i * depth + c] * k[j * depth + c]) / Math.Sqrt(depth)))];
            for (int j = 0; j < weights.Length; j++)
                for (int c = 0; c < depth; c++) y[i * depth + c] += weights[j] / weights.Sum() * v[j * depth + c];
        }
        return y;
    }
}
