namespace Cairn.Tests;

/// <summary>How the operators of ONNX are said in Cairn: by one operation where it has it, else by some.</summary>
/// <remarks>What an operator does is told at <see href="https://onnx.ai/onnx/operators/"/>. A missing input is null.</remarks>
static partial class OnnxOperators
{
    internal delegate Tensor?[] Mapping(OnnxNode node, Tensor?[] x);

    internal static readonly Dictionary<string, Mapping> All = new(
        [.. Elementwise, .. Comparisons, .. Reductions, .. Shapes, .. Positions, .. Makers, .. Products, .. Networks, .. Windows, .. Losses, .. Cells, .. Attentions]);

    static KeyValuePair<string, Mapping> Row(string name, Mapping mapping) => new(name, mapping);

    /// <summary>An operator of one tensor that gives one.</summary>
    static KeyValuePair<string, Mapping> One(string name, Func<Tensor, Tensor> f) => new(name, (_, x) => [f(x[0]!)]);

    static KeyValuePair<string, Mapping> One(string name, Func<OnnxNode, Tensor, Tensor> f) => new(name, (node, x) => [f(node, x[0]!)]);

    static KeyValuePair<string, Mapping> Two(string name, Func<Tensor, Tensor, Tensor> f) => new(name, (_, x) => [f(x[0]!, x[1]!)]);

    /// <summary>An operator of any number of tensors.</summary>
    static KeyValuePair<string, Mapping> Many(string name, Func<Tensor, Tensor, Tensor> f) => new(name, (_, x) => [x.Select(t => t!).Aggregate(f)]);

    static Tensor? At(Tensor?[] x, int place) => place < x.Length ? x[place] : null;

    static int[] Ints(Tensor t) => [.. t.To<long>().ToArray<long>().Select(i => (int)Math.Clamp(i, int.MinValue, int.MaxValue))];

    static int Int(Tensor t) => Ints(t)[0];

    static int Axis(int axis, int rank) => axis < 0 ? axis + rank : axis;

    /// <summary>Axes given by an input or an attribute; null when by neither.</summary>
    static int[]? Axes(OnnxNode node, Tensor?[] x, int input, int rank) =>
        (At(x, input) is { } given ? Ints(given) : node.Ints("axes"))?.Select(a => Axis(a, rank)).ToArray();

    static Slice[] Everything(int rank) => [.. Enumerable.Repeat(Slice.All, rank)];

    /// <summary>The elements of a part of an axis.</summary>
    static Tensor Part(Tensor x, int axis, Slice slice)
    {
        var slices = Everything(x.Rank);
        slices[axis] = slice;
        return x[slices];
    }

    /// <summary>The shape of a vector along one axis of others of a rank.</summary>
    static Tensor Along(Tensor vector, int axis, int rank)
    {
        var shape = new int[rank];
        shape.AsSpan().Fill(1);
        shape[axis] = vector.Length;
        return vector.Reshape(shape);
    }

    static Tensor Truncated(Tensor x) => Tensor.Where(x < 0, x.Ceiling(), x.Floor());

