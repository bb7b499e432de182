namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Recurrent =>
    [
        Joined("Rnn", x => Whole(x[0].Rnn(x[1], x[2], x[3], x[4], x[5])), x => Recur(x, 1, TanhCell), CellShapes(1, 6)) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).Rnn(Tensor.Ones<float>(4, 3), Tensor.Ones<float>(4, 4)), "Rnn: [2, 3] is not [batch, times, inputs]"),
                (() => Tensor.Ones<float>(2, 3, 5).Rnn(Tensor.Ones<float>(4, 3), Tensor.Ones<float>(4, 4)),
                    "Rnn: [2, 3, 5] with inputWeights of [4, 3]: the shape needed is [4, 5]"),
                (() => Tensor.Ones<float>(2, 3, 5).Rnn(Tensor.Ones<float>(4, 5), Tensor.Ones<float>(4, 4), lengths: [1]), "Rnn: 1 lengths for a batch of 2"),
                (() => Tensor.Ones<float>(2, 3, 5).Rnn(Tensor.Ones<float>(4, 5), Tensor.Ones<float>(4, 4), lengths: [1, 4]), "Rnn: a length of 4 for 3 times"),
                (() => Tensor.Ones<float>(2, 3, 5).Rnn(Tensor.Ones<float>(4, 5), Tensor.Ones<double>(4, 4)), "Rnn: float32 with hiddenWeights of float64"),
            ],
        },
        Joined("Rnn of rows that end", x => Whole(x[0].Rnn(x[1], x[2], lengths: [3, 1, 0])), x => Recur(x, 1, TanhCell, [3, 1, 0]), [[3, 3, 1], [2, 1], [2, 2]]) with
        {
            CarriesNaN = false, // a row without times has its first state, zeros
        },
        Joined("Rnn by relu", x => Whole(x[0].Rnn(x[1], x[2], x[3], x[4], x[5], activation: Activation.Relu)), x => Recur(x, 1, ReluCell), CellShapes(1, 6)) with
        {
            Errors = [(() => Tensor.Ones<float>(2, 3, 5).Rnn(Tensor.Ones<float>(4, 5), Tensor.Ones<float>(4, 4), activation: Activation.Sigmoid),
                "Rnn: the activation is Tanh or Relu, not Sigmoid")],
        },
        Joined("Gru", x => Whole(x[0].Gru(x[1], x[2], x[3], x[4], x[5])), x => Recur(x, 3, GruCell), CellShapes(3, 6)) with
        {
            Errors = [(() => Tensor.Ones<float>(2, 3, 5).Gru(Tensor.Ones<float>(4, 5), Tensor.Ones<float>(4, 4)), "Gru: [2, 3, 5] with inputWeights of [4, 5]")],
        },
        Joined("Gru without biases", x => Whole(x[0].Gru(x[1], x[2])), x => Recur(x, 3, GruCell), CellShapes(3, 3)),
        Joined("Gru of rows that end", x => Whole(x[0].Gru(x[1], x[2], x[3], lengths: [2, 3])), x => Recur(x, 3, GruCell, [2, 3]), [[2, 3, 1], [6, 1], [6, 2], [6]]),
        Joined("Gru with the gate before the product", x => Whole(x[0].Gru(x[1], x[2], x[3], x[4], x[5], resetAfter: false)), x => RecurEarly(x), CellShapes(3, 6)) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3, 5).Gru(Tensor.Ones<float>(12, 5), Tensor.Ones<float>(12, 3), resetAfter: false),
                    "Gru: [2, 3, 5] with inputWeights of [12, 5]: the shape needed is [9, 5]"),
            ],
        },
        Joined("Gru with the gate before the product, of rows that end", x => Whole(x[0].Gru(x[1], x[2], lengths: [2, 0, 3], resetAfter: false)),
            x => RecurEarly(x, [2, 0, 3]), [[3, 3, 1], [6, 1], [6, 2]]) with
        {
            CarriesNaN = false, // a row without times has its first state, zeros
        },
        Joined("Lstm", x => Whole(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6])), x => Recur(x, 4, LstmCell), CellShapes(4, 7)) with
        {
            Errors = [(() => Tensor.Ones<float>(2, 3, 5).Lstm(Tensor.Ones<float>(16, 5), Tensor.Ones<float>(16, 4), cell: Tensor.Ones<float>(2, 3)),
                "Lstm: [2, 3, 5] with state of [2, 3]: the shape needed is [2, 4]")],
        },
        Joined("Lstm of rows that end", x => Whole(x[0].Lstm(x[1], x[2], hiddenBias: x[3], lengths: [1, 3])),
            x => Recur(x, 4, LstmCell, [1, 3]), [[2, 3, 1], [8, 1], [8, 2], [8]]),
        Joined("Lstm projected", x => Flat(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6], projection: x[7])), x => Recur(x, 4, LstmCell),
            [[2, 3, 1], [12, 1], [12, 2], [12], [12], [2, 2], [2, 3], [2, 3]]) with
        {
            Errors = [(() => Tensor.Ones<float>(2, 3, 5).Lstm(Tensor.Ones<float>(16, 5), Tensor.Ones<float>(16, 2), projection: Tensor.Ones<float>(4, 2)),
                "Lstm: [2, 3, 5] with projection of [4, 2]: the shape needed is [2, 4]")],
        },
        Joined("Lstm projected of rows that end", x => Flat(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6], [2, 0], x[7])),
            x => Recur(x, 4, LstmCell, [2, 0]), [[2, 2, 1], [8, 1], [8, 1], [8], [8], [2, 1], [2, 2], [1, 2]]) with
        {
            CarriesNaN = false, // a row without times has its first states
        },
    ];

    static int[][][] CellShapes(int gates, int operands)
    {
        int[][] Of(int rows, int times, int inputs, int hidden) => [.. ((int[][])[[rows, times, inputs], [gates * hidden, inputs], [gates * hidden, hidden],
            [gates * hidden], [gates * hidden], [rows, hidden], [rows, hidden]])[..operands]];
        return [Of(2, 2, 1, 2)];
    }

    // outputs and last states beside one another, to look at both
    static Tensor Whole((Tensor Outputs, Tensor Hidden) r) => Tensor.Concat([r.Outputs, r.Hidden.Unsqueeze(1)], 1);

    static Tensor Whole((Tensor Outputs, Tensor Hidden, Tensor Cell) r) => Tensor.Concat([r.Outputs, r.Hidden.Unsqueeze(1), r.Cell.Unsqueeze(1)], 1);

    // of sizes of their own, one behind the other
    static Tensor Flat((Tensor Outputs, Tensor Hidden, Tensor Cell) r) =>
        Tensor.Concat([r.Outputs.Reshape(r.Outputs.Shape[0], r.Outputs.Shape[1] * r.Outputs.Shape[2]), r.Hidden, r.Cell], 1);

    delegate void CellStep(double[] p, double[] q, double[] h, double[] c);

    static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    static void TanhCell(double[] p, double[] q, double[] h, double[] c)
    {
        for (int j = 0; j < h.Length; j++) h[j] = Math.Tanh(p[j] + q[j]);
    }

    static void ReluCell(double[] p, double[] q, double[] h, double[] c)
    {
        for (int j = 0; j < h.Length; j++) h[j] = Math.Max(p[j] + q[j], 0);
    }

    static void GruCell(double[] p, double[] q, double[] h, double[] c)
    {
        int n = h.Length;
        for (int j = 0; j < n; j++)
        {
            double r = Logistic(p[j] + q[j]), z = Logistic(p[n + j] + q[n + j]);
            h[j] = (1 - z) * Math.Tanh(p[2 * n + j] + r * q[2 * n + j]) + z * h[j];
        }
    }

    static void LstmCell(double[] p, double[] q, double[] h, double[] c)
    {
        int n = h.Length;
        for (int j = 0; j < n; j++)
        {
            double Sum(int gate) => p[gate * n + j] + q[gate * n + j];
            c[j] = Logistic(Sum(1)) * c[j] + Logistic(Sum(0)) * Math.Tanh(Sum(2));
            h[j] = Logistic(Sum(3)) * Math.Tanh(c[j]);
        }
    }

    /// <summary>h' = (1 - z) tanh(W x + b + U (r h) + c) + z h</summary>
    static Grid RecurEarly(Grid[] x, int[]? lengths = null)
    {
        int rows = x[0].Shape[0], times = x[0].Shape[1], inputs = x[0].Shape[2], hidden = x[2].Shape[1];
        var y = Grid.Make([rows, times + 1, hidden], _ => 0);
        for (int row = 0; row < rows; row++)
        {
            double[] h = [.. Enumerable.Range(0, hidden).Select(j => x.Length > 5 ? x[5].At(row, j) : 0)];
            for (int t = 0; t < (lengths?[row] ?? times); t++)
            {
                double Sum(int g, double[] state) => (x.Length > 3 ? x[3].Values[g] + x[4].Values[g] : 0)
                    + Enumerable.Range(0, inputs).Sum(k => x[0].At(row, t, k) * x[1].At(g, k)) + Enumerable.Range(0, hidden).Sum(k => state[k] * x[2].At(g, k));
                double[] reset = [.. h.Select((v, j) => v * Logistic(Sum(j, h)))];
                h = [.. h.Select((v, j) => Logistic(Sum(hidden + j, h)) is var z ? (1 - z) * Math.Tanh(Sum(2 * hidden + j, reset)) + z * v : v)];
                for (int j = 0; j < hidden; j++) y.Values[(row * (times + 1) + t) * hidden + j] = h[j];
            }
            for (int j = 0; j < hidden; j++) y.Values[(row * (times + 1) + times) * hidden + j] = h[j];
        }
        return y;
    }

    static Grid Recur(Grid[] x, int gates, CellStep step, int[]? lengths = null)
    {
        int rows = x[0].Shape[0], times = x[0].Shape[1], inputs = x[0].Shape[2], passed = x[2].Shape[1], hidden = x[2].Shape[0] / gates;
        Grid? b = x.Length > 3 ? x[3] : null, c = x.Length > 4 ? x[4] : null, projection = x.Length > 7 ? x[7] : null;
        var values = new List<double>();
        for (int row = 0; row < rows; row++)
        {
            double[] State(int operand, int size) => [.. Enumerable.Range(0, size).Select(j => x.Length > operand ? x[operand].At(row, j) : 0)];
            double[] h = State(5, passed), m = State(6, hidden);
            for (int t = 0; t < times; t++)
            {
                if (t >= (lengths?[row] ?? times))
                {
                    values.AddRange(new double[passed]);
                    continue;
                }
                double[] p = [.. Enumerable.Range(0, gates * hidden).Select(g => (b?.Values[g] ?? 0)
                    + Enumerable.Range(0, inputs).Sum(k => x[0].At(row, t, k) * x[1].At(g, k)))];
                double[] q = [.. Enumerable.Range(0, gates * hidden).Select(g => (c?.Values[g] ?? 0)
                    + Enumerable.Range(0, passed).Sum(k => h[k] * x[2].At(g, k)))];
                double[] next = projection is null ? h : new double[hidden];
                step(p, q, next, m);
                h = projection is null ? next : [.. Enumerable.Range(0, passed).Select(j => Enumerable.Range(0, hidden).Sum(k => projection.At(j, k) * next[k]))];
                values.AddRange(h);
            }
            values.AddRange(h);
            if (gates == 4) values.AddRange(m);
        }
        int[] shape = projection is null ? [rows, times + (gates == 4 ? 2 : 1), hidden] : [rows, (times + 1) * passed + hidden];
        int at = 0;
        return Grid.Make(shape, _ => values[at++]);
    }
}
