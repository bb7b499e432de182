namespace Cairn.Tests;

static partial class OnnxOperators
{
    static KeyValuePair<string, Mapping>[] Shapes =>
    [
        One("Shape", (n, x) => Tensor.From<long>([.. x.Shape.Select(s => (long)s).Take(Bound(n.Int("end", x.Rank), x.Rank)).Skip(Bound(n.Int("start"), x.Rank))])),
        One("Size", x => Tensor.Scalar((long)x.Length)),
        Row("Reshape", (n, x) =>
        {
            int[] sizes = Ints(x[1]!);
            return [x[0]!.Reshape([.. sizes.Select((s, a) => s == 0 && !n.Is("allowzero") ? x[0]!.Shape[a] : s)])];
        }),
        One("Flatten", (n, x) =>
        {
            int axis = Axis(n.Int("axis", 1), x.Rank);
            return x.Reshape(Grid.Count(x.Shape.Take(axis)), Grid.Count(x.Shape.Skip(axis)));
        }),
        Row("Squeeze", (n, x) =>
        {
            int[]? axes = Axes(n, x, 1, x[0]!.Rank);
            return [x[0]!.Reshape([.. x[0]!.Shape.Where((s, a) => axes is null ? s != 1 : !axes.Contains(a))])];
        }),
        Row("Unsqueeze", (n, x) =>
        {
            int[] given = At(x, 1) is { } input ? Ints(input) : n.Ints("axes")!;
            return [given.Select(a => Axis(a, x[0]!.Rank + given.Length)).Order().Aggregate(x[0]!, (t, axis) => t.Unsqueeze(axis))];
        }),
        One("Transpose", (n, x) => x.Permute(n.Ints("perm") ?? [.. Enumerable.Range(0, x.Rank).Reverse()])),
        Row("Concat", (n, x) => [Tensor.Concat([.. x.Select(t => t!)], n.Int("axis"))]),
        Row("Split", (n, x) =>
        {
            int axis = Axis(n.Int("axis"), x[0]!.Rank), length = x[0]!.Shape[axis], parts = n.Outputs.Count, size = (length + parts - 1) / parts;
            int[] sizes = At(x, 1) is { } given ? Ints(given) : n.Ints("split") ?? [.. Enumerable.Range(0, parts).Select(i => Math.Min(size, length - i * size))];
            return x[0]!.Split(sizes, axis);
        }),
        Row("Slice", (n, x) =>
        {
            var t = x[0]!;
            int[] starts = Ints(x[1]!), ends = Ints(x[2]!), axes = At(x, 3) is { } a ? Ints(a) : [.. Enumerable.Range(0, starts.Length)];
            int[] steps = At(x, 4) is { } s ? Ints(s) : [.. starts.Select(_ => 1)];
            var slices = Everything(t.Rank);
            for (int i = 0; i < axes.Length; i++) slices[Axis(axes[i], t.Rank)] = Range(starts[i], ends[i], steps[i], t.Shape[axes[i]]);
            return [t[slices]];
        }),
        Row("Expand", (_, x) => [x[0]!.BroadcastTo(Grid.Broadcast([.. x[0]!.Shape], Ints(x[1]!)))]),
        Row("Tile", (_, x) => [Ints(x[1]!).Select((times, axis) => (times, axis)).Aggregate(x[0]!,
            (t, r) => Tensor.Concat([.. Enumerable.Repeat(t, r.times)], r.axis))]),
        Row("Pad", (n, x) => [Padded(n, x)]),
        Row("CenterCropPad", (n, x) =>
        {
            int[] sizes = Ints(x[1]!), axes = Axes(n, [], 0, x[0]!.Rank) ?? [.. Enumerable.Range(0, x[0]!.Rank)];
            return [axes.Zip(sizes).Aggregate(x[0]!, (t, to) => Centred(t, to.First, to.Second))];
        }),
        One("DepthToSpace", (n, x) =>
        {
            int block = n.Int("blocksize"), channels = x.Shape[1] / block / block, height = x.Shape[2], width = x.Shape[3];
            return (n.Text("mode", "DCR") == "DCR"
                ? x.Reshape(x.Shape[0], block, block, channels, height, width).Permute(0, 3, 4, 1, 5, 2)
                : x.Reshape(x.Shape[0], channels, block, block, height, width).Permute(0, 1, 4, 2, 5, 3))
                .Reshape(x.Shape[0], channels, height * block, width * block);
        }),
        One("SpaceToDepth", (n, x) =>
        {
            int block = n.Int("blocksize"), height = x.Shape[2] / block, width = x.Shape[3] / block;
            return x.Reshape(x.Shape[0], x.Shape[1], height, block, width, block).Permute(0, 3, 5, 1, 2, 4)
                .Reshape(x.Shape[0], x.Shape[1] * block * block, height, width);
        }),
        Row("Trilu", (n, x) =>
        {
            var t = x[0]!;
            var diagonal = Tensor.Arange(t.Shape[-1]) - Tensor.Arange(t.Shape[-2]).Unsqueeze(1) - (At(x, 1) is { } k ? Int(k) : 0);
            return [Tensor.Where(n.Is("upper", true) ? diagonal >= 0 : diagonal <= 0, t, Tensor.Zeros(t.DType, t.Shape.AsSpan()))];
        }),
        Row("ReverseSequence", (n, x) =>
        {
            int[] lengths = Ints(x[1]!);
            int batch = n.Int("batch_axis", 1), time = n.Int("time_axis");
            return [Tensor.Concat([.. lengths.Select((length, b) =>
            {
                var row = Part(x[0]!, batch, b..(b + 1));
                return Tensor.Concat([Part(row, time, ..length).Flip(time), Part(row, time, length..)], time);
            })], batch)];
        }),
    ];

