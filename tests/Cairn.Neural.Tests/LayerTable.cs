namespace Cairn.Tests;

/// <summary>What a layer is asked in the contract of layers.</summary>
/// <param name="Make">Makes it.</param>
/// <param name="Input">The shape of what goes in, rows first.</param>
/// <param name="Output">The shape of what comes out.</param>
/// <param name="Wrong">An input that it must refuse; null when it takes any floating input, and must refuse truth values.</param>
sealed record LayerRow(Func<Module> Make, int[] Input, int[] Output, Func<Tensor>? Wrong = null)
{
    /// <summary>How it is used where one input is not all it takes; null for <see cref="Module.Forward"/>.</summary>
    internal Func<Module, Tensor, Tensor>? Call { get; init; }

    /// <summary>What it gives.</summary>
    internal Tensor Answer(Module layer, Tensor x) => Call is null ? layer.Forward(x) : Call(layer, x);

    /// <summary>The input are numbers of things below 4.</summary>
    internal bool TakesIndices { get; init; }

    /// <summary>It takes anything.</summary>
    internal bool TakesAll { get; init; }

    /// <summary>Training draws random numbers.</summary>
    internal bool IsRandom { get; init; }

    /// <summary>Training moves its weights without a gradient.</summary>
    internal bool LearnsByItself { get; init; }

    /// <summary>A container, whose layers report what they see in its place.</summary>
    internal bool IsContainer { get; init; }

    /// <summary>No gradient passes.</summary>
    internal bool HasNoSlope { get; init; }

    /// <summary>Why the layer has no case in the fixture; null when it has.</summary>
    internal string? WithoutFixture { get; init; }
}

/// <summary>Every layer, and its options: the second place that a new layer touches.</summary>
static class LayerTable
{
    static readonly int[] Flat = [4, 5], Image = [2, 4, 3, 2], Words = [2, 3, 6], Sound = [2, 3, 7], Volume = [2, 2, 3, 3, 2];

    static LayerRow Elementwise(Func<Module> make) => new(make, Flat, Flat);

    static Func<Tensor> Ones(params int[] shape) => () => Tensor.Ones(DType.Float64, shape);

    /// <summary>What attention looks at beside its input: the same four places for every row.</summary>
    static Tensor Memory(Tensor x) => Tensor.From<double>([.. Enumerable.Range(0, 24).Select(i => (i * 7 % 11 - 5) / 4.0)], 1, 4, 6)
        .To(x?.DType ?? DType.Float64).BroadcastTo(x?.Shape[0] ?? 1, 4, 6);

    static readonly Tensor MemoryMask = Tensor.From([true, false, true, true]);

