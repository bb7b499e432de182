using Cairn.Autograd;
using Cairn.Layers;
using Cairn.Optimizers;

namespace Cairn.SideBySide;

/// <summary>Networks of the library's layers, float32: steps of training by cross-entropy and Adam, answers, and gradients of what comes in
/// and of the parameters. peers/networks.py has the same.</summary>
static class Networks
{
    const double Rate = 1e-3;
    const int CheckedSteps = 3, Classes = 10;

    /// <summary>Linear layers with relu between; every call takes the next of some batches.</summary>
    internal static Work MlpTraining(int rows, int batches, params int[] sizes)
    {
        int outputs = sizes[^1];
        float[][] xs = [.. Enumerable.Range(0, batches).Select(b => MadeData.Singles((ulong)b, rows * sizes[0]))];
        Tensor[] inputs = [.. xs.Select(x => Tensor.From(x).Reshape(rows, sizes[0]))];
        int[] y = [.. Enumerable.Range(0, rows).Select(i => i % outputs)];
        return Training(() => Mlp(sizes), step => inputs[step % batches], y,
            (p, step) => PlainLayers.CrossEntropy(PlainMlp(p, PlainLayers.Wide(xs[step % batches]), sizes), y));
    }

    /// <summary>The scores of so many rows.</summary>
    internal static Work MlpInference(int rows, params int[] sizes)
    {
        float[] x = MadeData.Singles(0, rows * sizes[0]);
        return Inference(Mlp(sizes), Tensor.From(x).Reshape(rows, sizes[0]), p => PlainMlp(p, PlainLayers.Wide(x), sizes));
    }

    /// <summary>A step of learning the worth of actions: 4-128-128-2, targets from a second network, Huber's loss of the actions taken.</summary>
    internal static Work QLearning(int rows, int hidden)
    {
        const double discount = 0.99;
        int[] sizes = [4, hidden, hidden, 2];
        float[] state = MadeData.Singles(0, rows * 4), next = MadeData.Singles(1, rows * 4), reward = MadeData.Singles(2, rows);
        int[] actions = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        float[] goesOn = [.. Enumerable.Range(0, rows).Select(i => i % 20 == 0 ? 0f : 1f)];
        Tensor s = Tensor.From(state).Reshape(rows, 4), t = Tensor.From(next).Reshape(rows, 4), r = reward, on = goesOn;
        var taken = Tensor.From(actions).Reshape(rows, 1);
        Func<double> Steps()
        {
            Module net = Mlp(sizes), goal = Mlp(sizes);
            var stepper = new Adam { LearningRate = Rate }.For(net.Parameters);
            return () =>
            {
                Tensor target;
                using (Gradients.Off()) target = r + discount * on * goal.Forward(t).Max(1);
                var loss = new Losses.Huber().Of(net.Forward(s).Gather(1, taken).Reshape(rows), target);
                stepper.ZeroGradients();
                loss.Backward();
                stepper.Step();
                return (double)loss;
            };
        }
        var steps = Steps();
        return new(() => steps(), () => Last(Steps()), () =>
        {
            double[] worth = PlainMlp(PlainNumbers(Mlp(sizes)), PlainLayers.Wide(next), sizes);
            return PlainTraining.LossAfter(CheckedSteps, Rate, PlainNumbers(Mlp(sizes)), (p, _) =>
            {
                double[] q = PlainMlp(p, PlainLayers.Wide(state), sizes);
                return Enumerable.Range(0, rows).Average(i =>
                {
                    double e = Math.Abs(q[2 * i + actions[i]] - reward[i] - discount * goesOn[i] * Math.Max(worth[2 * i], worth[2 * i + 1]));
                    return e < 1 ? e * e / 2 : e - 0.5;
                });
            });
        });
    }

    /// <summary>Two convolutions of 3 x 3 with relu and pooling, and two linear layers, on pictures of one channel.</summary>
    internal static Work CnnTraining(int rows, int side, int first, int second, int hidden)
    {
        float[] x = MadeData.Singles(0, rows * side * side);
        var input = Tensor.From(x).Reshape(rows, 1, side, side);
        int[] y = [.. Enumerable.Range(0, rows).Select(i => i % Classes)];
        return Training(() => Cnn(side, first, second, hidden), _ => input, y,
            (p, _) => PlainLayers.CrossEntropy(PlainCnn(p, PlainLayers.Wide(x), side, first, second, hidden), y));
    }