    static KeyValuePair<string, Mapping>[] Elementwise =>
    [
        One("Abs", x => x.Abs()), One("Acos", x => x.Acos()), One("Acosh", x => x.Acosh()), One("Asin", x => x.Asin()), One("Asinh", x => x.Asinh()),
        One("Atan", x => x.Atan()), One("Atanh", x => x.Atanh()), One("Ceil", x => x.Ceiling()), One("Cos", x => x.Cos()), One("Cosh", x => x.Cosh()),
        One("Erf", x => x.Erf()), One("Exp", x => x.Exp()), One("Floor", x => x.Floor()), One("Identity", x => x), One("Log", x => x.Log()),
        One("Neg", x => -x), One("Not", x => !x), One("Reciprocal", x => 1 / x), One("Relu", x => x.Relu()), One("Round", x => x.Round()),
        One("Sigmoid", x => x.Sigmoid()), One("Sign", x => x.Sign()), One("Sin", x => x.Sin()), One("Sinh", x => x.Sinh()),
        One("Softplus", x => x.Softplus()), One("Softsign", x => x / (1 + x.Abs())), One("Sqrt", x => x.Sqrt()), One("Tan", x => x.Tan()),
        One("Tanh", x => x.Tanh()), One("Mish", x => x * x.Softplus().Tanh()),
        One("Celu", (n, x) => x.Relu() + Tensor.Minimum((x / n.Number("alpha", 1)).ExpM1() * n.Number("alpha", 1), 0.0)),
        One("Elu", (n, x) => Tensor.Where(x < 0, n.Number("alpha", 1) * x.ExpM1(), x)),
        One("Gelu", (n, x) => n.Text("approximate", "none") == "none" ? x.Gelu()
            : 0.5 * x * (1 + (Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x.Pow(3))).Tanh())),
        One("HardSigmoid", (n, x) => (n.Number("alpha", 0.2) * x + n.Number("beta", 0.5)).Clamp(0.0, 1.0)),
        One("HardSwish", x => x * (x / 6 + 0.5).Clamp(0.0, 1.0)),
        One("LeakyRelu", (n, x) => Tensor.Where(x < 0, n.Number("alpha", 0.01) * x, x)),
        One("Selu", (n, x) => n.Number("gamma", 1.05070102214813232421875)
            * Tensor.Where(x < 0, n.Number("alpha", 1.67326319217681884765625) * x.ExpM1(), x)),
        One("Shrink", (n, x) => Tensor.Where(x < -n.Number("lambd", 0.5), x + n.Number("bias", 0),
            Tensor.Where(x > n.Number("lambd", 0.5), x - n.Number("bias", 0), Tensor.Zeros(x.DType, x.Shape.AsSpan())))),
        One("Swish", (n, x) => x * (n.Number("alpha", 1) * x).Sigmoid()),
        One("ThresholdedRelu", (n, x) => Tensor.Where(x > n.Number("alpha", 1), x, 0.0)),
        Two("PRelu", (x, slope) => Tensor.Where(x < 0, slope * x, x)),
        Many("Add", (x, y) => x + y), Many("Sub", (x, y) => x - y), Many("Mul", (x, y) => x * y),
        Two("Div", (x, y) => x.DType.IsFloating() ? x / y : Truncated(x / y).To(x.DType)),
        Two("Pow", (x, y) => x.DType.IsFloating() ? x.Pow(y.To(x.DType)) : x.To<double>().Pow(y.To<double>()).Round().To(x.DType)),
        Row("Mod", (n, x) => [Remainder(x[0]!, x[1]!, n.Is("fmod"))]),
        Many("Max", Tensor.Maximum), Many("Min", Tensor.Minimum), Many("Sum", (x, y) => x + y),
        Row("Mean", (_, x) => [x.Select(t => t!).Aggregate((a, b) => a + b) / x.Length]),
        Row("Clip", (_, x) =>
        {
            var y = At(x, 1) is { } least ? Tensor.Maximum(x[0]!, least) : x[0]!;
            return [At(x, 2) is { } most ? Tensor.Minimum(y, most) : y];
        }),
        Row("Cast", (n, x) => [Cast(x[0]!, OnnxTensor.TypeOf(n.Int("to")))]), Row("CastLike", (_, x) => [Cast(x[0]!, x[1]!.DType)]),
        Row("CumSum", (n, x) => [Running(n, x[0]!, Int(x[1]!), (t, axis) => t.CumulativeSum(axis), 0)]),
        Row("CumProd", (n, x) => [Running(n, x[0]!, Int(x[1]!), (t, axis) => t.CumulativeProduct(axis), 1)]),
    ];

    static Tensor Remainder(Tensor x, Tensor y, bool ofTruncated)
    {
        Tensor a = x.To<double>(), b = y.To<double>(), times = a / b;
        return (a - b * (ofTruncated ? Truncated(times) : times.Floor())).To(x.DType);
    }

    static Tensor Cast(Tensor x, DType to) =>
        x.DType == to ? x : to == DType.Bool ? x.NotEqualTo(0) : x.DType.IsFloating() && !to.IsFloating() ? Truncated(x).To(to) : x.To(to);

    static Tensor Running(OnnxNode node, Tensor x, int axis, Func<Tensor, int, Tensor> run, int start)
    {
        axis = Axis(axis, x.Rank);
        if (node.Is("reverse")) x = x.Flip(axis);
        if (node.Is("exclusive"))
        {
            var first = Part(x, axis, ..1) * 0 + start;
            x = Tensor.Concat([first, Part(x, axis, ..^1)], axis);
        }
        var y = run(x, axis).To(x.DType);
        return node.Is("reverse") ? y.Flip(axis) : y;
    }

    static KeyValuePair<string, Mapping>[] Comparisons =>
    [
        Two("And", (x, y) => x & y), Two("Or", (x, y) => x | y), Two("Xor", (x, y) => x ^ y), Two("Equal", (x, y) => x.EqualTo(y)),
        Two("Greater", (x, y) => x > y), Two("GreaterOrEqual", (x, y) => x >= y), Two("Less", (x, y) => x < y), Two("LessOrEqual", (x, y) => x <= y),
        Row("Where", (_, x) => [Tensor.Where(x[0]!, x[1]!, x[2]!)]), One("IsNaN", x => x.NotEqualTo(x)),
        One("IsInf", (n, x) => (x.EqualTo(double.PositiveInfinity) & n.Is("detect_positive", true)) | (x.EqualTo(double.NegativeInfinity) & n.Is("detect_negative", true))),
    ];

    static KeyValuePair<string, Mapping>[] Reductions =>
    [
        Reduce("ReduceSum", (x, axes) => x.Sum(axes, true)), Reduce("ReduceMean", (x, axes) => x.Mean(axes, true)),
        Reduce("ReduceMax", (x, axes) => Cast(Extreme(x, axes).Max(axes, true), x.DType)), Reduce("ReduceMin", (x, axes) => Cast(Extreme(x, axes).Min(axes, true), x.DType)),
        Reduce("ReduceL1", (x, axes) => x.Abs().Sum(axes, true)), Reduce("ReduceL2", (x, axes) => x.Norm(axes, true)),
        Reduce("ReduceLogSum", (x, axes) => x.Sum(axes, true).Log()), Reduce("ReduceLogSumExp", (x, axes) => x.LogSumExp(axes, true)),
        Reduce("ReduceSumSquare", (x, axes) => x.Square().Sum(axes, true)), Reduce("ReduceProd", Product),
        Row("ArgMax", (n, x) => [Place(n, x[0]!, (t, axis) => t.ArgMax(axis, true))]), Row("ArgMin", (n, x) => [Place(n, x[0]!, (t, axis) => t.ArgMin(axis, true))]),
    ];

    static KeyValuePair<string, Mapping> Reduce(string name, Func<Tensor, int[], Tensor> f) => Row(name, (node, x) =>
    {
        var t = x[0]!;
        int[]? axes = Axes(node, x, 1, t.Rank);
        if (axes is null or [])
        {
            if (node.Is("noop_with_empty_axes")) return [t];
            axes = [.. Enumerable.Range(0, t.Rank)];
        }
        var y = f(t, axes);
        if (y.DType != t.DType) y = y.To(t.DType);
        return [node.Is("keepdims", true) ? y : y.Reshape([.. y.Shape.Where((_, a) => !axes.Contains(a))])];
    });

    static Tensor Extreme(Tensor x, int[] axes) => axes.Any(a => x.Shape[a] == 0)
        ? throw new NotInCairnException("the largest of no elements is refused") : x.DType == DType.Bool ? x.To<byte>() : x;

    static Tensor Product(Tensor x, int[] axes)
    {
        foreach (int axis in axes)
            x = x.Shape[axis] == 0 ? Tensor.Ones(x.DType, [.. x.Shape.Select((s, a) => a == axis ? 1 : s)]) : Part(x.CumulativeProduct(axis), axis, ^1..);
        return x;
    }

    static Tensor Place(OnnxNode node, Tensor x, Func<Tensor, int, Tensor> find)
    {
        int axis = Axis(node.Int("axis"), x.Rank);
        var place = node.Is("select_last_index") ? x.Shape[axis] - 1 - find(x.Flip(axis), axis) : find(x, axis);
        return (node.Is("keepdims", true) ? place : place.Squeeze(axis)).To<long>();
    }
}