    internal static readonly IReadOnlyDictionary<string, LayerRow> Rows = new Dictionary<string, LayerRow>
    {
        ["linear"] = new(() => new Linear(5, 3), Flat, [4, 3], Ones(4, 6)),
        ["linear, no bias"] = new(() => new Linear(5, 3, bias: false), Flat, [4, 3], Ones(4, 6)),
        ["linear, tanh"] = new(() => new Linear(5, 3, activation: Activation.Tanh), Flat, [4, 3], Ones(4, 6)),
        ["relu"] = Elementwise(() => new Relu()),
        ["sigmoid"] = Elementwise(() => new Sigmoid()),
        ["tanh"] = Elementwise(() => new Tanh()),
        ["leaky relu"] = Elementwise(() => new LeakyRelu()),
        ["leaky relu, 0.2"] = Elementwise(() => new LeakyRelu(0.2)),
        ["p-relu"] = Elementwise(() => new PRelu()),
        ["p-relu, channels"] = new(() => new PRelu(4), Image, Image, Ones(2, 5, 3)),
        ["elu"] = Elementwise(() => new Elu()),
        ["elu, 0.5"] = Elementwise(() => new Elu(0.5)),
        ["selu"] = Elementwise(() => new Selu()),
        ["gelu"] = Elementwise(() => new Gelu()),
        ["gelu by tanh"] = Elementwise(() => new Gelu(approximate: true)),
        ["swish"] = Elementwise(() => new Swish()),
        ["swish, 1.5"] = Elementwise(() => new Swish(1.5)),
        ["mish"] = Elementwise(() => new Mish()),
        ["softplus"] = Elementwise(() => new Softplus()),
        ["softplus, 3"] = Elementwise(() => new Softplus(3)),
        ["softsign"] = Elementwise(() => new Softsign()),
        ["hard sigmoid"] = Elementwise(() => new HardSigmoid()),
        ["hard tanh"] = Elementwise(() => new HardTanh()),
        ["hard tanh, 0 to 6"] = Elementwise(() => new HardTanh(0, 6)),
        ["hard swish"] = Elementwise(() => new HardSwish()),
        ["step"] = Elementwise(() => new Step()) with { HasNoSlope = true, WithoutFixture = "0 and 1 are all there is" },
        ["identity"] = new(() => new Identity(), Flat, Flat) { TakesAll = true, WithoutFixture = "what goes in comes out" },
        ["softmax"] = Elementwise(() => new Softmax()),
        ["softmax, channels"] = new(() => new Softmax(1), Image, Image),
        ["log-softmax"] = Elementwise(() => new LogSoftmax()),
        ["maxout"] = new(() => new Maxout(5, 2, 3), Flat, [4, 2], Ones(4, 6)),
        ["swiglu"] = new(() => new SwiGlu(5, 3), Flat, [4, 3], Ones(4, 6)),
        ["flatten"] = new(() => new Flatten(), Image, [2, 24], Ones()),
        ["reshape"] = new(() => new Reshape(2, 12), Image, [2, 2, 12], Ones(2, 5)) { WithoutFixture = "the elements stay" },
        ["dropout"] = new(() => new Dropout(0.4), Image, Image) { IsRandom = true, WithoutFixture = "random" },
        ["spatial dropout"] = new(() => new SpatialDropout(0.4), Image, Image, Ones(2, 4)) { IsRandom = true, WithoutFixture = "random" },
        ["alpha dropout"] = new(() => new AlphaDropout(0.4), Image, Image) { IsRandom = true, WithoutFixture = "random" },
        ["gaussian noise"] = new(() => new GaussianNoise(0.3), Image, Image) { IsRandom = true, WithoutFixture = "random" },
        ["embedding"] = new(() => new Embedding(4, 2), [2, 3], [2, 3, 2], Ones(2, 3)) { TakesIndices = true },
        ["layer norm"] = new(() => new LayerNorm(5), Flat, Flat, Ones(4, 6)),
        ["layer norm, two axes"] = new(() => new LayerNorm([3, 2]), Image, Image, Ones(2, 2, 3)),
        ["rms norm"] = new(() => new RmsNorm(5), Flat, Flat, Ones(4, 6)),
        ["batch norm"] = new(() => new BatchNorm(4), Image, Image, Ones(4, 5)),
        ["batch norm, flat, unscaled"] = new(() => new BatchNorm(5, scaled: false), Flat, Flat, Ones(4, 6))
        { WithoutFixture = "as batch norm" },
        ["group norm"] = new(() => new GroupNorm(2, 4), Image, Image, Ones(4, 5)),
        ["instance norm"] = new(() => new InstanceNorm(4), Image, Image, Ones(3, 4)),
        ["instance norm, scaled"] = new(() => new InstanceNorm(4, scaled: true), Image, Image, Ones(3, 4)),
        ["upsample"] = new(() => new Upsample(2), Image, [2, 4, 6, 4], Ones(2, 4)),
        ["upsample, linear"] = new(() => new Upsample(3, Interpolation.Linear), Image, [2, 4, 9, 6], Ones(2, 4)),
        ["pad"] = new(() => new Pad([(0, 3), (2, 1)], 0.5), Image, [2, 4, 6, 5], Ones(2, 4)),
        ["pad, reflection"] = new(() => new Pad([(2, 1), (0, 1)], Border.Reflection), Image, [2, 4, 6, 3], Ones(2, 4, 2, 1)),
        ["pad, edge"] = new(() => new Pad([(0, 3), (2, 1)], Border.Edge), Image, [2, 4, 6, 5], Ones(2, 4)),
        ["pad, wrap"] = new(() => new Pad([(3, 1), (1, 2)], Border.Wrap), Image, [2, 4, 7, 5], Ones(2, 4, 2, 2)),
        ["crop"] = new(() => new Crop(2, 1), Image, [2, 4, 2, 1], Ones(2, 4, 1, 2)),
        ["convolution"] = new(() => new Convolution(4, 3, (2, 2)), Image, [2, 3, 2, 1], Ones(2, 5, 3, 2)),
        ["convolution, strides"] = new(() => new Convolution(4, 2, (3, 2), stride: (2, 1), padding: 1), Image, [2, 2, 2, 3], Ones(2, 4, 3)),
        ["convolution, depthwise, sigmoid"] = new(
            () => new Convolution(4, 8, 2, padding: Padding.Same, groups: 4, activation: Activation.Sigmoid), Image, [2, 8, 3, 2],
            Ones(2, 5, 3, 2)),
        ["convolution, flipped"] = new(() => new Convolution(4, 3, (2, 2), flips: true), Image, [2, 3, 2, 1], Ones(2, 5, 3, 2)),
        ["convolution, 1-d"] = new(() => new Convolution(3, 2, 3, dilation: 2, bias: false, axes: 1), Sound, [2, 2, 3], Ones(2, 3, 4)),
        ["convolution, 3-d"] = new(() => new Convolution(2, 3, (2, 2, 1)), Volume, [2, 3, 2, 2, 2], Ones(2, 2, 3, 3)),
        ["transposed convolution"] = new(() => new TransposedConvolution(4, 3, (2, 3), stride: 2, padding: (0, 1), more: (1, 0)), Image,
            [2, 3, 7, 3], Ones(2, 5, 3, 2)),
        ["transposed convolution, groups"] = new(
            () => new TransposedConvolution(4, 4, 2, dilation: 2, groups: 2, bias: false, activation: Activation.Tanh), Image, [2, 4, 5, 4],
            Ones(2, 5, 3, 2)),
        ["transposed convolution, 1-d"] = new(() => new TransposedConvolution(3, 2, 3, stride: 2, axes: 1), Sound, [2, 2, 15], Ones(2, 3, 4, 4)),
        ["separable convolution"] = new(() => new SeparableConvolution(4, 3, 2, multiplier: 2), Image, [2, 3, 2, 1], Ones(2, 5, 3, 2))
        { IsContainer = true },
        ["max pool"] = new(() => new MaxPool(2), Image, [2, 4, 1, 1], Ones(2, 4)),
        ["max pool, border"] = new(() => new MaxPool((3, 2), stride: 1, padding: 1), Image, [2, 4, 3, 3], Ones(2, 4, 3)),
        ["max pool, 1-d"] = new(() => new MaxPool(3, stride: 2), Sound, [2, 3, 3], Ones(2, 3, 2)),
        ["average pool"] = new(() => new AveragePool((2, 1)), Image, [2, 4, 1, 2], Ones(2, 4)),
        ["average pool, border apart"] = new(() => new AveragePool(3, stride: 1, padding: 1, countsBorder: false), Image, Image, Ones(2, 4)),
        ["average pool, same, 1-d"] = new(() => new AveragePool(2, stride: 1, padding: Padding.Same), Sound, Sound, Ones(2, 4))
        { WithoutFixture = "PyTorch has no such border" },
        ["adaptive max pool"] = new(() => new AdaptiveMaxPool((2, 1)), Image, [2, 4, 2, 1], Ones(2, 4)),
        ["adaptive average pool"] = new(() => new AdaptiveAveragePool((2, 3)), Image, [2, 4, 2, 3], Ones(2, 4)),
        ["global max pool"] = new(() => new GlobalMaxPool(), Image, [2, 4], Ones(2, 4)),
        ["global average pool"] = new(() => new GlobalAveragePool(), Image, [2, 4], Ones(2, 4)),
        ["rnn"] = new(() => new Rnn(6, 3), Words, [2, 3, 3], Ones(2, 3, 5)),
        ["rnn, last, no bias"] = new(() => new Rnn(6, 3, returnsLast: true, bias: false), Words, [2, 3], Ones(2, 6)),
        ["rnn, two layers, both directions"] = new(() => new Rnn(6, 2, layers: 2, bidirectional: true), Words, [2, 3, 4], Ones(2, 3, 5)),
        ["rnn, relu, two layers"] = new(() => new Rnn(6, 3, layers: 2, activation: Activation.Relu), Words, [2, 3, 3], Ones(2, 3, 5)),
        ["gru"] = new(() => new Gru(6, 3), Words, [2, 3, 3], Ones(2, 3, 5)),
        ["gru, two layers, both directions"] = new(() => new Gru(6, 2, layers: 2, bidirectional: true), Words, [2, 3, 4], Ones(2, 3, 5)),
        ["gru, reset before"] = new(() => new Gru(6, 3, resetAfter: false), Words, [2, 3, 3], Ones(2, 3, 5)),
        ["gru, dropout, last"] = new(() => new Gru(6, 3, layers: 2, dropout: 0.4, returnsLast: true), Words, [2, 3], Ones(2, 3, 5))
        { IsRandom = true, WithoutFixture = "random" },
        ["lstm"] = new(() => new Lstm(6, 3), Words, [2, 3, 3], Ones(2, 3, 5)),
        ["lstm, no bias"] = new(() => new Lstm(6, 3, bias: false), Words, [2, 3, 3], Ones(2, 0, 6)),
        ["lstm, two layers, both directions"] = new(() => new Lstm(6, 2, layers: 2, bidirectional: true), Words, [2, 3, 4], Ones(2, 3, 5)),
        ["lstm, both directions, last"] = new(() => new Lstm(6, 2, bidirectional: true, returnsLast: true), Words, [2, 4], Ones(2, 3, 5)),
        ["lstm, projected, two layers, both directions"] = new(() => new Lstm(6, 3, layers: 2, bidirectional: true, projection: 2), Words, [2, 3, 4],
            Ones(2, 3, 5)),
        ["lstm, projected, no bias, last"] = new(() => new Lstm(6, 4, bias: false, returnsLast: true, projection: 1), Words, [2, 1], Ones(2, 3, 5)),
        ["rnn cell"] = new(() => new RnnCell(5, 3), Flat, [4, 3], Ones(4, 6)),
        ["rnn cell, relu"] = new(() => new RnnCell(5, 3, activation: Activation.Relu), Flat, [4, 3], Ones(4, 6)),
        ["gru cell"] = new(() => new GruCell(5, 3), Flat, [4, 3], Ones(4, 6)),
        ["gru cell, reset before"] = new(() => new GruCell(5, 3, resetAfter: false), Flat, [4, 3], Ones(4, 6)),
        ["gru cell, no bias"] = new(() => new GruCell(5, 3, bias: false), Flat, [4, 3], Ones(4, 5, 1)),
        ["lstm cell"] = new(() => new LstmCell(5, 3), Flat, [4, 3], Ones(4, 6)),
        ["multi-head attention"] = new(() => new MultiHeadAttention(6, 2), Words, Words, Ones(2, 3, 5)),
        ["multi-head attention, causal, no bias"] = new(() => new MultiHeadAttention(6, 3, causal: true, bias: false), Words, Words,
            Ones(2, 6)),
        ["multi-head attention, memory"] = new(() => new MultiHeadAttention(6, 2), Words, Words, Ones(2, 3, 5))
        { Call = (layer, x) => ((MultiHeadAttention)layer).Attend(x, Memory(x), MemoryMask) },
        ["multi-head attention, rotary"] = new(() => new MultiHeadAttention(6, 1, rotary: true), Words, Words, Ones(2, 3, 5))
        { WithoutFixture = "its parts have theirs" },
        ["multi-head attention, dropout"] = new(() => new MultiHeadAttention(6, 2, dropout: 0.4), Words, Words, Ones(2, 3, 5))
        { IsRandom = true, WithoutFixture = "random" },
        ["feed-forward"] = new(() => new FeedForward(6, 8, activation: new Gelu()), Words, Words, Ones(2, 3, 5)) { IsContainer = true },
        ["transformer encoder layer"] = new(() => new TransformerEncoderLayer(6, 2, 8, dropout: 0), Words, Words, Ones(2, 3, 5))
        { IsContainer = true },
        ["transformer encoder layer, norm first, causal"] = new(
            () => new TransformerEncoderLayer(6, 2, 8, dropout: 0, activation: new Gelu(), normFirst: true, causal: true), Words, Words,
            Ones(2, 3, 5))
        { IsContainer = true },
        ["transformer encoder layer, dropout, p-relu"] = new(
            () => new TransformerEncoderLayer(6, 1, 8, activation: new PRelu(), rotary: true), Words, Words, Ones(2, 3, 5))
        { IsContainer = true, IsRandom = true, WithoutFixture = "random" },
        ["transformer encoder"] = new(
            () => new TransformerEncoder(2, () => new TransformerEncoderLayer(6, 3, 4, dropout: 0, normFirst: true), new LayerNorm(6)), Words,
            Words, Ones(2, 3, 5))
        { IsContainer = true },
        ["transformer decoder layer"] = new(() => new TransformerDecoderLayer(6, 2, 8, dropout: 0), Words, Words, Ones(2, 3, 5))
        { IsContainer = true, Call = (layer, x) => ((TransformerDecoderLayer)layer).Forward(x, Memory(x), memoryMask: MemoryMask) },
        ["transformer decoder layer, norm first"] = new(
            () => new TransformerDecoderLayer(6, 2, 8, dropout: 0, activation: new Gelu(), normFirst: true, causal: false), Words, Words,
            Ones(2, 3, 5))
        { IsContainer = true, Call = (layer, x) => ((TransformerDecoderLayer)layer).Forward(x, Memory(x)) },
        ["transformer decoder"] = new(() => new TransformerDecoder(2, () => new TransformerDecoderLayer(6, 2, 2, dropout: 0)), Words, Words,
            Ones(2, 3, 5))
        { IsContainer = true, Call = (layer, x) => ((TransformerDecoder)layer).Forward(x, Memory(x)) },
        ["rotary positions"] = new(() => new RotaryPositions(6), Words, Words, Ones(2, 3, 5)),
        ["rotary positions, heads, base 100"] = new(() => new RotaryPositions(2, 100), Image, Image, Ones(2, 2)),
        ["sampled softmax"] = new(() => new SampledSoftmax(5, 7, 3), Flat, [4, 7], Ones(4, 6)),
        ["hebbian"] = new(() => new Hebbian(5, 2), Flat, [4, 2], Ones(4, 6)) { LearnsByItself = true, WithoutFixture = "PyTorch has none" },
        ["sinusoidal positions"] = new(() => new SinusoidalPositions(6, 4), Words, Words, Ones(2, 5, 6)),
        ["learned positions"] = new(() => new LearnedPositions(6, 4), Words, Words, Ones(2, 5, 6)),
        ["activity penalty"] = new(() => new ActivityPenalty(0.1, 0.2), Flat, Flat) { WithoutFixture = "what goes in comes out" },
        ["weight noise"] = new(() => new WeightNoise(new Linear(5, 3), 0.1), Flat, [4, 3], Ones(4, 6))
        { IsContainer = true, IsRandom = true, WithoutFixture = "random" },
        ["sequential"] = new(() => new Sequential(new Linear(5, 3), new Tanh()), Flat, [4, 3], Ones(4, 6))
        { IsContainer = true, WithoutFixture = "its layers have theirs" },
        ["residual"] = new(() => new Residual(new Linear(5, 5)), Flat, Flat, Ones(4, 6)) { IsContainer = true, WithoutFixture = "a sum" },
        ["residual, shortcut"] = new(() => new Residual(new Sequential(new Linear(5, 3), new Relu()), new Linear(5, 3)),
            Flat, [4, 3], Ones(4, 6))
        { IsContainer = true, WithoutFixture = "a sum" },
        ["branches"] = new(() => new Branches(new Linear(5, 3), new Linear(5, 2)), Flat, [4, 5], Ones(4, 6))
        { IsContainer = true, WithoutFixture = "layers put together" },
        ["branches, product"] = new(() => new Branches(Join.Product, 0, new Linear(5, 3), new Sequential(new Linear(5, 3), new Sigmoid())),
            Flat, [4, 3], Ones(4, 6))
        { IsContainer = true, WithoutFixture = "a product" },
    };
}