    /// <summary>The scores of so many pictures by the network of <see cref="CnnTraining"/>.</summary>
    internal static Work CnnInference(int rows, int side, int first, int second, int hidden)
    {
        float[] x = MadeData.Singles(0, rows * side * side);
        return Inference(Cnn(side, first, second, hidden), Tensor.From(x).Reshape(rows, 1, side, side),
            p => PlainCnn(p, PlainLayers.Wide(x), side, first, second, hidden));
    }

    /// <summary>Two pairs of convolutions of 3 x 3 with batch normalization and relu, each pair with pooling and dropout behind it, and two linear
    /// layers: steps of AdamW. The check is of the network without dropout, whose draws are each side's own.</summary>
    internal static Work FashionTraining(int rows, int side, int first, int second, int hidden)
    {
        const double decay = 0.01;
        float[] x = MadeData.Singles(0, rows * side * side);
        var input = Tensor.From(x).Reshape(rows, 1, side, side);
        int[] y = [.. Enumerable.Range(0, rows).Select(i => i % Classes)];
        return Training(() => Fashion(side, first, second, hidden, 0), _ => input, y,
            (p, _) => PlainLayers.CrossEntropy(PlainFashion(p, PlainLayers.Wide(x), side, first, second), y),
            new AdamW { LearningRate = Rate, WeightDecay = decay }, () => Fashion(side, first, second, hidden, 1));
    }

    /// <summary>A basic block of a residual network, in training: the gradients of everything from a fixed one of the result.</summary>
    internal static Work ResidualBlock(int rows, int channels, int side)
    {
        float[] x = MadeData.Signed(0, rows * channels * side * side), dy = MadeData.Signed(1, x.Length);
        Convolution Next() => new(channels, channels, 3, padding: 1, bias: false);
        var block = Made(new Sequential(new Residual(new Sequential(Next(), new BatchNorm(channels), new Relu(), Next(), new BatchNorm(channels))),
            new Relu()));
        return Back(block, Tensor.From(x).Reshape(rows, channels, side, side), Tensor.From(dy).Reshape(rows, channels, side, side), (p, z) =>
        {
            double[] a = PlainLayers.Relu(PlainLayers.BatchNorm(PlainLayers.Convolve(z, p[0], null, channels, side), p[1], p[2], side * side));
            double[] b = PlainLayers.BatchNorm(PlainLayers.Convolve(a, p[3], null, channels, side), p[4], p[5], side * side);
            return PlainLayers.Relu([.. b.Zip(z, (u, v) => u + v)]);
        });
    }

    /// <summary>A recurrent layer and a linear one behind its last output.</summary>
    internal static Work SequenceTraining(string kind, int rows, int times, int inputs, int hidden)
    {
        float[] x = MadeData.Singles(0, rows * times * inputs);
        var input = Tensor.From(x).Reshape(rows, times, inputs);
        int[] y = [.. Enumerable.Range(0, rows).Select(i => i % Classes)];
        Module Make() => Made(new Sequential(kind == "lstm" ? new Lstm(inputs, hidden, returnsLast: true) : new Gru(inputs, hidden, returnsLast: true),
            new Linear(hidden, Classes)));
        return Training(Make, _ => input, y, (p, _) =>
        {
            double[] z = PlainLayers.Recurrent(kind, PlainLayers.Wide(x), p[0], p[1], p[2], p[3], times);
            double[] last = [.. Enumerable.Range(0, rows * hidden).Select(i => z[(i / hidden * times + times - 1) * hidden + i % hidden])];
            return PlainLayers.CrossEntropy(PlainLayers.Linear(last, p[4], p[5]), y);
        });
    }

    /// <summary>A plain recurrent layer along one sequence, and the next of so many characters after each time; by its cell in a loop of one's
    /// own, time after time, or all at once.</summary>
    internal static Work CharacterTraining(int times, int characters, int hidden, bool byCell)
    {
        float[] x = MadeData.Singles(0, times * characters);
        var input = Tensor.From(x).Reshape(1, times, characters);
        int[] y = [.. Enumerable.Range(0, times).Select(i => i % characters)];
        return Training(() => Made(byCell ? new ByCell(characters, hidden) : new Characters(characters, hidden)), _ => input, y,
            (p, _) => PlainLayers.CrossEntropy(
                PlainLayers.Linear(PlainLayers.Recurrent("rnn", PlainLayers.Wide(x), p[0], p[1], p[2], p[3], times), p[4], p[5]), y));
    }