    static int Bound(int end, int rank) => Math.Clamp(Axis(end, rank), 0, rank);

    static Slice Range(int start, int end, int step, int length)
    {
        if (start < 0) start += length;
        if (end < 0) end = end == int.MinValue ? -1 : end + length;
        if (step > 0)
        {
            (start, end) = (Math.Clamp(start, 0, length), Math.Clamp(end, 0, length));
            return end <= start ? 0..0 : Slice.Step(start, end, step);
        }
        (start, end) = (Math.Clamp(start, 0, length - 1), Math.Clamp(end, -1, length - 1));
        return end >= start ? 0..0 : Slice.Step(start, end < 0 ? null : end, step);
    }

    static Tensor Centred(Tensor x, int axis, int size)
    {
        int less = x.Shape[axis] - size;
        if (less >= 0) return Part(x, axis, (less / 2)..(less / 2 + size));
        var widths = new (int, int)[x.Rank];
        widths[axis] = (-less / 2, -less - -less / 2);
        return x.Pad(widths);
    }

    static Tensor Padded(OnnxNode node, Tensor?[] x)
    {
        var t = x[0]!;
        int[] pads = At(x, 1) is { } given ? Ints(given) : node.Ints("pads")!, axes = Axes(node, [null, At(x, 3)], 1, t.Rank) ?? [.. Enumerable.Range(0, t.Rank)];
        string mode = node.Text("mode", "constant");
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i], before = pads[i], after = pads[i + axes.Length], length = t.Shape[axis];
            if (mode != "constant")
                t = Taken(t, axis, [.. Enumerable.Range(-before, before + length + after).Select(at => mode switch
                {
                    "edge" => Math.Clamp(at, 0, length - 1),
                    "wrap" => (at % length + length) % length,
                    _ => at < 0 ? -at : at >= length ? 2 * (length - 1) - at : at,
                })]);
            else
            {
                t = Part(t, axis, Math.Max(-before, 0)..(length - Math.Max(-after, 0)));
                var widths = new (int, int)[t.Rank];
                widths[axis] = (Math.Max(before, 0), Math.Max(after, 0));
                t = t.Pad(widths, At(x, 2) is { } value ? (double)value.To<double>() : t.DType.IsFloating() ? 0.0 : 0);
            }
        }
        return t;
    }

    /// <summary>The elements at positions along an axis.</summary>
    static Tensor Taken(Tensor x, int axis, int[] positions) => Part(x, axis, Tensor.From(positions));

    static KeyValuePair<string, Mapping>[] Positions =>
    [
        Row("Gather", (n, x) =>
        {
            int axis = Axis(n.Int("axis"), x[0]!.Rank);
            return [Part(x[0]!, axis, Counted(x[1]!, x[0]!.Shape[axis]))];
        }),
        Row("GatherElements", (n, x) =>
        {
            int axis = Axis(n.Int("axis"), x[0]!.Rank);
            return [Beside(x[0]!, x[1]!, axis).Gather(axis, Counted(x[1]!, x[0]!.Shape[axis]))];
        }),
        Row("ScatterElements", Scattered), Row("Scatter", Scattered),
        Row("GatherND", (n, x) =>
        {
            int batch = n.Int("batch_dims");
            return [batch == 0 ? Nested(x[0]!, x[1]!)
                : Tensor.Stack([.. Enumerable.Range(0, x[0]!.Shape[0]).Select(b => Nested(x[0]![b], x[1]![b]))])];
        }),
        Row("ScatterND", (n, x) =>
        {
            Tensor t = x[0]!, places = x[1]!;
            int depth = places.Shape[-1], rest = Grid.Count(t.Shape.Skip(depth)), rows = Grid.Count(t.Shape.Take(depth)), count = places.Length / Math.Max(depth, 1);
            var flat = t.Reshape(rows, rest);
            var positions = Flat(places, t).Reshape(count, 1).BroadcastTo(count, rest);
            return [Put(n, flat, 0, positions, x[2]!.Reshape(count, rest)).Reshape(t.Shape.AsSpan())];
        }),
        Row("Compress", (n, x) =>
        {
            var t = n.Has("axis") ? x[0]! : x[0]!.Flatten();
            int axis = Axis(n.Int("axis"), t.Rank);
            var chosen = x[1]!;
            return [Part(Part(t, axis, ..Math.Min(chosen.Length, t.Shape[axis])), axis, chosen[..Math.Min(chosen.Length, t.Shape[axis])])];
        }),
        One("NonZero", x =>
        {
            var places = Tensor.Arange(x.Length)[(x.DType == DType.Bool ? x : x.NotEqualTo(0)).Flatten()].To<double>();
            var found = new Tensor[x.Rank];
            for (int axis = x.Rank - 1; axis >= 0; axis--)
            {
                var rest = (places / x.Shape[axis]).Floor();
                found[axis] = places - rest * x.Shape[axis];
                places = rest;
            }
            return Tensor.Stack(found).To<long>();
        }),
        Row("OneHot", (n, x) =>
        {
            var classes = x[0]!.To<double>();
            int depth = Int(Cast(x[1]!, DType.Int64)), axis = Axis(n.Int("axis", -1), classes.Rank + 1);
            classes = Tensor.Where(classes < 0, classes + depth, classes).Unsqueeze(axis);
            return [Tensor.Where(classes.EqualTo(Along(Tensor.Arange(depth).To<double>(), axis, classes.Rank)), x[2]![1], x[2]![0])];
        }),
        Row("TopK", (n, x) =>
        {
            var (values, positions) = x[0]!.TopK(Int(x[1]!), n.Int("axis", -1), n.Is("largest", true));
            return [values, positions.To<long>()];
        }),
        Row("TensorScatter", (n, x) =>
        {
            Tensor cache = x[0]!.Copy(), update = x[1]!;
            int[] starts = At(x, 2) is { } given ? Ints(given) : new int[cache.Shape[0]];
            int axis = Axis(n.Int("axis", -2), cache.Rank), length = cache.Shape[axis], count = update.Shape[axis];
            bool isRound = n.Text("mode", "linear") == "circular";
            for (int b = 0; b < starts.Length; b++)
                for (int i = 0; i < count; i++)
                {
                    Slice[] to = Everything(cache.Rank), from = Everything(cache.Rank);
                    (to[0], from[0]) = (b, b);
                    (to[axis], from[axis]) = (isRound ? (starts[b] + i) % length : starts[b] + i, i);
                    cache[to] = update[from];
                }
            return [cache];
        }),
    ];

    /// <summary>Positions counted from the start of an axis.</summary>
    static Tensor Counted(Tensor positions, int length) => Tensor.Where(positions < 0, positions + length, positions);

    /// <summary>The first rows beside an axis, as many as there are positions.</summary>
    static Tensor Beside(Tensor x, Tensor positions, int axis) =>
        x[[.. positions.Shape.Select((s, a) => a == axis ? Slice.All : (Slice)(..s))]];

    static Tensor Flat(Tensor places, Tensor t)
    {
        int depth = places.Shape[-1];
        Tensor flat = Tensor.Zeros<long>([.. places.Shape.Take(places.Rank - 1)]);
        for (int i = 0; i < depth; i++) flat = flat * t.Shape[i] + Counted(Part(places, places.Rank - 1, i), t.Shape[i]);
        return flat;
    }

    static Tensor Nested(Tensor t, Tensor places)
    {
        int depth = places.Shape[-1];
        return Part(t.Reshape([Grid.Count(t.Shape.Take(depth)), .. t.Shape.Skip(depth)]), 0, Flat(places, t));
    }

    static Tensor?[] Scattered(OnnxNode node, Tensor?[] x)
    {
        int axis = Axis(node.Int("axis"), x[0]!.Rank);
        var positions = Counted(x[1]!, x[0]!.Shape[axis]);
        var beside = Beside(x[0]!, positions, axis);
        var y = x[0]!.Copy();
        y[[.. positions.Shape.Select((s, a) => a == axis ? Slice.All : (Slice)(..s))]] = Put(node, beside, axis, positions, x[2]!);
        return [y];
    }

    static Tensor Put(OnnxNode node, Tensor x, int axis, Tensor positions, Tensor source) => node.Text("reduction", "none") switch
    {
        "none" => x.Scatter(axis, positions, source),
        "add" => x.ScatterAdd(axis, positions, source),
        var other => throw new NotInCairnException($"no scattering by {other}"),
    };

    static KeyValuePair<string, Mapping>[] Makers =>
    [
        Row("Constant", (n, _) => [n.Has("value") ? n["value"].Tensor!.Make() : n.Has("value_float") ? Tensor.Scalar(n["value_float"].Number)
            : n.Has("value_int") ? Tensor.Scalar(n["value_int"].Integer) : n.Has("value_floats") ? Tensor.From<float>([.. n["value_floats"].Numbers])
            : n.Has("value_ints") ? Tensor.From<long>([.. n["value_ints"].Integers]) : throw new NotInCairnException("no tensors of string")]),
        One("ConstantOfShape", (n, x) => (n.Has("value") ? n["value"].Tensor!.Make().Reshape() : Tensor.Scalar(0f)).BroadcastTo(Ints(x))),
        One("EyeLike", (n, x) => (Tensor.Arange(x.Shape[1]) - Tensor.Arange(x.Shape[0]).Unsqueeze(1)).EqualTo(n.Int("k"))
            .To(n.Has("dtype") ? OnnxTensor.TypeOf(n.Int("dtype")) : x.DType)),
        Row("Range", (_, x) => [Tensor.Arange((double)x[0]!.To<double>(), (double)x[1]!.To<double>(), (double)x[2]!.To<double>()).To(x[0]!.DType)]),
        One("BlackmanWindow", (n, x) => Window(n, x, 0.42, 0.5, 0.08)), One("HammingWindow", (n, x) => Window(n, x, 25.0 / 46, 21.0 / 46, 0)),
        One("HannWindow", (n, x) => Window(n, x, 0.5, 0.5, 0)),
        Row("AffineGrid", (n, x) =>
        {
            int[] size = Ints(x[1]!);
            int axes = size.Length - 2;
            bool atCorners = n.Is("align_corners");
            // places from -1 to 1 along each axis, the last axis first, and a one
            var places = Tensor.Stack([.. Enumerable.Range(0, axes).Reverse().Select(a =>
            {
                int length = size[a + 2];
                var steps = Tensor.Arange(length).To<float>();
                var at = atCorners ? steps * (2.0 / Math.Max(length - 1, 1)) - 1 : (2 * steps + 1) / length - 1;
                return Along(at, a, axes).BroadcastTo(size[2..]);
            }), Tensor.Ones<float>(size[2..])], -1);
            return [places.Reshape(1, -1, axes + 1).MatMul(x[0]!.Transpose(1, 2)).Reshape([size[0], .. size[2..], axes])];
        }),
        Row("Upsample", (n, x) =>
        {
            if (n.Text("mode", "nearest") != "nearest") throw new NotInCairnException("Upsample: nearest alone");
            float[] scales = x[1]!.ToArray<float>();
            return [scales.Select((times, axis) => (Times: (int)times, Axis: axis)).Aggregate(x[0]!, (t, s) =>
                Taken(t, s.Axis, [.. Enumerable.Range(0, t.Shape[s.Axis] * s.Times).Select(i => i / s.Times)]))];
        }),
    ];

    static Tensor Window(OnnxNode node, Tensor size, double a, double b, double c)
    {
        int count = Int(size);
        var angle = Tensor.Arange(count).To<double>() * (2 * Math.PI / (node.Is("periodic", true) ? count : count - 1));
        return (a - b * angle.Cos() + c * (2 * angle).Cos()).To(OnnxTensor.TypeOf(node.Int("output_datatype", 1)));
    }
}
