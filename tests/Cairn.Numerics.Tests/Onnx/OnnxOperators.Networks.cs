namespace Cairn.Tests;

static partial class OnnxOperators
{
    static KeyValuePair<string, Mapping>[] Products =>
    [
        Two("MatMul", (x, y) => x.MatMul(y)),
        Row("Gemm", (n, x) =>
        {
            Tensor a = n.Is("transA") ? x[0]!.T : x[0]!, b = n.Is("transB") ? x[1]!.T : x[1]!;
            var product = a.MatMul(b) * n.Number("alpha", 1);
            return [At(x, 2) is { } c ? product + n.Number("beta", 1) * c : product];
        }),
        Row("Einsum", (n, x) => [Tensor.Einsum(n.Text("equation", ""), [.. x.Select(t => t!)])]), One("Det", x => x.Determinant()),
        Row("MatMulInteger", (_, x) => [Less(x[0]!, At(x, 2)).MatMul(Less(x[1]!, At(x, 3)))]),
        Row("QuantizeLinear", (n, x) => [Quantized(n, x[0]!, x[1]!, At(x, 2))]),
        Row("DequantizeLinear", (n, x) =>
        {
            n.Refuse("block_size", "no scales of blocks");
            int axis = Axis(n.Int("axis", 1), x[0]!.Rank);
            return [Less(x[0]!, At(x, 2) is { } zero ? Spread(zero, axis, x[0]!.Rank) : null).To(x[1]!.DType) * Spread(x[1]!, axis, x[0]!.Rank)];
        }),
        Row("DynamicQuantizeLinear", (n, x) =>
        {
            var scale = (Tensor.Maximum(x[0]!.Max(), 0.0) - Tensor.Minimum(x[0]!.Min(), 0.0)) / 255;
            var zero = (-Tensor.Minimum(x[0]!.Min(), 0.0) / scale).Clamp(0.0, 255.0).Round().To<byte>();
            return [Quantized(n, x[0]!, scale, zero), scale, zero];
        }),
        Row("QLinearMatMul", (n, x) => [Quantized(n, Less(x[0]!, x[2]).MatMul(Less(x[3]!, x[5])).To<float>() * (x[1]! * x[4]!), x[6]!, x[7])]),
    ];

    /// <summary>Small integers less the one that stands for 0, as integers of 32 bits.</summary>
    static Tensor Less(Tensor x, Tensor? zero) => zero is null ? x.To<int>() : x.To<int>() - zero.To<int>();

    static Tensor Spread(Tensor perAxis, int axis, int rank) => perAxis.Rank == 0 || perAxis.Length == 1 ? perAxis.Reshape() : Along(perAxis, axis, rank);

    static Tensor Quantized(OnnxNode node, Tensor x, Tensor scale, Tensor? zero)
    {
        node.Refuse("block_size", "no scales of blocks");
        if (node.Has("output_dtype") && node.Int("output_dtype") != 0) OnnxTensor.TypeOf(node.Int("output_dtype"));
        int axis = Axis(node.Int("axis", 1), x.Rank);
        var steps = (x / Spread(scale, axis, x.Rank)).Round();
        if (zero is not null) steps += Spread(zero, axis, x.Rank).To(x.DType);
        return steps.Clamp(0.0, 255.0).To<byte>();
    }

