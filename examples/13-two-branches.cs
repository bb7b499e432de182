#:project ../src/Cairn/Cairn.csproj

// 1,797 digits of 8 x 8 pixels: one branch looks at the picture, the other at how much ink each row and column has.
var (train, test) = BundledData.Load("digits").ToDataset(target: "digit", task: LearningTask.Classification).Split(test: 0.25, seed: 1);
var net = new TwoBranches();
net.Initialize(seed: 1);

// A loop of one's own: batches, loss, Backward, Step.
var batches = new DataLoader(Pixels(train), train.Target!) { BatchSize = 64, Seed = 1 };
var stepper = new Adam { LearningRate = 0.003 }.For(net.Parameters);
for (int epoch = 0; epoch < 12; epoch++)
{
    double sum = 0;
    foreach (var batch in batches.Epoch(epoch))
    {
        using var training = Mode.Training(seed: 1, stepper.Steps);
        var loss = Loss.CrossEntropyFromLogits.Of(net.Forward(batch.X), batch.Y) + 1e-4 * net.Mixing.Square().Sum();
        loss.Backward();
        stepper.Step();
        stepper.ZeroGradients();
        sum += (double)loss * batch.Rows;
    }
    var right = net.Forward(Pixels(test)).ArgMax(1).EqualTo(test.Target!);
    Console.WriteLine(FormattableString.Invariant(
        $"epoch {epoch + 1,2}: loss {sum / train.Rows:F4}, right on new digits {(double)right.To(DType.Float64).Mean():P1}"));
}
net.SaveWeights("two-branches.safetensors");

static Tensor Pixels(Dataset data) => (data.Features.ToNumbers() / 16).To(DType.Float32).Reshape(-1, 1, 8, 8);

/// <summary>A picture seen in two ways, whose scores are mixed by a weight for each class. Fields are found by themselves.</summary>
sealed class TwoBranches : Module
{
    readonly Sequential _picture = new(new Convolution(1, 16, 3, padding: 1, activation: Activation.Relu), new MaxPool(2), new Flatten(),
        new Dropout(0.2), new Linear(16 * 16, 10));
    readonly Linear _hidden = new(16, 32), _sums = new(32, 10);
    readonly Parameter _mixing = new(Initializer.Zeros, 10);

    public Tensor Mixing => _mixing.Value;

    public override Tensor Forward(Tensor x)
    {
        var ink = Tensor.Concat([x.Sum(2).Reshape(-1, 8), x.Sum(3).Reshape(-1, 8)], axis: 1);
        var share = _mixing.Value.Sigmoid();
        return share * _picture.Forward(x) + (1 - share) * _sums.Forward(_hidden.Forward(ink).Gelu());
    }
}