    sealed class Characters(int characters, int hidden) : Module
    {
        readonly Rnn _rnn = new(characters, hidden);
        readonly Linear _out = new(hidden, characters);

        public override Tensor Forward(Tensor x) => _out.Forward(_rnn.Forward(x)[0]);
    }

    sealed class ByCell(int characters, int hidden) : Module
    {
        readonly RnnCell _cell = new(characters, hidden);
        readonly Linear _out = new(hidden, characters);

        public override Tensor Forward(Tensor x)
        {
            var state = Tensor.Zeros<float>(1, hidden);
            var scores = new Tensor[x.Shape[1]];
            for (int t = 0; t < scores.Length; t++)
            {
                state = _cell.Forward(x[.., t], state);
                scores[t] = _out.Forward(state);
            }
            return Tensor.Concat(scores, 0);
        }
    }

    static Module Mlp(int[] sizes) => Made(new Sequential([.. Enumerable.Range(1, sizes.Length - 1).Select(i =>
        new Linear(sizes[i - 1], sizes[i], activation: i < sizes.Length - 1 ? Activation.Relu : Activation.None))]));

    static double[] PlainMlp(double[][] p, double[] x, int[] sizes)
    {
        for (int i = 1; i < sizes.Length; i++)
        {
            x = PlainLayers.Linear(x, p[2 * i - 2], p[2 * i - 1]);
            if (i < sizes.Length - 1) x = PlainLayers.Relu(x);
        }
        return x;
    }

    static Module Cnn(int side, int first, int second, int hidden) => Made(new Sequential(
        new Convolution(1, first, 3, padding: 1, activation: Activation.Relu), new MaxPool(2),
        new Convolution(first, second, 3, padding: 1, activation: Activation.Relu), new MaxPool(2),
        new Flatten(), new Linear(second * (side / 4) * (side / 4), hidden, activation: Activation.Relu), new Linear(hidden, Classes)));

    static double[] PlainCnn(double[][] p, double[] x, int side, int first, int second, int hidden)
    {
        x = PlainLayers.MaxPool(PlainLayers.Relu(PlainLayers.Convolve(x, p[0], p[1], 1, side)), side);
        x = PlainLayers.MaxPool(PlainLayers.Relu(PlainLayers.Convolve(x, p[2], p[3], first, side / 2)), side / 2);
        return PlainLayers.Linear(PlainLayers.Relu(PlainLayers.Linear(x, p[4], p[5])), p[6], p[7]);
    }

    static Module Fashion(int side, int first, int second, int hidden, double dropout)
    {
        static Sequential Seeing(int from, int to) => new(new Convolution(from, to, 3, padding: 1, bias: false), new BatchNorm(to), new Relu());
        return Made(new Sequential(
            Seeing(1, first), Seeing(first, first), new MaxPool(2), new Dropout(0.2 * dropout),
            Seeing(first, second), Seeing(second, second), new MaxPool(2), new Dropout(0.3 * dropout), new Flatten(),
            new Linear(second * (side / 4) * (side / 4), hidden, activation: Activation.Relu), new Dropout(0.4 * dropout), new Linear(hidden, Classes)));
    }

    static double[] PlainFashion(double[][] p, double[] x, int side, int first, int second)
    {
        double[] Seen(int at, int channels, int side) => PlainLayers.Relu(
            PlainLayers.BatchNorm(PlainLayers.Convolve(x, p[at], null, channels, side), p[at + 1], p[at + 2], side * side));
        x = Seen(0, 1, side);
        x = PlainLayers.MaxPool(Seen(3, first, side), side);
        x = Seen(6, first, side / 2);
        x = PlainLayers.MaxPool(Seen(9, second, side / 2), side / 2);
        return PlainLayers.Linear(PlainLayers.Relu(PlainLayers.Linear(x, p[12], p[13])), p[14], p[15]);
    }