    static KeyValuePair<string, Mapping>[] Networks =>
    [
        One("Softmax", (n, x) => x.Softmax(n.Int("axis", -1))), One("LogSoftmax", (n, x) => x.LogSoftmax(n.Int("axis", -1))),
        One("Hardmax", (n, x) =>
        {
            int axis = Axis(n.Int("axis", -1), x.Rank);
            return Along(Tensor.Arange(x.Shape[axis]).To<long>(), axis, x.Rank).EqualTo(x.ArgMax(axis, keepDims: true).To<long>()).To(x.DType);
        }),
        Row("LayerNormalization", (n, x) =>
        {
            var t = x[0]!;
            int axis = Axis(n.Int("axis", -1), t.Rank);
            int[] axes = [.. Enumerable.Range(axis, t.Rank - axis)];
            double epsilon = n.Number("epsilon", 1e-5);
            return [t.LayerNorm(x[1], At(x, 2), epsilon, axes.Length), t.Mean(axes, true), 1 / (t.Variance(axes, true) + epsilon).Sqrt()];
        }),
        Row("RMSNormalization", (n, x) => [x[0]!.RmsNorm(x[1], n.Number("epsilon", 1e-5), x[0]!.Rank - Axis(n.Int("axis", -1), x[0]!.Rank))]),
        Row("GroupNormalization", (n, x) => [InGroups(n, x[0]!, n.Int("num_groups"), x[1]!, x[2]!)]),
        Row("InstanceNormalization", (n, x) => [InGroups(n, x[0]!, x[0]!.Shape[1], x[1]!, x[2]!)]),
        One("MeanVarianceNormalization", (n, x) =>
        {
            int[] axes = n.Ints("axes") ?? [0, 2, 3];
            return (x - x.Mean(axes, true)) / (x.StandardDeviation(axes, true) + 1e-9);
        }),
        One("LpNormalization", (n, x) => x / Tensor.Maximum(x.PNorm(n.Int("p", 2), n.Int("axis", -1), keepDims: true), 1e-30)),
        One("LRN", (n, x) =>
        {
            int size = n.Int("size"), before = (size - 1) / 2;
            var widths = new (int, int)[x.Rank];
            widths[1] = (before, size - 1 - before);
            var squares = x.Square().Pad(widths);
            var sum = Enumerable.Range(0, size).Select(i => Part(squares, 1, i..(i + x.Shape[1]))).Aggregate((a, b) => a + b);
            return x / (n.Number("bias", 1) + n.Number("alpha", 0.0001) / size * sum).Pow(n.Number("beta", 0.75));
        }),
        Row("Dropout", (n, x) =>
        {
            bool drops = At(x, 2) is { } training && (bool)training && (At(x, 1) is not { } ratio || (double)ratio.To<double>() > 0);
            return drops ? throw new NotInCairnException("Dropout: other draws") : [x[0], Tensor.Ones<bool>([.. x[0]!.Shape])];
        }),
        Row("SwiGLU", (n, x) => [x[0]! * (n.Number("alpha", 1) * x[0]!).Sigmoid() * x[1]!]),
        Row("BatchNormalization", (n, x) =>
        {
            double epsilon = n.Number("epsilon", 1e-5), momentum = n.Number("momentum", 0.9);
            if (!n.Is("training_mode")) return [x[0]!.BatchNormWith(x[3]!, x[4]!, x[1], x[2], epsilon)];
            var (y, mean, variance) = x[0]!.BatchNorm(x[1], x[2], epsilon);
            return [y, x[3]! * momentum + mean * (1 - momentum), x[4]! * momentum + variance * (1 - momentum)];
        }),
    ];

    static Tensor InGroups(OnnxNode node, Tensor x, int groups, Tensor scale, Tensor bias)
    {
        if (scale.Length != x.Shape[1]) throw new NotInCairnException("GroupNormalization: no factors of groups");
        var y = x.Reshape(x.Shape[0], groups, -1).LayerNorm(epsilon: node.Number("epsilon", 1e-5)).Reshape(x.Shape.AsSpan());
        return y * Along(scale, 1, x.Rank) + Along(bias, 1, x.Rank);
    }

