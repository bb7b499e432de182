namespace Cairn.SideBySide;

/// <summary>The layers of networks on images, float32.</summary>
static class Layers
{
    /// <summary>A convolution of square taps whose border keeps the size, without bias; when it goes back, with the gradients of images and
    /// weights from a fixed one of the result.</summary>
    internal static Work Convolution(int images, int channels, int side, int filters, int taps, int groups, bool back)
    {
        int border = taps / 2, own = channels / groups;
        float[] x = MadeData.Signed(0, images * channels * side * side), w = MadeData.Signed(1, filters * own * taps * taps);
        float[] dy = MadeData.Signed(2, images * filters * side * side);
        Tensor input = Tensor.From(x).Reshape(images, channels, side, side), weights = Tensor.From(w).Reshape(filters, own, taps, taps);
        Tensor slope = Tensor.From(dy).Reshape(images, filters, side, side);
        Tensor Forward() => input.Convolution(weights, padding: border, groups: groups);
        if (!back) return new(() => Forward(), () => Digest(Forward()), () => MadeData.Digest<double>(Naive(1)));
        (input, weights) = (input.AsParameter(), weights.AsParameter());
        double size = images * side * side; // the gradient of a weight is a sum over so many places
        void Run()
        {
            input.ZeroGrad();
            weights.ZeroGrad();
            Forward().Backward(slope);
        }
        return new(Run, () =>
        {
            Run();
            return Digest(input.Grad!) + Digest(weights.Grad!) / size;
        }, () => MadeData.Digest<double>(Naive(2)) + MadeData.Digest<double>(Naive(3)) / size);

        // the result, the gradient of the images or that of the weights
        double[] Naive(int which)
        {
            var to = new double[which == 1 ? dy.Length : which == 2 ? x.Length : w.Length];
            for (int place = 0; place < dy.Length; place++)
            {
                int j = place % side, i = place / side % side, f = place / side / side % filters, n = place / side / side / filters;
                for (int tap = 0; tap < own * taps * taps; tap++)
                {
                    int q = j + tap % taps - border, p = i + tap / taps % taps - border, c = f / (filters / groups) * own + tap / taps / taps;
                    if (p < 0 || q < 0 || p >= side || q >= side) continue;
                    int from = ((n * channels + c) * side + p) * side + q, weight = f * own * taps * taps + tap;
                    if (which == 1) to[place] += (double)x[from] * w[weight];
                    else if (which == 2) to[from] += (double)dy[place] * w[weight];
                    else to[weight] += (double)dy[place] * x[from];
                }
            }
            return to;
        }
    }

    /// <summary>The maxima of squares of two; when it goes back, the gradient too.</summary>
    internal static Work MaxPool(int images, int channels, int side, bool back)
    {
        float[] x = MadeData.Signed(0, images * channels * side * side);
        var input = Tensor.From(x).Reshape(images, channels, side, side);
        int half = side / 2;
        double[] naive() => [.. Enumerable.Range(0, x.Length / 4).Select(o =>
        {
            int at = o / half / half * side * side + o / half % half * 2 * side + o % half * 2;
            return Math.Max(Math.Max((double)x[at], x[at + 1]), Math.Max(x[at + side], x[at + side + 1]));
        })];
        if (!back) return new(() => input.MaxPool(2), () => Digest(input.MaxPool(2)), () => MadeData.Digest<double>(naive()));
        input = input.AsParameter();
        var slope = Tensor.Ones<float>(images, channels, half, half);
        void Run()
        {
            input.ZeroGrad();
            input.MaxPool(2).Backward(slope);
        }
        return new(Run, () =>
        {
            Run();
            return Digest(input.Grad!);
        }, () =>
        {
            double[] best = naive();
            return MadeData.Digest<double>([.. x.Select((v, i) =>
                v == best[i / side / side * half * half + i / side % side / 2 * half + i % side / 2] ? 1.0 : 0)]);
        });
    }

    /// <summary>The averages of squares of two, or of whole channels; when it goes back, with the gradient.</summary>
    internal static Work AveragePool(int images, int channels, int side, bool whole, bool back) => Differentiated.Work([new([images, channels, side, side])],
        x => whole ? x[0].AdaptiveAveragePool(1) : x[0].AveragePool(2), x =>
        {
            int window = whole ? side : 2, count = side / window;
            var y = new double[images * channels * count * count];
            for (int i = 0; i < x[0].Length; i++)
                if (i % side / window < count && i / side % side / window < count)
                    y[(i / side / side * count + i / side % side / window) * count + i % side / window] += x[0][i] / window / window;
            return y;
        }, back);

    /// <summary>Batch normalization in training, with weight and bias; when it goes back, with all gradients.</summary>
    internal static Work BatchNorm(int images, int channels, int side, bool back)
    {
        int length = side * side, uses = images * length;
        return Differentiated.Work([new([images, channels, side, side]), new([channels], 1, uses), new([channels], 1, uses)],
            x => x[0].BatchNorm(x[1], x[2]).Y, x =>
            {
                int Channel(int i) => i / length % channels;
                double[] mean = new double[channels], variance = new double[channels];
                for (int i = 0; i < x[0].Length; i++) mean[Channel(i)] += x[0][i] / uses;
                for (int i = 0; i < x[0].Length; i++) variance[Channel(i)] += Math.Pow(x[0][i] - mean[Channel(i)], 2) / uses;
                return [.. x[0].Select((v, i) => (v - mean[Channel(i)]) / Math.Sqrt(variance[Channel(i)] + 1e-5) * x[1][Channel(i)] + x[2][Channel(i)])];
            }, back);
    }

    static double Digest(Tensor t) => MadeData.Digest<float>(t.ToArray<float>());
}
