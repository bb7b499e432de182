namespace Cairn.SideBySide;

/// <summary>A network of 4, 16 and 3 with relu between, cross-entropy and Adam by hand, on one batch of 16: what a step costs when there
/// is next to nothing to compute.</summary>
sealed class TinyNetwork
{
    const int Rows = 16, Inputs = 4, Hidden = 16, Outputs = 3, CheckedSteps = 20;
    const double Rate = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    readonly Tensor _x = Tensor.From<float>(MadeData.Signed(0, Rows * Inputs), Rows, Inputs);
    readonly Tensor _classes = Tensor.From([.. Enumerable.Range(0, Rows).Select(i => i % Outputs)]);
    readonly Tensor[] _parameters =
    [
        Tensor.From<float>(MadeData.Signed(1, Hidden * Inputs), Hidden, Inputs).AsParameter(), Tensor.Zeros<float>(Hidden).AsParameter(),
        Tensor.From<float>(MadeData.Signed(2, Outputs * Hidden), Outputs, Hidden).AsParameter(), Tensor.Zeros<float>(Outputs).AsParameter(),
    ];

    readonly float[][] _means, _squares;
    double _power1 = 1, _power2 = 1;

    TinyNetwork()
    {
        _means = [.. _parameters.Select(p => new float[p.Length])];
        _squares = [.. _parameters.Select(p => new float[p.Length])];
    }

    internal static Work TrainingStep()
    {
        var network = new TinyNetwork();
        return new(() => network.Step(), () => LossAfter(new TinyNetwork().Step), () => LossAfter(new PlainNetwork().Step));
    }

    static double LossAfter(Func<double> step) => Enumerable.Range(0, CheckedSteps).Select(_ => step()).ToList()[^1];

    double Step()
    {
        var hidden = _x.Linear(_parameters[0], _parameters[1], Activation.Relu);
        var loss = hidden.Linear(_parameters[2], _parameters[3]).CrossEntropyFromLogits(_classes).Mean();
        loss.Backward();
        _power1 *= Beta1;
        _power2 *= Beta2;
        float rate = (float)(Rate / (1 - _power1)), root = (float)Math.Sqrt(1 - _power2);
        for (int p = 0; p < _parameters.Length; p++)
        {
            Adam(_parameters[p].AsSpan<float>(), _parameters[p].Grad!.AsReadOnlySpan<float>(), _means[p], _squares[p], rate, root);
            _parameters[p].ZeroGrad();
        }
        return (double)loss;
    }

    static void Adam(Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float rate, float root)
    {
        for (int i = 0; i < w.Length; i++)
        {
            m[i] = (float)Beta1 * m[i] + (float)(1 - Beta1) * g[i];
            v[i] = (float)Beta2 * v[i] + (float)(1 - Beta2) * g[i] * g[i];
            w[i] -= rate * m[i] / (MathF.Sqrt(v[i]) / root + (float)Epsilon);
        }
    }

    /// <summary>The same by the plainest code.</summary>
    sealed class PlainNetwork
    {
        readonly double[] _x = [.. MadeData.Signed(0, Rows * Inputs)];
        readonly double[][] _parameters =
        [
            [.. MadeData.Signed(1, Hidden * Inputs)], new double[Hidden], [.. MadeData.Signed(2, Outputs * Hidden)], new double[Outputs],
        ];

        readonly double[][] _means = [new double[Hidden * Inputs], new double[Hidden], new double[Outputs * Hidden], new double[Outputs]];
        readonly double[][] _squares = [new double[Hidden * Inputs], new double[Hidden], new double[Outputs * Hidden], new double[Outputs]];
        int _step;

        internal double Step()
        {
            double[][] slopes = [.. _parameters.Select(p => new double[p.Length])];
            double loss = 0;
            for (int row = 0; row < Rows; row++) loss += Row(row, slopes) / Rows;
            _step++;
            for (int p = 0; p < slopes.Length; p++)
                for (int i = 0; i < slopes[p].Length; i++)
                {
                    _means[p][i] = Beta1 * _means[p][i] + (1 - Beta1) * slopes[p][i];
                    _squares[p][i] = Beta2 * _squares[p][i] + (1 - Beta2) * slopes[p][i] * slopes[p][i];
                    double mean = _means[p][i] / (1 - Math.Pow(Beta1, _step)), square = _squares[p][i] / (1 - Math.Pow(Beta2, _step));
                    _parameters[p][i] -= Rate * mean / (Math.Sqrt(square) + Epsilon);
                }
            return loss;
        }

        double Row(int row, double[][] slopes)
        {
            double[] hidden = new double[Hidden], scores = new double[Outputs];
            for (int h = 0; h < Hidden; h++)
            {
                double sum = _parameters[1][h];
                for (int i = 0; i < Inputs; i++) sum += _parameters[0][h * Inputs + i] * _x[row * Inputs + i];
                hidden[h] = Math.Max(sum, 0);
            }
            for (int o = 0; o < Outputs; o++)
            {
                scores[o] = _parameters[3][o];
                for (int h = 0; h < Hidden; h++) scores[o] += _parameters[2][o * Hidden + h] * hidden[h];
            }
            double total = scores.Sum(Math.Exp);
            for (int o = 0; o < Outputs; o++)
            {
                double slope = (Math.Exp(scores[o]) / total - (o == row % Outputs ? 1 : 0)) / Rows;
                slopes[3][o] += slope;
                for (int h = 0; h < Hidden; h++)
                {
                    slopes[2][o * Hidden + h] += slope * hidden[h];
                    if (hidden[h] <= 0) continue;
                    slopes[1][h] += slope * _parameters[2][o * Hidden + h];
                    for (int i = 0; i < Inputs; i++)
                        slopes[0][h * Inputs + i] += slope * _parameters[2][o * Hidden + h] * _x[row * Inputs + i];
                }
            }
            return Math.Log(total) - scores[row % Outputs];
        }
    }
}