    static KeyValuePair<string, Mapping>[] Windows =>
    [
        Row("Conv", (n, x) => [Convolved(n, x[0]!, x[1]!, At(x, 2))]),
        Row("ConvInteger", (n, x) =>
        {
            var w = At(x, 3) is { Rank: > 0 } zeros ? Less(x[1]!, Along(zeros, 0, x[1]!.Rank)) : Less(x[1]!, At(x, 3));
            return [Convolved(n, Less(x[0]!, At(x, 2)).To<double>(), w.To<double>(), null).To<int>()];
        }),
        Row("QLinearConv", (n, x) =>
        {
            if (x[4]!.Length > 1) throw new NotInCairnException("QLinearConv: no scales of channels");
            return [Quantized(n, Convolved(n, Less(x[0]!, x[2]).To<float>(), Less(x[3]!, x[5]!.Reshape()).To<float>(), At(x, 8)?.To<float>())
                * (x[1]! * x[4]!.Reshape()), x[6]!, x[7])];
        }),
        Row("ConvTranspose", (n, x) =>
        {
            Tensor t = x[0]!, w = x[1]!;
            int axes = t.Rank - 2;
            int[] strides = n.Ints("strides") ?? Same(axes, 1), dilations = n.Ints("dilations") ?? Same(axes, 1), more = n.Ints("output_padding") ?? Same(axes, 0);
            int[] pads = n.Ints("pads") ?? Same(2 * axes, 0);
            var y = t.TransposedConvolution(w, At(x, 2), PerAxis.Of(strides), 0, PerAxis.Of(more), PerAxis.Of(dilations), n.Int("group", 1));
            string auto = n.Text("auto_pad", "NOTSET");
            int[]? sizes = n.Ints("output_shape") ?? (auto.StartsWith("SAME", StringComparison.Ordinal) ? [.. strides.Select((s, a) => t.Shape[a + 2] * s)] : null);
            for (int a = 0; a < axes; a++)
            {
                if (sizes is not null)
                {
                    int less = y.Shape[a + 2] - sizes[a];
                    (pads[a], pads[a + axes]) = auto == "SAME_UPPER" || less < 0 ? (less / 2, less - less / 2) : (less - less / 2, less / 2);
                }
                if (pads[a + axes] < 0)
                {
                    var widths = new (int, int)[y.Rank];
                    widths[a + 2] = (0, -pads[a + axes]);
                    (y, pads[a + axes]) = (y.Pad(widths), 0);
                }
                y = Part(y, a + 2, pads[a]..^pads[a + axes]);
            }
            return [y];
        }),
        Row("MaxPool", (n, x) =>
        {
            if (n.Outputs.Count > 1) throw new NotInCairnException("MaxPool: the positions of the largest are not given");
            var t = x[0]!;
            var real = t.DType.IsFloating() ? t : t.To<float>();
            var (window, strides, pads, _) = Pooled(n, real);
            var y = IsPlain(window, pads) ? real.MaxPool(PerAxis.Of(window), PerAxis.Of(strides), PerAxis.Of(pads[..window.Length]))
                : Bordered(real, pads, double.NegativeInfinity).MaxPool(PerAxis.Of(window), PerAxis.Of(strides));
            return [y.To(t.DType)];
        }),
        Row("AveragePool", (n, x) =>
        {
            var t = x[0]!;
            var (window, strides, pads, beyond) = Pooled(n, t);
            bool counts = n.Is("count_include_pad");
            if (beyond.All(b => b == 0) && IsPlain(window, pads))
                return [t.AveragePool(PerAxis.Of(window), PerAxis.Of(strides), PerAxis.Of(pads[..window.Length]), counts)];
            // what lies beyond the border counts for nothing: the average of the numbers over that of ones
            int[] border = [.. pads.Select((p, i) => i < window.Length ? p : p - beyond[i - window.Length])];
            var ones = Bordered(Bordered(Tensor.Ones(t.DType, t.Shape.AsSpan()), border, counts ? 1 : 0), [.. Same(window.Length, 0), .. beyond], 0);
            Tensor Average(Tensor bordered) => bordered.AveragePool(PerAxis.Of(window), PerAxis.Of(strides));
            return [Average(Bordered(t, pads, 0)) / Average(ones)];
        }),
        Row("LpPool", (n, x) =>
        {
            double p = n.Int("p", 2);
            var (window, strides, pads, _) = Pooled(n, x[0]!);
            var powers = Bordered(x[0]!.Abs().Pow(p), pads, 0).AveragePool(PerAxis.Of(window), PerAxis.Of(strides));
            return [(powers * Grid.Count(window)).Pow(1 / p)];
        }),
        Row("Col2Im", (n, x) =>
        {
            int[] sizes = Ints(x[1]!), taps = Ints(x[2]!), pads = n.Ints("pads") ?? Same(2 * taps.Length, 0);
            if (!pads[..taps.Length].SequenceEqual(pads[taps.Length..])) throw new NotInCairnException("Col2Im: no uneven border");
            return [x[0]!.Fold(PerAxis.Of(sizes), PerAxis.Of(taps), PerAxis.Of(n.Ints("strides") ?? Same(taps.Length, 1)), PerAxis.Of(pads[..taps.Length]),
                PerAxis.Of(n.Ints("dilations") ?? Same(taps.Length, 1)))];
        }),
        Row("Resize", Resized),
        One("GlobalAveragePool", x => x.AdaptiveAveragePool(1)), One("GlobalMaxPool", x => x.AdaptiveMaxPool(1)),
    ];

    /// <summary>Whether a border is one that Cairn's pooling takes: as wide after as before, and at most half a window.</summary>
    static bool IsPlain(int[] window, int[] pads) => pads[..window.Length].SequenceEqual(pads[window.Length..]) && window.Zip(pads).All(w => w.Second <= w.First / 2);

    static Tensor?[] Resized(OnnxNode node, Tensor?[] x)
    {
        foreach (string attribute in (string[])["antialias", "axes", "exclude_outside", "keep_aspect_ratio_policy", "cubic_coeff_a", "nearest_mode"])
            node.Refuse(attribute, $"no {attribute}");
        var t = x[0]!;
        int[] sizes = At(x, 3) is { } given ? Ints(given) : [.. x[2]!.ToArray<float>().Select((scale, a) => (int)Math.Floor(t.Shape[a] * (double)scale))];
        string mode = node.Text("mode", "nearest"), places = node.Text("coordinate_transformation_mode", "half_pixel");
        bool isWhole = sizes.Zip(t.Shape).All(s => s.First % s.Second == 0), isEven = At(x, 2) is not { } scales
            || scales.ToArray<float>().Select((scale, a) => t.Shape[a] * (double)scale).All(size => size == Math.Floor(size));
        if (mode == "nearest" ? !isWhole || places != "half_pixel" : !isEven || places is not ("half_pixel" or "align_corners"))
            throw new NotInCairnException($"Resize: no {mode} at places of {places} for such sizes");
        return [t.Resize(PerAxis.Of(sizes[2..]), mode switch
        {
            "nearest" => Interpolation.Nearest,
            "linear" => Interpolation.Linear,
            _ => Interpolation.Cubic,
        }, places == "align_corners")];
    }