    /// <summary>Steps of an optimizer, Adam unless given, whose decay is for what has more than one axis; those that are timed may be of another
    /// network than those that are checked.</summary>
    static Work Training(Func<Module> make, Func<int, Tensor> input, int[] y, Func<double[][], int, double> plainLoss, Optimizer? optimizer = null,
        Func<Module>? timed = null)
    {
        Tensor classes = Tensor.From(y);
        Func<double> Steps(Func<Module> make)
        {
            var net = make();
            var stepper = (optimizer ?? new Adam { LearningRate = Rate }).For(net.Parameters);
            int step = 0;
            return () =>
            {
                using var training = Mode.Training(0, step);
                var loss = Loss.CrossEntropyFromLogits.Of(net.Forward(input(step++)), classes);
                stepper.ZeroGradients();
                loss.Backward();
                stepper.Step();
                return (double)loss;
            };
        }
        var steps = Steps(timed ?? make);
        return new(() => steps(), () => Last(Steps(make)), () => PlainTraining.LossAfter(CheckedSteps, Rate, PlainNumbers(make()), plainLoss,
            [.. make().Parameters.Where(p => !p.IsRunning).Select(p => p.Shape.Rank > 1 ? optimizer?.WeightDecay ?? 0 : 0)]));
    }

    static double Last(Func<double> step) => Enumerable.Range(0, CheckedSteps).Select(_ => step()).ToList()[^1];

    static Work Inference(Module net, Tensor x, Func<double[][], double[]> plain)
    {
        Tensor Answer()
        {
            using (Gradients.Off()) return net.Forward(x);
        }
        return new(() => Answer(), () => Digest(Answer()), () => MadeData.Digest<double>(plain(PlainNumbers(net))));
    }

    /// <summary>Forward and back in training from a gradient of the result; checked by the digests of all gradients.</summary>
    static Work Back(Module net, Tensor x, Tensor dy, Func<double[][], double[], double[]> plain)
    {
        float[] values = x.ToArray<float>();
        x = x.AsParameter();
        var parameters = net.Parameters.Where(p => !p.IsRunning).ToList();
        void Run()
        {
            x.ZeroGrad();
            net.ZeroGradients();
            using var training = Mode.Training();
            net.Forward(x).Backward(dy);
        }
        return new(Run, () =>
        {
            Run();
            return Digest(x.Grad!) + parameters.Sum(p => Digest(p.Gradient!)) / x.Shape[0];
        }, () =>
        {
            // a digest of gradients is a slope along one direction
            const double h = 1e-6;
            double[] slopes = PlainLayers.Wide(dy.ToArray<float>());
            double At(double t)
            {
                double[][] p = [.. PlainNumbers(net).Select(w => Moved(w, t / x.Shape[0]))];
                return plain(p, Moved(PlainLayers.Wide(values), t)).Zip(slopes, (u, v) => u * v).Sum();
            }
            return (At(h) - At(-h)) / (2 * h);
        });
        double[] Moved(double[] w, double t) => [.. w.Select((v, i) => v + t * (1 + i % 13) / w.Length)];
    }

    static double Digest(Tensor t) => MadeData.Digest<float>(t.ToArray<float>());

    /// <summary>The network with numbers that both sides make: parameter p has those of seed 100 + p, over the root of how many one output sums;
    /// biases are small, and the weights of normalizations near 1.</summary>
    static Module Made(Module net)
    {
        net.Initialize();
        int next = 0;
        foreach (var (path, parameter) in net.NamedParameters.Where(p => !p.Parameter.IsRunning))
        {
            float[] numbers = MadeData.Signed((ulong)(100 + next++), parameter.Shape.Elements);
            float scale = parameter.Shape.Rank > 1 ? (float)(1 / Math.Sqrt(parameter.Shape.Elements / parameter.Shape[0])) : 0.1f;
            float shift = parameter.Shape.Rank == 1 && path.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            parameter.Set(Tensor.From(Array.ConvertAll(numbers, v => v * scale + shift)).Reshape(parameter.Shape.AsSpan()));
        }
        return net;
    }

    static double[][] PlainNumbers(Module net) =>
        [.. net.Parameters.Where(p => !p.IsRunning).Select(p => PlainLayers.Wide(p.Value.Detach().ToArray<float>()))];
}