    static int[] Same(int count, int value) => [.. Enumerable.Repeat(value, count)];

    /// <summary>The border before and after each axis that a node asks for.</summary>
    static int[] Border(OnnxNode node, Tensor x, int[] window, int[] strides, int[] dilations)
    {
        string auto = node.Text("auto_pad", "NOTSET");
        if (!auto.StartsWith("SAME", StringComparison.Ordinal)) return node.Ints("pads") ?? Same(2 * window.Length, 0);
        int[] all = [.. window.Select((w, a) =>
            Math.Max((((x.Shape[a + 2] - 1) / strides[a] + 1 - 1) * strides[a]) + (w - 1) * dilations[a] + 1 - x.Shape[a + 2], 0))];
        return auto == "SAME_UPPER" ? [.. all.Select(p => p / 2), .. all.Select(p => p - p / 2)] : [.. all.Select(p => p - p / 2), .. all.Select(p => p / 2)];
    }

    static Tensor Bordered(Tensor x, int[] pads, double value)
    {
        int axes = pads.Length / 2;
        return pads.All(p => p == 0) ? x : x.Pad([(0, 0), (0, 0), .. Enumerable.Range(0, axes).Select(a => (pads[a], pads[a + axes]))], value);
    }

    static Tensor Convolved(OnnxNode node, Tensor x, Tensor w, Tensor? bias)
    {
        int axes = x.Rank - 2;
        int[] strides = node.Ints("strides") ?? Same(axes, 1), dilations = node.Ints("dilations") ?? Same(axes, 1);
        int[] pads = Border(node, x, [.. w.Shape.Skip(2)], strides, dilations);
        if (pads[..axes].SequenceEqual(pads[axes..]))
            return x.Convolution(w, bias, PerAxis.Of(strides), PerAxis.Of(pads[..axes]), PerAxis.Of(dilations), node.Int("group", 1));
        return Bordered(x, pads, 0).Convolution(w, bias, PerAxis.Of(strides), dilation: PerAxis.Of(dilations), groups: node.Int("group", 1));
    }

    /// <summary>The windows of a pooling; its border, with what lies beyond it so that the last windows are whole, and that part of it.</summary>
    static (int[] Window, int[] Strides, int[] Pads, int[] Beyond) Pooled(OnnxNode node, Tensor x)
    {
        int[] window = node.Ints("kernel_shape")!;
        int axes = window.Length;
        if (axes > 3) throw new NotInCairnException($"{node.Operator}: no windows of {axes} axes");
        if (node.Ints("dilations") is { } dilations && dilations.Any(d => d != 1)) throw new NotInCairnException($"{node.Operator}: no windows with gaps");
        int[] strides = node.Ints("strides") ?? Same(axes, 1), pads = [.. Border(node, x, window, strides, Same(axes, 1))], beyond = new int[axes];
        for (int a = 0; a < axes; a++)
        {
            int length = x.Shape[a + 2] + pads[a] + pads[a + axes], count = (length - window[a]) / strides[a] + 1;
            if (node.Is("ceil_mode") && (length - window[a]) % strides[a] != 0 && count * strides[a] < x.Shape[a + 2] + pads[a]) count++;
            beyond[a] = Math.Max((count - 1) * strides[a] + window[a] - length, 0);
            pads[a + axes] += beyond[a];
        }
        return (window, strides, pads, beyond);
    }

    static KeyValuePair<string, Mapping>[] Losses =>
    [
        Row("NegativeLogLikelihoodLoss", (n, x) => [LossOf(n, x[0]!, x[1]!, At(x, 2))]),
        Row("SoftmaxCrossEntropyLoss", (n, x) =>
        {
            var logs = x[0]!.LogSoftmax(1);
            return [LossOf(n, logs, x[1]!, At(x, 2)), logs];
        }),
    ];

    static Tensor LossOf(OnnxNode node, Tensor logs, Tensor classes, Tensor? weights)
    {
        var counts = Tensor.Ones<bool>([.. classes.Shape]);
        if (node.Has("ignore_index"))
        {
            counts = classes.NotEqualTo(node.Int("ignore_index"));
            classes = Tensor.Where(counts, classes, 0);
        }
        var factors = counts.To(logs.DType);
        if (weights is not null) factors *= weights[classes];
        var losses = -logs.Gather(1, classes.Unsqueeze(1)).Squeeze(1) * factors;
        return node.Text("reduction", "mean") switch
        {
            "none" => losses,
            "sum" => losses.Sum(),
            _ => losses.Sum() / factors.Sum(),
        };
    }
}
